package io.mailprobe.app.token;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The numbers by which Entra refuses: what each of those known is, and what to do about it. */
final class Aadsts {

  /** What a number means. */
  record Meaning(TokenFault fault, String advice) {}

  private static final Pattern NUMBER = Pattern.compile("AADSTS(\\d{1,9})");

  private static final Map<String, Meaning> KNOWN = new TreeMap<>();

  static {
    know(
        TokenFault.SECRET,
        "7000215",
        "the client secret is wrong: use the secret's value, not its id");
    know(TokenFault.SECRET, "7000222", "the client secret has expired: make a new one");
    know(TokenFault.SECRET, "7000218", "the application wants a secret or an assertion");
    know(
        TokenFault.CERTIFICATE,
        "700027",
        "the certificate is not that of the application, or has expired: upload it, or use the one"
            + " that is there");
    know(TokenFault.CERTIFICATE, "700030", "the certificate is not valid: make a new one");
    know(TokenFault.CERTIFICATE, "50027", "the assertion is damaged or wrongly signed");
    know(
        TokenFault.CLOCK,
        "700024",
        "what was signed is not valid yet, or no more: set this machine's clock, or look whether"
            + " the federated token is kept fresh");
    know(TokenFault.CERTIFICATE, "700023", "the assertion is for another tenant: look at tenant");
    know(TokenFault.CERTIFICATE, "700021", "the assertion is another application's");
    know(
        TokenFault.FEDERATION,
        "70021",
        "no federated credential of the application fits the token: compare issuer, subject and"
            + " audience");
    know(TokenFault.FEDERATION, "700211", "no federated credential has the token's issuer");
    know(TokenFault.FEDERATION, "700212", "no federated credential has the token's audience");
    know(TokenFault.FEDERATION, "700213", "no federated credential has the token's subject");
    know(
        TokenFault.APPLICATION,
        "700016",
        "there is no such application in the tenant: look at client and tenant");
    know(
        TokenFault.APPLICATION,
        "7000112",
        "the application is disabled in the tenant: enable it, or use another");
    know(
        TokenFault.APPLICATION,
        "7000229",
        "the application has no service principal in the tenant: let an administrator consent");
    know(TokenFault.TENANT, "90002", "there is no such tenant: look at tenant, and at cloud");
    know(TokenFault.TENANT, "900023", "there is no such tenant: look at tenant");
    know(TokenFault.TENANT, "900382", "the tenant is in another cloud: look at cloud");
    know(TokenFault.TENANT, "900381", "the tenant is in another cloud: look at cloud");
    know(
        TokenFault.PERMISSION,
        "500011",
        "the tenant does not know what the token is for: look at scope and cloud");
    know(TokenFault.PERMISSION, "1002012", "the scope does not end in /.default: look at scope");
    know(TokenFault.PERMISSION, "70011", "the scope is not valid: look at scope");
    know(TokenFault.PERMISSION, "65001", "nobody has consented: let an administrator consent");
    know(
        TokenFault.POLICY,
        "53003",
        "conditional access keeps the application out: let the policy for workload identities"
            + " admit it");
    know(TokenFault.UNAVAILABLE, "90033", "the sign-in service is in trouble");
    know(TokenFault.UNAVAILABLE, "90006", "the sign-in service is in trouble");
    know(TokenFault.THROTTLED, "50196", "the application asks in a loop: look for other users");
    know(TokenFault.THROTTLED, "90055", "the tenant asks too often: look for other users");
  }

  private Aadsts() {}

  private static void know(TokenFault fault, String number, String advice) {
    KNOWN.put(number, new Meaning(fault, advice));
  }

  /** The first number in a text. */
  static Optional<String> in(String text) {
    Matcher number = NUMBER.matcher(text);
    return number.find() ? Optional.of(number.group(1)) : Optional.empty();
  }

  /** What a number means, if it is known. */
  static Optional<Meaning> meaning(String number) {
    return Optional.ofNullable(KNOWN.get(number));
  }

  /** The number as a label: one of those known, or other. */
  static String label(String number) {
    return KNOWN.containsKey(number) ? number : "other";
  }
}
