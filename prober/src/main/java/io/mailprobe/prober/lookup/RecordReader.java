package io.mailprobe.prober.lookup;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsPtrRecord;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Reads the data of records. What is cut short or otherwise damaged is none. */
final class RecordReader {

  private RecordReader() {}

  /** What a record of the type holds; empty for one of another type. */
  static Optional<RecordData> read(DnsRecord found, RecordType type) {
    if (!found.type().equals(type.wire())) {
      return Optional.empty();
    }
    try {
      if (found instanceof DnsPtrRecord pointer) {
        return Optional.of(new RecordData.Pointer(withoutDot(pointer.hostname())));
      }
      return found instanceof DnsRawRecord raw
          ? Optional.of(read(raw.content().duplicate(), type))
          : Optional.empty();
    } catch (RuntimeException | UnknownHostException _) {
      // Netty's readers throw whatever comes on bytes that are none of the type.
      return Optional.empty();
    }
  }

  /** The name that an alias stands for; empty for any other record. */
  static Optional<String> alias(DnsRecord found) {
    if (!found.type().equals(DnsRecordType.CNAME) || !(found instanceof DnsRawRecord raw)) {
      return Optional.empty();
    }
    try {
      return Optional.of(name(raw.content().duplicate()));
    } catch (RuntimeException _) { // As above.
      return Optional.empty();
    }
  }

  private static RecordData read(ByteBuf data, RecordType type) throws UnknownHostException {
    return switch (type) {
      case A, AAAA -> new RecordData.Address(InetAddress.getByAddress(ByteBufUtil.getBytes(data)));
      case MX -> new RecordData.MailServer(data.readUnsignedShort(), name(data));
      case TXT -> new RecordData.Text(text(data));
      case PTR -> new RecordData.Pointer(name(data));
      case TLSA ->
          new RecordData.Tlsa(
              data.readUnsignedByte(),
              data.readUnsignedByte(),
              data.readUnsignedByte(),
              ByteBufUtil.hexDump(data));
    };
  }

  private static String text(ByteBuf data) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (data.isReadable()) {
      byte[] part = new byte[data.readUnsignedByte()];
      data.readBytes(part);
      bytes.writeBytes(part);
    }
    return bytes.toString(UTF_8);
  }

  private static String name(ByteBuf data) {
    return withoutDot(DefaultDnsRecordDecoder.decodeName(data));
  }

  private static String withoutDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}
