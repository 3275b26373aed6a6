package io.mailprobe.simulator.dns;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.dns.DnsRecordType;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The data of one resource record (RFC 1035 3.2). */
sealed interface ZoneRecord {

  /** How long one string of a text may be. */
  int MOST_OF_A_STRING = 255;

  /** An A or AAAA record. */
  record Address(InetAddress address) implements ZoneRecord {}

  /** A mail server with its preference; the exchange is empty in a null MX (RFC 7505). */
  record Mx(int preference, String exchange) implements ZoneRecord {}

  /** Another name for the same thing. */
  record Alias(String target) implements ZoneRecord {}

  /** A text of any length, in strings of 255 bytes (RFC 1035 3.3.14). */
  record Text(String text) implements ZoneRecord {}

  /** The name of an address. */
  record Pointer(String name) implements ZoneRecord {}

  /** What a server's certificate is (RFC 6698 2.1), in hexadecimal digits. */
  record Tlsa(int usage, int selector, int matching, String association) implements ZoneRecord {}

  /** Its record type. */
  default DnsRecordType type() {
    return switch (this) {
      case Address(Inet4Address _) -> DnsRecordType.A;
      case Address _ -> DnsRecordType.AAAA;
      case Mx _ -> DnsRecordType.MX;
      case Alias _ -> DnsRecordType.CNAME;
      case Text _ -> DnsRecordType.TXT;
      case Pointer _ -> DnsRecordType.PTR;
      case Tlsa _ -> DnsRecordType.TLSA;
    };
  }

  /** Its data as it is on the wire; names are not compressed. */
  default ByteBuf data() {
    return switch (this) {
      case Address(var address) -> Unpooled.wrappedBuffer(address.getAddress());
      case Mx(var preference, var exchange) ->
          writeName(Unpooled.buffer().writeShort(preference), exchange);
      case Alias(var target) -> writeName(Unpooled.buffer(), target);
      case Text(var text) -> writeStrings(Unpooled.buffer(), text);
      case Pointer(var name) -> writeName(Unpooled.buffer(), name);
      case Tlsa(var usage, var selector, var matching, var association) ->
          Unpooled.buffer()
              .writeByte(usage)
              .writeByte(selector)
              .writeByte(matching)
              .writeBytes(HexFormat.of().parseHex(association));
    };
  }

  private static ByteBuf writeStrings(ByteBuf data, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int from = 0; from == 0 || from < bytes.length; from += MOST_OF_A_STRING) {
      int length = Math.min(MOST_OF_A_STRING, bytes.length - from);
      data.writeByte(length).writeBytes(bytes, from, length);
    }
    return data;
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
