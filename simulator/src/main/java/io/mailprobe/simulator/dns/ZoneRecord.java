package io.mailprobe.simulator.dns;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.dns.DnsRecordType;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/** The data of one resource record (RFC 1035 3.2). */
sealed interface ZoneRecord {

  /** An A or AAAA record. */
  record Address(InetAddress address) implements ZoneRecord {}

  /** A mail server with its preference; the exchange is empty in a null MX (RFC 7505). */
  record Mx(int preference, String exchange) implements ZoneRecord {}

  /** Another name for the same thing. */
  record Alias(String target) implements ZoneRecord {}

  /** Its record type. */
  default DnsRecordType type() {
    return switch (this) {
      case Address(Inet4Address _) -> DnsRecordType.A;
      case Address _ -> DnsRecordType.AAAA;
      case Mx _ -> DnsRecordType.MX;
      case Alias _ -> DnsRecordType.CNAME;
    };
  }

  /** Its data as it is on the wire; names are not compressed. */
  default ByteBuf data() {
    return switch (this) {
      case Address(var address) -> Unpooled.wrappedBuffer(address.getAddress());
      case Mx(var preference, var exchange) ->
          writeName(Unpooled.buffer().writeShort(preference), exchange);
      case Alias(var target) -> writeName(Unpooled.buffer(), target);
    };
  }

  private static ByteBuf writeName(ByteBuf data, String name) {
    if (!name.isEmpty()) {
      for (String label : name.split("\\.", -1)) {
        byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
        data.writeByte(bytes.length).writeBytes(bytes);
      }
    }
    return data.writeByte(0);
  }
}
