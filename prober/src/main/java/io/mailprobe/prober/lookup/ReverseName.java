package io.mailprobe.prober.lookup;

import java.net.InetAddress;

/** Where in DNS the name of an address is found (RFC 1035 3.5, RFC 3596 2.5). */
public final class ReverseName {

  private static final int IPV4 = 4;

  private ReverseName() {}

  /** The name whose PTR record is asked for, without a final dot. */
  public static String of(InetAddress address) {
    byte[] bytes = address.getAddress();
    StringBuilder name = new StringBuilder();
    for (int i = bytes.length - 1; i >= 0; i--) {
      int value = bytes[i] & 0xFF;
      if (bytes.length == IPV4) {
        name.append(value).append('.');
      } else {
        name.append(Integer.toHexString(value & 0xF)).append('.');
        name.append(Integer.toHexString(value >> 4)).append('.');
      }
    }
    return name.append(bytes.length == IPV4 ? "in-addr.arpa" : "ip6.arpa").toString();
  }
}
