package io.mailprobe.app.config;

import io.mailprobe.app.config.bind.Kind;
import io.mailprobe.app.config.bind.Kinds;
import io.mailprobe.app.config.bind.UnfitException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;

/** Addresses with ports. Nothing here asks DNS: a configuration reads the same on any network. */
public final class Sockets {

  private static final int DNS_PORT = 53;
  private static final int MAX_PORT = 65_535;

  /** Where to listen; port 0 is any that is free. */
  static final Kind<InetSocketAddress> LISTEN = Kinds.scalar("address:port", Sockets::listen);

  /** A name server, by address. */
  static final Kind<InetSocketAddress> NAME_SERVER =
      Kinds.scalar("address[:port]", Sockets::nameServer);

  private Sockets() {}

  /**
   * Reads where to listen: {@code 127.0.0.1:8080}, {@code [::]:25}, {@code localhost:8080} or
   * {@code :8080} for all addresses.
   *
   * @throws UnfitException if it is none of these
   */
  public static InetSocketAddress listen(String text) throws UnfitException {
    String expected = "expected an IP address and a port such as 127.0.0.1:8080 or 0.0.0.0:2525";
    HostPort parts =
        split(text)
            .orElseThrow(
                () ->
                    new UnfitException(
                        expected,
                        port(text, 0).isPresent()
                            ? "an address is missing: 127.0.0.1:" + text
                            : ""));
    int port = port(parts.port, 0).orElseThrow(() -> new UnfitException(expected));
    if (parts.host.isEmpty()) {
      return new InetSocketAddress(port);
    }
    if (parts.host.equals("localhost")) {
      return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }
    if (!isIpAddress(parts.host)) {
      throw new UnfitException(expected, "not a host name: which of its addresses is meant?");
    }
    return new InetSocketAddress(InetAddress.ofLiteral(parts.host), port);
  }

  private static InetSocketAddress nameServer(String text) throws UnfitException {
    String expected =
        "expected the IP address of a name server such as 192.0.2.53 or 192.0.2.53:53";
    if (isIpAddress(text)) {
      return new InetSocketAddress(InetAddress.ofLiteral(text), DNS_PORT);
    }
    HostPort parts = split(text).orElseThrow(() -> new UnfitException(expected));
    int port = port(parts.port, 1).orElseThrow(() -> new UnfitException(expected));
    if (!isIpAddress(parts.host)) {
      throw new UnfitException(expected);
    }
    return new InetSocketAddress(InetAddress.ofLiteral(parts.host), port);
  }

  static boolean isIpAddress(String text) {
    if (!text.matches("[0-9.]+\\.[0-9]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
      return false;
    }
    try {
      InetAddress.ofLiteral(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Takes a text apart at its last colon; an IPv6 address stands in brackets. */
  static Optional<HostPort> split(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]") && host.contains(":")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.contains(":") || host.contains("[")) {
      return Optional.empty();
    }
    return Optional.of(new HostPort(host, text.substring(colon + 1)));
  }

  static OptionalInt port(String text, int least) {
    if (!text.matches("[0-9]{1,5}")) {
      return OptionalInt.empty();
    }
    int port = Integer.parseInt(text);
    return port >= least && port <= MAX_PORT ? OptionalInt.of(port) : OptionalInt.empty();
  }

  /** Both still as written. */
  record HostPort(String host, String port) {}
}
