package io.mailprobe.app.config;

import io.mailprobe.app.config.bind.Kind;
import io.mailprobe.app.config.bind.Kinds;
import io.mailprobe.app.config.bind.UnfitException;
import io.mailprobe.prober.Recipient;
import io.mailprobe.prober.submit.Target;
import io.mailprobe.protocol.stamp.Stamp;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;

/** The kinds of value that a mail prober's configuration has beside the usual ones. */
final class MailKinds {

  private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final Pattern DOMAIN = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
  private static final Pattern NUMERIC = Pattern.compile("[0-9.]+");

  /** A local part without quotes (RFC 5321 4.1.2, Dot-string). */
  private static final Pattern LOCAL_PART =
      Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");

  private static final int SMTP_PORT = 25;

  /** Names a region, prober, route, canary or key. */
  static final Kind<String> NAME =
      Kinds.text(
          "name",
          "expected a name of 1 to 64 letters, digits, dots, dashes and underscores, a letter or"
              + " digit first",
          Stamp::isName);

  static final Kind<String> DOMAIN_NAME =
      Kinds.text("domain", "expected a domain such as probe.example.net", MailKinds::isDomain);

  static final Kind<String> HELO_NAME =
      Kinds.text(
          "host name",
          "expected a host name such as probe.example.net or an address literal such as"
              + " [192.0.2.1]",
          text -> isDomain(text) || isAddressLiteral(text));

  static final Kind<String> ADDRESS =
      Kinds.text(
          "mail address",
          "expected a mail address such as probe@example.net",
          MailKinds::isAddress);

  /** An id that another system gave out. */
  static final Kind<String> IDENTIFIER =
      Kinds.text(
          "id",
          "expected an id without spaces and slashes",
          text -> text.matches("[^\\s/\\\\?#]+"));

  static final Kind<String> SCOPE =
      Kinds.text(
          "scope",
          "expected a scope such as " + Cloud.GLOBAL.mailScope(),
          text -> text.matches("https://[^\\s/?#]+/\\.default"));

  static final Kind<String> DAY =
      Kinds.text("day", "expected a day such as 2026-12-31", MailKinds::isDay);

  static final Kind<String> USER =
      Kinds.text(
          "text",
          "expected a user name on one line",
          text -> !text.isBlank() && text.chars().noneMatch(c -> c < ' ' || c == 0x7F));

  static final Kind<Recipient> RECIPIENT =
      Kinds.scalar(
          "domain or mail address",
          text -> {
            if (isDomain(text)) {
              return new Recipient.TokenAt(text.toLowerCase(Locale.ROOT));
            }
            if (isAddress(text)) {
              return new Recipient.Fixed(text);
            }
            throw new UnfitException(
                "expected a domain such as probe.example.net or a mail address such as"
                    + " loop@example.net");
          });

  static final Kind<Target> TARGET =
      Kinds.scalar("host:port or mx:domain[:port]", MailKinds::target);

  static final Kind<URI> WEB_ADDRESS = Kinds.scalar("URL", text -> url(text, "http", "https"));

  static final Kind<URI> SECURE_WEB_ADDRESS = Kinds.scalar("URL", text -> url(text, "https"));

  private MailKinds() {}

  /** Whether a text is a host or domain name; what is all digits and dots is an IP address. */
  static boolean isDomain(String text) {
    return text.length() <= 253
        && DOMAIN.matcher(text).matches()
        && !NUMERIC.matcher(text).matches();
  }

  private static boolean isAddress(String text) {
    int at = text.lastIndexOf('@');
    return at >= 1
        && at <= 64
        && LOCAL_PART.matcher(text.substring(0, at)).matches()
        && isDomain(text.substring(at + 1));
  }

  private static boolean isDay(String text) {
    try {
      return LocalDate.parse(text).toString().equals(text);
    } catch (DateTimeParseException _) {
      return false;
    }
  }

  private static boolean isAddressLiteral(String text) {
    if (!text.startsWith("[") || !text.endsWith("]")) {
      return false;
    }
    String inner = text.substring(1, text.length() - 1);
    return Sockets.isIpAddress(inner.startsWith("IPv6:") ? inner.substring(5) : inner);
  }

  private static Target target(String text) throws UnfitException {
    if (text.startsWith("mx:")) {
      String[] parts = text.substring("mx:".length()).split(":", 2);
      int port = parts.length == 1 ? SMTP_PORT : Sockets.port(parts[1], 1).orElse(-1);
      if (!isDomain(parts[0]) || port < 0) {
        throw new UnfitException("expected mx: and a domain, such as mx:example.net");
      }
      return new Target.Mx(parts[0].toLowerCase(Locale.ROOT), port);
    }
    String expected = "expected host:port such as smtp.example.net:587, or mx:example.net";
    Sockets.HostPort parts =
        Sockets.split(text)
            .orElseThrow(
                () ->
                    new UnfitException(
                        expected, isDomain(text) ? "a port is missing: " + text + ":587" : ""));
    if (!isDomain(parts.host()) && !Sockets.isIpAddress(parts.host())) {
      throw new UnfitException(expected);
    }
    int port = Sockets.port(parts.port(), 1).orElseThrow(() -> new UnfitException(expected));
    return new Target.Host(parts.host(), port);
  }

  private static URI url(String text, String... schemes) throws UnfitException {
    String expected = "expected a URL such as " + schemes[schemes.length - 1] + "://example.net";
    try {
      URI url = new URI(text);
      String scheme = url.getScheme() == null ? "" : url.getScheme();
      boolean known = java.util.List.of(schemes).contains(scheme.toLowerCase(Locale.ROOT));
      if (!known || url.getHost() == null || url.getUserInfo() != null) {
        throw new UnfitException(expected);
      }
      return url;
    } catch (URISyntaxException e) {
      throw new UnfitException(expected);
    }
  }
}
