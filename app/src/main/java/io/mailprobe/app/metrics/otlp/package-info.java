/**
 * Metrics pushed by OTLP over HTTP, where a configuration asks for it. {@link
 * io.mailprobe.app.metrics.otlp.OtlpPush} is the front door.
 */
@NullMarked
package io.mailprobe.app.metrics.otlp;

import org.jspecify.annotations.NullMarked;
