package io.mailprobe.receiver.tls;

import io.mailprobe.protocol.certificate.CertificateDraft;
import io.mailprobe.protocol.certificate.Identity;
import io.mailprobe.receiver.ReceiverSettings.PemFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The receiver's own certificate, for a first try: made once, kept in its folder. */
final class SelfSigned {

  private static final Duration VALIDITY = Duration.ofDays(3_650);
  private static final Duration RENEWAL = Duration.ofDays(30);

  private SelfSigned() {}

  /** The files, made where they are missing or no longer good for long. */
  static PemFiles in(Path folder, String hostname, Instant now) throws IOException {
    PemFiles files =
        new PemFiles(folder.resolve("self-signed.crt"), folder.resolve("self-signed.key"));
    if (!isGood(files, now)) {
      make(files, hostname, now);
    }
    return files;
  }

  private static boolean isGood(PemFiles files, Instant now) {
    if (!Files.exists(files.certificate())) {
      return false;
    }
    try {
      Instant notAfter = CertifiedKey.read(files).chain().getFirst().getNotAfter().toInstant();
      return notAfter.isAfter(now.plus(RENEWAL));
    } catch (IOException _) {
      return false; // Half written, or tampered with: it is nobody's but ours, and made anew.
    }
  }

  private static void make(PemFiles files, String hostname, Instant now) throws IOException {
    CertificateDraft draft =
        new CertificateDraft(
            "Mailprobe receiver (self-signed)",
            now.minus(Duration.ofDays(1)),
            now.plus(VALIDITY),
            true, // A root of its own, or a client has nothing to trust.
            List.of(hostname),
            List.of());
    Identity made;
    try {
      made = Identity.selfSigned(draft);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("cannot make a self-signed certificate for " + hostname + ": " + e, e);
    }
    Files.createDirectories(files.key().toAbsolutePath().getParent());
    write(files.key(), made.keyPem());
    write(files.certificate(), made.certificatePem());
  }

  /** In one step, and readable by nobody else at any time. */
  private static void write(Path file, String pem) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(draft, pem, StandardCharsets.US_ASCII);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
