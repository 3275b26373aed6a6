/**
 * What Mailprobe exports to Prometheus: one documented catalogue, counted from events and read from
 * the ledgers. Start at {@link io.mailprobe.app.metrics.Metrics}; the names are in {@link
 * io.mailprobe.app.metrics.Metric}.
 */
@NullMarked
package io.mailprobe.app.metrics;

import org.jspecify.annotations.NullMarked;
