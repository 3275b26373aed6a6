package io.mailprobe.app.config;

import io.mailprobe.prober.submit.Target;
import java.util.Locale;
import java.util.regex.Pattern;

/** What is known of Exchange Online from outside. */
final class ExchangeOnline {

  /**
   * Off by default for existing tenants by the end of December 2026, as announced on 27 January
   * 2026; for new ones from then on. The day from which nobody can put it off is to be announced in
   * the second half of 2027.
   */
  static final String BASIC_AUTH_OFF = "2026-12-31";

  private static final Pattern HOST =
      Pattern.compile(
          ".*\\.(office365\\.(com|us)|outlook\\.(com|cn)|mail\\.protection\\.outlook\\.com|mx\\.microsoft)");

  private ExchangeOnline() {}

  /** Whether a target is one of its servers, by name. */
  static boolean is(Target target) {
    return target instanceof Target.Host host
        && HOST.matcher(host.host().toLowerCase(Locale.ROOT)).matches();
  }
}
