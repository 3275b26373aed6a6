package io.mailprobe.prober.submit;

/** Where a session goes. */
public sealed interface Target {

  /** A server by name or address literal. Its name is what its certificate must be for. */
  record Host(String host, int port) implements Target {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /** The mail servers of a domain, by its MX records (RFC 5321 5.1). */
  record Mx(String domain, int port) implements Target {
    @Override
    public String toString() {
      return "mx:" + domain + (port == 25 ? "" : ":" + port);
    }
  }
}
