package io.mailprobe.prober.submit;

import java.io.IOException;
import java.net.NoRouteToHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Exceptions of sockets and TLS in words. */
final class Failures {

  /** What kind of thing went wrong. */
  enum Kind {
    TLS,
    CONNECTION,
    OTHER
  }

  private static final Pattern ALERT = Pattern.compile("fatal alert: ([a-z_]+)");

  /** What a server's alert may be only if it is about the client's certificate (RFC 8446 6.2). */
  private static final Set<String> ABOUT_OUR_CERTIFICATE =
      Set.of(
          "no_certificate",
          "bad_certificate",
          "unsupported_certificate",
          "certificate_revoked",
          "certificate_expired",
          "certificate_unknown",
          "unknown_ca",
          "access_denied",
          "certificate_required");

  private Failures() {}

  static Kind kind(Throwable cause) {
    if (find(cause, SSLException.class) != null) {
      return Kind.TLS;
    }
    return find(cause, IOException.class) != null ? Kind.CONNECTION : Kind.OTHER;
  }

  /** How a connection broke, or did not come about. */
  static String connection(Throwable cause) {
    String message = message(cause);
    if (message.contains("reset") || message.contains("Broken pipe")) {
      return "reset";
    }
    if (message.contains("refused")) {
      return "connection refused";
    }
    if (cause instanceof NoRouteToHostException || message.contains("No route")) {
      return "no route to host";
    }
    if (message.contains("unreachable")) {
      return "network unreachable";
    }
    return message;
  }

  /** Why TLS failed; what is wrong with the certificate where that is why. */
  static String tls(Throwable cause) {
    CertificateException certificate = find(cause, CertificateException.class);
    if (certificate != null) {
      return message(certificate);
    }
    SSLException tls = find(cause, SSLException.class);
    return message(tls == null ? cause : tls);
  }

  /** The alert by which a server says that it does not take our certificate, or wants one. */
  static Optional<String> alertOnOurCertificate(Throwable cause) {
    SSLException tls = find(cause, SSLException.class);
    Matcher alert = ALERT.matcher(tls == null ? "" : message(tls));
    return alert.find() && ABOUT_OUR_CERTIFICATE.contains(alert.group(1))
        ? Optional.of(alert.group(1))
        : Optional.empty();
  }

  /** A duration as people write it: {@code 30 s}, {@code 500 ms}. */
  static String text(Duration duration) {
    return duration.toMillisPart() == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
  }

  /** The first in the chain of causes that is of the type. */
  static <T extends Throwable> @Nullable T find(Throwable cause, Class<T> type) {
    for (Throwable next = cause; next != null; next = next.getCause()) {
      if (type.isInstance(next)) {
        return type.cast(next);
      }
    }
    return null;
  }

  static String message(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
