package io.mailprobe.simulator.policy;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** Which settings of a tenant are broken now. Thread safe. */
public final class TenantSettings {

  private final Set<TenantSetting> broken = EnumSet.noneOf(TenantSetting.class);

  /** Breaks a setting from now on. */
  public synchronized void breakOne(TenantSetting setting) {
    broken.add(setting);
  }

  /** Breaks these from now on. */
  public synchronized void breakAll(Collection<TenantSetting> settings) {
    broken.addAll(settings);
  }

  /** Puts a setting right again. */
  public synchronized void mend(TenantSetting setting) {
    broken.remove(setting);
  }

  /** Whether a setting is broken. */
  public synchronized boolean isBroken(TenantSetting setting) {
    return broken.contains(setting);
  }
}
