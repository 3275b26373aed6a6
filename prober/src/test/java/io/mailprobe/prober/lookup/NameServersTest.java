package io.mailprobe.prober.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.prober.lookup.Answer.Kind;
import io.mailprobe.testkit.peers.Ports;
import io.mailprobe.testkit.peers.Unbound;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real name server says, told apart. */
class NameServersTest {

  private static final String RECORDS =
      """
      mx MX 20 b
      mx MX 10 a
      a A 127.0.1.1
      a AAAA ::1
      alias CNAME middle
      middle CNAME a
      null MX 0 .
      text TXT "v=spf1 " "mx -all"
      long TXT "%1$s" "%1$s" "%1$s" "%1$s" "%1$s" "%1$s"
      _25._tcp.a TYPE52 \\# 35 030101%2$s
      pointer PTR a
      """
          .formatted("x".repeat(250), "ab".repeat(32));

  @TempDir private static Path folder;

  private static Unbound dns;
  private static NameServers names;

  @BeforeAll
  static void start() throws IOException {
    dns = Unbound.start(folder, RECORDS);
    names = new NameServers(List.of(dns.address()));
    names.start();
  }

  @AfterAll
  static void close() {
    names.close();
    dns.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mx.mail.test   | MX   | FOUND        | 10 a.mail.test, 20 b.mail.test",
        "mx.mail.test.  | MX   | FOUND        | 10 a.mail.test, 20 b.mail.test",
        "null.mail.test | MX   | FOUND        | 0 .",
        "a.mail.test    | A    | FOUND        | 127.0.1.1",
        "a.mail.test    | AAAA | FOUND        | 0:0:0:0:0:0:0:1",
        "text.mail.test | TXT  | FOUND        | v=spf1 mx -all",
        "pointer.mail.test | PTR | FOUND      | a.mail.test",
        "a.mail.test    | MX   | NO_RECORD    | ''",
        "none.mail.test | A    | NO_SUCH_NAME | ''",
        "x.broken.test  | A    | FAILED       | ''",
        "'not a name'   | A    | FAILED       | ''",
        "a..mail.test   | A    | FAILED       | ''",
        "''             | A    | FAILED       | ''"
      })
  void eachAnswerIsToldApart(String name, RecordType type, Kind kind, String data)
      throws Exception {
    Answer answer = ask(name, type);
    assertThat(answer.kind()).isEqualTo(kind);
    assertThat(answer.data().stream().map(String::valueOf).sorted())
        .isEqualTo(data.isEmpty() ? List.of() : List.of(data.split(", ")));
    assertThat(answer.authentic()).as("nothing here is signed").isFalse();
  }

  @Test
  void aliasesAreNamedInTheirOrder() throws Exception {
    Answer answer = ask("alias.mail.test", RecordType.A);
    assertThat(answer.aliases()).containsExactly("middle.mail.test", "a.mail.test");
    assertThat(answer.data()).hasSize(1);
  }

  @Test
  void whatIsTooLongForADatagramComesByTcp() throws Exception {
    assertThat(ask("long.mail.test", RecordType.TXT).data())
        .containsExactly(new RecordData.Text("x".repeat(1_500)));
  }

  @Test
  void aCertificateIsReadInHexadecimalDigits() throws Exception {
    assertThat(ask("_25._tcp.a.mail.test", RecordType.TLSA).data())
        .containsExactly(new RecordData.Tlsa(3, 1, 1, "ab".repeat(32)));
  }

  @Test
  void silenceEndsAndTheNextServerIsAsked() throws Exception {
    InetSocketAddress nobody =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free());
    try (NameServers second = new NameServers(List.of(nobody, dns.address()))) {
      second.start();
      assertThat(second.ask("a.mail.test", RecordType.A).get(20, TimeUnit.SECONDS).isFound())
          .isTrue();
    }
    assertThat(ask("x.silent.test", RecordType.A).kind()).isEqualTo(Kind.NO_ANSWER);
  }

  @Test
  void anAddressIsLookedUpBackwards() {
    assertThat(ReverseName.of(InetAddress.ofLiteral("192.0.2.7")))
        .isEqualTo("7.2.0.192.in-addr.arpa");
    assertThat(ReverseName.of(InetAddress.ofLiteral("2001:db8::1")))
        .isEqualTo("1." + "0.".repeat(23) + "8.b.d.0.1.0.0.2.ip6.arpa");
  }

  private static Answer ask(String name, RecordType type) throws Exception {
    return names.ask(name, type).get(30, TimeUnit.SECONDS);
  }
}
