package io.mailprobe.simulator.sender;

/**
 * Where mail for a domain is delivered.
 *
 * @param host a name or address literal
 * @param port a TCP port
 */
public record NextHop(String host, int port) {

  public NextHop {
    if (host.isBlank() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException("not a next hop: " + host + ":" + port);
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
