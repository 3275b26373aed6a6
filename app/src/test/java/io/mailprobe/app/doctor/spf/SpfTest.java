package io.mailprobe.app.doctor.spf;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.doctor.spf.SpfResult.Verdict;
import io.mailprobe.prober.lookup.NameServers;
import io.mailprobe.simulator.dns.DnsServer;
import io.mailprobe.simulator.dns.Zone;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 7208 on a small zone, over real DNS. */
class SpfTest {

  private static final Zone ZONE =
      Zone.empty(Duration.ofSeconds(5))
          .address("host.test", "192.0.2.1", "2001:db8::1")
          .mx("d.test", 10, "host.test")
          .address("d.test", "198.51.100.7")
          .text("inner.test", "v=spf1 ip4:192.0.2.0/24 -all")
          .text("outer.test", "v=spf1 include:inner.test ~all")
          .text("loop.test", "v=spf1 include:loop.test -all")
          .text("to.test", "v=spf1 redirect=inner.test")
          .text("nowhere.test", "v=spf1 redirect=none.test")
          .text("twice.test", "v=spf1 -all")
          .text("twice.test", "v=spf1 +all")
          .text("void.test", "v=spf1 a:a.none.test a:b.none.test a:c.none.test -all")
          .text("macro.test", "v=spf1 exists:%{ir}.%{v}._spf.%{d2} -all")
          .address("1.2.0.192.in-addr._spf.macro.test", "127.0.0.2")
          .text("other.test", "google-site-verification=x")
          .text("other.test", "v=spf10 +all")
          .text("long.test", "v=spf1 " + "ip4:203.0.113.1 ".repeat(30) + "ip4:192.0.2.1 -all")
          .pointer("192.0.2.1", "host.test")
          .failing("broken.test");

  private static final DnsServer SERVER = new DnsServer(ZONE);
  private static NameServers names;

  @BeforeAll
  static void start() {
    SERVER.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    names = new NameServers(List.of(SERVER.address()));
    names.start();
  }

  @AfterAll
  static void close() {
    names.close();
    SERVER.close();
  }

  @ParameterizedTest
  @CsvSource({
    "a:host.test -all, PASS",
    "a:host.test/32 -all, PASS",
    "mx:d.test -all, PASS",
    "a:d.test -all, FAIL",
    "a:d.test ~all, SOFTFAIL",
    "a:d.test ?all, NEUTRAL",
    "a:d.test, NEUTRAL",
    "ip4:192.0.2.1, PASS",
    "ip4:192.0.2.128/24 -all, PASS",
    "ip4:192.0.2.128/25 -all, FAIL",
    "ip6:2001:db8::/32 -all, FAIL",
    "+all, PASS",
    "ptr:test -all, PASS",
    "ptr:est -all, FAIL",
    "exp=why.test unknown=x -all, FAIL",
    "IP4:192.0.2.1 -ALL, PASS",
    "ip4:192.0.2.1/33, PERMERROR",
    "ip4:192.0.2, PERMERROR",
    "ip5:192.0.2.1, PERMERROR",
    "all!, PERMERROR",
    "ip4:192.0.2.1 alll, PASS",
    "a:broken.test, TEMPERROR",
    "include:none.test, PERMERROR",
    "include:outer.test -all, PASS",
    "include:loop.test -all, PERMERROR"
  })
  void aRecordSaysWhoMaySend(String terms, Verdict verdict) {
    SERVER.serve(ZONE.text("s.test", "v=spf1 " + terms));
    assertThat(check("192.0.2.1", "s.test").verdict()).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({
    "to.test, PASS",
    "nowhere.test, PERMERROR",
    "twice.test, PERMERROR",
    "void.test, PERMERROR",
    "macro.test, PASS",
    "other.test, NONE",
    "none.test, NONE",
    "broken.test, TEMPERROR",
    "long.test, PASS"
  })
  void aDomainHasOneRecordOrNone(String domain, Verdict verdict) {
    assertThat(check("192.0.2.1", domain).verdict()).isEqualTo(verdict);
  }

  @Test
  void addressesOfTheNewKindCountToo() {
    SERVER.serve(ZONE.text("s.test", "v=spf1 ip6:2001:db8::/64 -all"));
    assertThat(check("2001:db8::1", "s.test").verdict()).isEqualTo(Verdict.PASS);
    assertThat(check("2001:db8:1::1", "s.test").verdict()).isEqualTo(Verdict.FAIL);
    SERVER.serve(ZONE.text("s.test", "v=spf1 a:host.test//128 -all"));
    assertThat(check("2001:db8::1", "s.test").verdict()).isEqualTo(Verdict.PASS);
  }

  private static SpfResult check(String host, String domain) {
    return new Spf((name, type) -> names.ask(name, type).join())
        .check(InetAddress.ofLiteral(host), domain, "probe@" + domain, "host.test");
  }
}
