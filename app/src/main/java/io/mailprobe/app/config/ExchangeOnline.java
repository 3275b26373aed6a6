package io.mailprobe.app.config;

import io.mailprobe.prober.submit.Target;
import java.util.Locale;
import java.util.regex.Pattern;

/** What is known of Exchange Online from outside. */
public final class ExchangeOnline {

  /**
   * Off by default for existing tenants by the end of December 2026, as announced on 27 January
   * 2026; for new ones from then on. The day from which nobody can put it off is to be announced in
   * the second half of 2027.
   */
  static final String BASIC_AUTH_OFF = "2026-12-31";

  private static final Pattern HOST =
      Pattern.compile(
          ".*\\.(office365\\.(com|us)|outlook\\.(com|cn)|mail\\.protection\\.outlook\\.com|mx\\.microsoft)");

  /** Where mail for the tenant alone is submitted: the name in use, and the one before it. */
  private static final Pattern HIGH_VOLUME =
      Pattern.compile("smtp\\.hve\\.mx\\.microsoft|smtp-hve\\.office365\\.com");

  /** Names that stand in MX records, and change. */
  private static final Pattern MAIL_SERVER =
      Pattern.compile(".*\\.(mail\\.protection\\.outlook\\.com|mx\\.microsoft)");

  private ExchangeOnline() {}

  /** Whether a target is one of its servers, by name. */
  public static boolean is(Target target) {
    return isNamed(target, HOST);
  }

  /** Whether a target takes high volume email, which stays in the tenant. */
  static boolean isHighVolume(Target target) {
    return isNamed(target, HIGH_VOLUME);
  }

  /**
   * Whether a target is a tenant's mail server written out, where its MX record should be asked.
   */
  static boolean isMailServer(Target target) {
    return isNamed(target, MAIL_SERVER) && !isHighVolume(target);
  }

  private static boolean isNamed(Target target, Pattern names) {
    return target instanceof Target.Host host
        && names.matcher(host.host().toLowerCase(Locale.ROOT)).matches();
  }
}
