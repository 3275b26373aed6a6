package io.mailprobe.prober.lookup;

import io.netty.handler.codec.dns.DnsRecordType;

/** What may be asked of a name. Called as in a zone. */
public enum RecordType {
  A,
  AAAA,
  MX,
  TXT,
  PTR,
  TLSA;

  DnsRecordType wire() {
    return DnsRecordType.valueOf(name());
  }
}
