/**
 * The program as it ships, run against real peers, as an operator would meet it. Start at {@link
 * io.mailprobe.app.acceptance.Site}.
 */
@NullMarked
package io.mailprobe.app.acceptance;

import org.jspecify.annotations.NullMarked;
