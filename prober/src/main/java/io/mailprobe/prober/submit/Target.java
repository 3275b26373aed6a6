package io.mailprobe.prober.submit;

/** Where a session goes. */
public sealed interface Target {

  /** The TCP port. */
  int port();

  /**
   * A server by name or address literal. Its name is what its certificate must be for.
   *
   * @param host a host name, or an IP address; square brackets around it are dropped
   */
  record Host(String host, int port) implements Target {

    public Host {
      host =
          host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
      requireHost(host, port);
    }

    @Override
    public String toString() {
      return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
  }

  /** The mail servers of a domain, by its MX records (RFC 5321 5.1). */
  record Mx(String domain, int port) implements Target {

    public Mx {
      requireHost(domain, port);
    }

    @Override
    public String toString() {
      return "mx:" + domain + (port == 25 ? "" : ":" + port);
    }
  }

  private static void requireHost(String name, int port) {
    if (name.isEmpty() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException("not a host and port: '" + name + "' " + port);
    }
  }
}
