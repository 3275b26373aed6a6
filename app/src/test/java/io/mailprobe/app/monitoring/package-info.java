/**
 * Tests what is shipped beside the program: Prometheus rules, Grafana dashboards, Compose,
 * runbooks. Start with {@link io.mailprobe.app.monitoring.PrometheusFilesTest}.
 */
@NullMarked
package io.mailprobe.app.monitoring;

import org.jspecify.annotations.NullMarked;
