/**
 * The switches of a tenant's settings: each is right until it is broken. Start at {@link
 * io.mailprobe.simulator.policy.TenantSettings}; {@link
 * io.mailprobe.simulator.policy.TenantSetting} lists them.
 */
@NullMarked
package io.mailprobe.simulator.policy;

import org.jspecify.annotations.NullMarked;
