/**
 * The generator of {@code grafana/dashboards}: a class for each dashboard, all of them in {@link
 * io.mailprobe.app.monitoring.dashboard.Dashboards}. What they ask Prometheus stands in {@link
 * io.mailprobe.app.monitoring.dashboard.Queries}, how it looks in {@link
 * io.mailprobe.app.monitoring.dashboard.Panel}.
 */
@NullMarked
package io.mailprobe.app.monitoring.dashboard;

import org.jspecify.annotations.NullMarked;
