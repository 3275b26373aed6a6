package io.mailprobe.receiver.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailprobe.receiver.ReceiverSettings;
import io.mailprobe.receiver.ReceiverSettings.Limits;
import io.mailprobe.receiver.ReceiverSettings.PemFiles;
import io.mailprobe.receiver.harness.Peer;
import io.mailprobe.receiver.harness.RealTime;
import io.mailprobe.receiver.harness.Station;
import io.mailprobe.testkit.time.ManualTime;
import io.mailprobe.testkit.tls.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificatesTest {

  private static final TestCertificates AUTHORITY = new TestCertificates();

  @TempDir Path folder;

  @Test
  void aSelfSignedCertificateIsMadeOnceAndItsKeyIsPrivate() throws Exception {
    X509Certificate first = shown();
    assertThat(first.getSubjectAlternativeNames().toString()).contains("mx.probe.example.net");
    assertThat(first.getNotAfter().toInstant())
        .isAfter(new RealTime().wall().plus(Duration.ofDays(3_000)));
    assertThat(shown()).as("after a restart").isEqualTo(first);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key())))
        .isEqualTo("rw-------");
    Files.writeString(key(), "nonsense");
    assertThat(shown()).as("after the key was damaged").isNotEqualTo(first);
  }

  private Path key() {
    return folder.resolve("self-signed.key");
  }

  private X509Certificate shown() {
    try (Station station = Station.in(folder);
        Peer peer = station.greet()) {
      X509Certificate certificate = peer.startTls("TLSv1.3");
      assertThat(station.receiver.certificateExpiry())
          .isEqualTo(certificate.getNotAfter().toInstant());
      return certificate;
    }
  }

  @Test
  void newFilesAreShownAfterAMomentAndBadOnesAreNot() throws IOException {
    ManualTime time = new ManualTime(new RealTime().wall());
    PemFiles files = write(AUTHORITY.forNames("first.example"), 1);
    try (Station station = Station.in(folder, files, time)) {
      assertThat(nameShownBy(station)).contains("first.example");
      write(AUTHORITY.forNames("second.example"), 2);
      assertThat(nameShownBy(station)).as("looked at a moment ago").contains("first.example");
      time.advance(Duration.ofSeconds(5));
      assertThat(nameShownBy(station)).contains("second.example");
      // Another's key, as when only one of the two files has been replaced yet.
      AUTHORITY.forNames("third.example").certificatePem(folder);
      touch(files, 3);
      time.advance(Duration.ofSeconds(5));
      assertThat(nameShownBy(station)).contains("second.example");
      Files.delete(files.key());
      time.advance(Duration.ofSeconds(5));
      assertThat(nameShownBy(station)).contains("second.example");
      write(AUTHORITY.forNames("fourth.example"), 4);
      time.advance(Duration.ofSeconds(5));
      assertThat(nameShownBy(station)).contains("fourth.example");
    }
  }

  private String nameShownBy(Station station) {
    try (Peer peer = station.greet()) {
      return peer.startTls("TLSv1.2").getSubjectX500Principal().getName();
    }
  }

  @Test
  void theWholeChainIsSent() throws IOException {
    PemFiles files = write(AUTHORITY.forNames("localhost"), 1);
    CertifiedKey pair = CertifiedKey.read(files);
    assertThat(pair.chain().getFirst().getIssuerX500Principal())
        .isEqualTo(AUTHORITY.authority().getSubjectX500Principal());
    assertThat(pair.chain()).hasSize((int) certificatesIn(files.certificate()));
  }

  private static long certificatesIn(Path pem) throws IOException {
    return Files.readString(pem).lines().filter(line -> line.contains("BEGIN CERT")).count();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "server.crt|''|server.crt",
        "server.crt|-----BEGIN CERTIFICATE-----\\nAAAA\\n-----END CERTIFICATE-----|server.crt",
        "server.key|-----BEGIN RSA PRIVATE KEY-----\\nAAAA\\n-----END RSA PRIVATE KEY-----|openssl",
        "server.key|-----BEGIN ENCRYPTED PRIVATE KEY-----\\nAA\\n-----END ENCRYPTED PRIVATE KEY-----|openssl",
        "server.key|-----BEGIN PRIVATE KEY-----\\nAAAA\\n-----END PRIVATE KEY-----|damaged",
        "server.key|secret|server.key"
      })
  void filesThatDoNotHoldStopTheStartWithTheirName(String file, String content, String said)
      throws IOException {
    PemFiles files = write(AUTHORITY.forNames("localhost"), 1);
    Files.writeString(folder.resolve(file), content.replace("\\n", "\n"));
    assertThatThrownBy(() -> CertifiedKey.read(files))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(said)
        .hasMessageContaining(folder.resolve(file).toString())
        .hasMessageNotContaining("secret");
  }

  @Test
  void aMissingFileStopsTheStartAndLeavesNothingOpen() throws IOException {
    ReceiverSettings plain = Station.settings(folder, Limits.DEFAULT);
    PemFiles missing = new PemFiles(folder.resolve("no.crt"), folder.resolve("no.key"));
    RealTime time = new RealTime();
    var settings =
        new ReceiverSettings(
            plain.listen(),
            plain.hostname(),
            plain.domains(),
            plain.addresses(),
            Optional.of(missing),
            folder,
            plain.limits());
    assertThatThrownBy(() -> Station.with(settings, time, time)).hasMessageContaining("no.crt");
    Station.in(folder).close(); // Its store, for one, is free again.
  }

  private PemFiles write(TestCertificates.Server server, int second) throws IOException {
    PemFiles files = new PemFiles(server.certificatePem(folder), server.keyPem(folder));
    touch(files, second);
    return files;
  }

  private static void touch(PemFiles files, int second) throws IOException {
    FileTime time = FileTime.from(Instant.parse("2026-06-02T13:03:00Z").plusSeconds(second));
    Files.setLastModifiedTime(files.certificate(), time);
    Files.setLastModifiedTime(files.key(), time);
  }
}
