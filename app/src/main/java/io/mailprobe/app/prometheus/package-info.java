/**
 * A real Prometheus as the judge of what was recorded: it evaluates rules over a history that it
 * did not scrape itself. Start at {@link io.mailprobe.app.prometheus.Judgement}.
 */
@NullMarked
package io.mailprobe.app.prometheus;

import org.jspecify.annotations.NullMarked;
