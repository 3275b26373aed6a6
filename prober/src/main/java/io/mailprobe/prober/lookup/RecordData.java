package io.mailprobe.prober.lookup;

import java.net.InetAddress;

/** What one record holds. */
public sealed interface RecordData {

  /** An A or AAAA record (RFC 1035 3.4.1, RFC 3596 2.2). */
  record Address(InetAddress address) implements RecordData {
    @Override
    public String toString() {
      return address.getHostAddress();
    }
  }

  /**
   * A mail server (RFC 1035 3.3.9).
   *
   * @param exchange without the final dot; empty in a null MX (RFC 7505)
   */
  record MailServer(int preference, String exchange) implements RecordData {

    /** Whether it says that the domain takes no mail. */
    public boolean isNull() {
      return exchange.isEmpty();
    }

    @Override
    public String toString() {
      return preference + " " + (isNull() ? "." : exchange);
    }
  }

  /** A text, its strings put together (RFC 1035 3.3.14, RFC 7208 3.3). */
  record Text(String text) implements RecordData {
    @Override
    public String toString() {
      return text;
    }
  }

  /** The name of an address (RFC 1035 3.3.12), without the final dot. */
  record Pointer(String name) implements RecordData {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * What a server's certificate or key is (RFC 6698 2.1).
   *
   * @param association in hexadecimal digits, in lower case
   */
  record Tlsa(int usage, int selector, int matching, String association) implements RecordData {
    @Override
    public String toString() {
      return usage + " " + selector + " " + matching + " " + association;
    }
  }
}
