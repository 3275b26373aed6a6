package io.mailprobe.protocol.trace;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a server of Exchange Online tells. The grammar is observed, not promised: a name
 * that does not fit tells nothing, and nothing may depend on it.
 *
 * @param site where it stands, such as {@code PH} or {@code BN8}, in upper case
 * @param forest the resource forest, such as {@code namprd07} or {@code deup281}
 * @param region the region, such as {@code nam}, {@code deu} or Azure's {@code westus3}
 */
public record ServerName(Optional<String> site, Optional<String> forest, Optional<String> region) {

  private static final ServerName SAYS_NOTHING =
      new ServerName(Optional.empty(), Optional.empty(), Optional.empty());

  /** Longer ones are no host names (RFC 1035 2.3.4). */
  private static final int LONGEST = 253;

  /** {@code PH7PR12MB5685.namprd12.prod.outlook.com}, {@code FR2P281CA0029.DEUP281.PROD.…}. */
  private static final Pattern IN_FOREST =
      Pattern.compile(
          "([a-z]{2})[a-z0-9-]*\\.(([a-z]{3})(?:prd[0-9]{2}|p[0-9]{3}))[a-z0-9]*"
              + "\\.prod\\.(?:outlook\\.com|exchangelabs\\.com)");

  /** {@code SG2APC01FT012.eop-APC01.prod.protection.outlook.com}. */
  private static final Pattern OLD_FRONT_END =
      Pattern.compile(
          "([a-z]{2})[a-z0-9-]*\\.eop-([a-z]{3})[0-9]{2}\\.prod\\.protection\\.outlook\\.com");

  /** {@code SJ5PEPF000001F2.mail.protection.outlook.com}. */
  private static final Pattern FRONT_END =
      Pattern.compile("([a-z]{2}[0-9][a-z0-9]?)pepf[0-9a-f]+\\.mail\\.protection\\.outlook\\.com");

  /** {@code PH8PR06CU001.outbound.protection.outlook.com}. */
  private static final Pattern OUTBOUND_UNIT =
      Pattern.compile("([a-z]{2})[a-z0-9]*cu[0-9]+\\.outbound\\.protection\\.outlook\\.com");

  /** {@code NAM12-BN8-obe.outbound.protection.outlook.com}. */
  private static final Pattern OLD_OUTBOUND =
      Pattern.compile(
          "([a-z]{3})[0-9]{2}-([a-z]{2,3}[0-9]{0,2})-obe\\.outbound\\.protection\\.outlook\\.com");

  /** {@code mail-westus3azon11012010.outbound.protection.outlook.com}. */
  private static final Pattern AZURE_ADDRESS =
      Pattern.compile("mail-([a-z]{4,24}[0-9]?)azon[0-9]+\\.outbound\\.protection\\.outlook\\.com");

  /** {@code mail-dm3nam02on2042.outbound.protection.outlook.com}. */
  private static final Pattern OLD_ADDRESS =
      Pattern.compile(
          "mail-([a-z]{2,3}[0-9]{0,2}?)(nam|eur|apc|lam|jpn|ind|can|aus|gbr|deu|fra|kor|che|are|zaf)"
              + "[0-9]{2}on[0-9]+\\.outbound\\.protection\\.outlook\\.com");

  /**
   * Where sites are that have been seen together with a forest, by their first two letters. There
   * is no official list.
   */
  private static final Map<String, String> REGION_BY_SITE =
      Map.ofEntries(
          Map.entry("BL", "nam"),
          Map.entry("BN", "nam"),
          Map.entry("BY", "nam"),
          Map.entry("CH", "nam"),
          Map.entry("CO", "nam"),
          Map.entry("CY", "nam"),
          Map.entry("DM", "nam"),
          Map.entry("DS", "nam"),
          Map.entry("IA", "nam"),
          Map.entry("LV", "nam"),
          Map.entry("MN", "nam"),
          Map.entry("MW", "nam"),
          Map.entry("PH", "nam"),
          Map.entry("SA", "nam"),
          Map.entry("SJ", "nam"),
          Map.entry("SN", "nam"),
          Map.entry("AM", "eur"),
          Map.entry("AS", "eur"),
          Map.entry("DB", "eur"),
          Map.entry("DU", "eur"),
          Map.entry("GV", "eur"),
          Map.entry("HE", "eur"),
          Map.entry("PA", "eur"),
          Map.entry("VI", "eur"),
          Map.entry("FR", "deu"),
          Map.entry("BE", "deu"),
          Map.entry("LO", "gbr"),
          Map.entry("CW", "gbr"),
          Map.entry("HK", "apc"),
          Map.entry("SG", "apc"),
          Map.entry("SI", "apc"),
          Map.entry("KL", "apc"),
          Map.entry("OS", "jpn"),
          Map.entry("TY", "jpn"),
          Map.entry("SE", "kor"),
          Map.entry("PU", "kor"),
          Map.entry("SY", "aus"),
          Map.entry("ME", "aus"),
          Map.entry("CP", "lam"),
          Map.entry("RO", "lam"),
          Map.entry("FO", "lam"));

  /** Reads a host name, in any case, with or without the dot at its end. Total. */
  public static ServerName of(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    if (name.length() > LONGEST || !isExchangeOnline(name)) {
      return SAYS_NOTHING;
    }
    Matcher form = IN_FOREST.matcher(name);
    if (form.matches()) {
      return new ServerName(
          site(form.group(1)), Optional.of(form.group(2)), Optional.of(form.group(3)));
    }
    form = OLD_FRONT_END.matcher(name);
    if (form.matches()) {
      return new ServerName(site(form.group(1)), Optional.empty(), Optional.of(form.group(2)));
    }
    form = OLD_OUTBOUND.matcher(name);
    if (form.matches()) {
      return new ServerName(site(form.group(2)), Optional.empty(), Optional.of(form.group(1)));
    }
    form = OLD_ADDRESS.matcher(name);
    if (form.matches()) {
      return new ServerName(site(form.group(1)), Optional.empty(), Optional.of(form.group(2)));
    }
    form = AZURE_ADDRESS.matcher(name);
    return form.matches()
        ? new ServerName(Optional.empty(), Optional.empty(), Optional.of(form.group(1)))
        : bySite(name);
  }

  private static ServerName bySite(String name) {
    for (Pattern pattern : new Pattern[] {FRONT_END, OUTBOUND_UNIT}) {
      Matcher form = pattern.matcher(name);
      if (form.matches()) {
        String site = form.group(1).toUpperCase(Locale.ROOT);
        return new ServerName(
            Optional.of(site),
            Optional.empty(),
            Optional.ofNullable(REGION_BY_SITE.get(site.substring(0, 2))));
      }
    }
    return SAYS_NOTHING;
  }

  private static Optional<String> site(String letters) {
    return Optional.of(letters.toUpperCase(Locale.ROOT));
  }

  /** Whether a server of that name belongs to Exchange Online. */
  public static boolean isExchangeOnline(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.endsWith(".prod.outlook.com")
        || name.endsWith(".prod.exchangelabs.com")
        || name.endsWith(".protection.outlook.com")
        || name.endsWith(".mx.microsoft");
  }
}
