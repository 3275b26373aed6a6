package io.mailprobe.app.doctor;

import io.mailprobe.prober.lookup.Answer;
import io.mailprobe.prober.lookup.RecordData.Tlsa;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;

/** Whether TLSA records fit the certificates that are shown (RFC 6698, RFC 7672). */
final class TlsaReading {

  private static final int TRUST_ANCHOR = 2;
  private static final int END_ENTITY = 3;

  private TlsaReading() {}

  static Seen of(Answer records, List<X509Certificate> chain) {
    List<Tlsa> all = records.all(Tlsa.class).toList();
    boolean fits = all.stream().anyMatch(record -> fits(record, chain));
    String words = records.words();
    String remedy =
        "publish in DNS: %s. TLSA 3 1 1 %s"
            .formatted(
                records.name(), association(new Tlsa(END_ENTITY, 1, 1, ""), chain.getFirst()));
    if (records.authentic()) {
      return fits
          ? Seen.ok(words + ": it is the certificate shown")
          : Seen.fault(
              words + ": the certificate shown is another, and senders must not deliver", remedy);
    }
    String unsigned =
        "; the zone is not signed, or our name server does not check: senders pass it over";
    return fits
        ? Seen.note(words + ": it is the certificate shown" + unsigned)
        : Seen.note(words + ": the certificate shown is another" + unsigned, remedy);
  }

  /** Of the four usages mail has two (RFC 7672 3.1). */
  private static boolean fits(Tlsa record, List<X509Certificate> chain) {
    return switch (record.usage()) {
      case END_ENTITY -> association(record, chain.getFirst()).equals(record.association());
      case TRUST_ANCHOR ->
          chain.stream().anyMatch(each -> association(record, each).equals(record.association()));
      default -> false;
    };
  }

  /** What a record of that selector and matching type holds of a certificate; empty if none can. */
  private static String association(Tlsa form, X509Certificate certificate) {
    try {
      byte[] selected =
          form.selector() == 0 ? certificate.getEncoded() : certificate.getPublicKey().getEncoded();
      byte[] matched =
          switch (form.matching()) {
            case 0 -> selected;
            case 1 -> MessageDigest.getInstance("SHA-256").digest(selected);
            case 2 -> MessageDigest.getInstance("SHA-512").digest(selected);
            default -> new byte[0];
          };
      return HexFormat.of().formatHex(matched);
    } catch (CertificateEncodingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("what was decoded can be encoded, by known algorithms", e);
    }
  }
}
