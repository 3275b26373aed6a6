/**
 * Asking others over HTTP, bounded in time and size whatever they do. Start at {@link
 * io.mailprobe.prober.web.WebClient}.
 */
@NullMarked
package io.mailprobe.prober.web;

import org.jspecify.annotations.NullMarked;
