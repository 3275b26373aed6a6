package io.mailprobe.app.metrics;

/**
 * What runs.
 *
 * @param version such as {@code 0.1.0}
 * @param revision the commit it was built from, or {@code unknown}
 */
public record Build(String version, String revision) {}
