/**
 * Scenarios as files: from YAML to a {@link io.mailprobe.simulator.scenario.Scenario}, or to all
 * that is wrong with it. {@link io.mailprobe.app.scenario.Scenarios} finds those that ship with the
 * product and those of users.
 */
@NullMarked
package io.mailprobe.app.scenario;

import org.jspecify.annotations.NullMarked;
