package io.mailprobe.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.prober.submit.Auth;
import io.mailprobe.prober.submit.Deadlines;
import io.mailprobe.prober.submit.Delivery;
import io.mailprobe.prober.submit.Depth;
import io.mailprobe.prober.submit.Found;
import io.mailprobe.prober.submit.Submission;
import io.mailprobe.prober.submit.Target;
import io.mailprobe.prober.submit.TlsMode;
import io.mailprobe.prober.submit.Visit;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.simulator.SimulatorSettings;
import io.mailprobe.simulator.dns.Zone;
import io.mailprobe.simulator.fault.Fault;
import io.mailprobe.simulator.fault.Injection;
import io.mailprobe.simulator.fault.Scope;
import io.mailprobe.simulator.policy.TenantSetting;
import io.mailprobe.simulator.topology.MailPath;
import io.mailprobe.simulator.topology.Mailbox;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A session in memory is reported as the same session over sockets is: this is what a replay on a
 * virtual clock stands on.
 */
@Timeout(120)
class SameReportsTest {

  private static final long SEED = 20260602;
  private static final String MAILBOX = "probe@amer.contoso.example";
  private static final String OLD_MAILBOX = "scanner@amer.contoso.example";
  private static final String LOOP = "loop@amer.contoso.example";
  private static final String OUTSIDE = "probe+token@probe.example";
  private static final String TOKEN = "eyJ0eXAiOiJKV1Qi".repeat(128);
  private static final String HOST = "smtp-amer.office365.example";
  private static final String DOMAIN = "amer.contoso.example";
  private static final String MESSAGE =
      "Message-ID: <1@probe.example>\r\nFrom: <probe@amer.contoso.example>\r\n\r\n.dot\r\nend\r\n";
  private static final Deadlines DEADLINES =
      new Deadlines(Duration.ofSeconds(30), Duration.ofMinutes(2));
  private static final EnumSet<Phase> ANSWERED =
      EnumSet.complementOf(EnumSet.of(Phase.TOKEN, Phase.CONNECT));

  private static SocketWorld sockets;
  private static InMemoryWorld memory;

  @BeforeAll
  static void open() throws IOException, CertificateException {
    sockets = new SocketWorld(settings(), SEED);
    memory = new InMemoryWorld(settings(), SEED);
  }

  @AfterAll
  static void close() {
    sockets.close();
    memory.close();
  }

  private static SimulatorSettings settings() {
    return SimulatorSettings.standard(
        List.of(Mailbox.withToken(MAILBOX, TOKEN), Mailbox.withPassword(OLD_MAILBOX, "pass word")),
        Map.of(LOOP, "loop@probe.example"),
        Map.of());
  }

  /** Holds the session in both worlds; what was seen in either. */
  private static String same(Function<World, CompletableFuture<SessionReport>> session) {
    String seen = Seen.of(sockets.await(session.apply(sockets)));
    assertThat(Seen.of(memory.await(session.apply(memory)))).isEqualTo(seen);
    return seen;
  }

  private static CompletableFuture<SessionReport> outbound(World world) {
    return submit(world, submission(MAILBOX, OUTSIDE, xoauth2(TOKEN)));
  }

  private static CompletableFuture<SessionReport> submit(
      World world, Function<World, Submission> submission) {
    return world.submitter().submit(submission.apply(world));
  }

  private static Function<World, Submission> submission(String from, String to, Auth auth) {
    return world ->
        new Submission(submitting(world, auth, DEADLINES, HOST), from, to, MESSAGE, 0, _ -> {});
  }

  private static Delivery submitting(World world, Auth auth, Deadlines deadlines, String host) {
    Target target = new Target.Host(host, world.port(MailPath.OUTBOUND));
    return new Delivery(target, TlsMode.STARTTLS, auth, "prober.test", deadlines);
  }

  private static Function<World, Submission> inbound(
      String from, String to, String domain, TlsMode tls, int rotation) {
    return world ->
        new Submission(
            new Delivery(
                new Target.Mx(domain, world.port(MailPath.INBOUND)),
                tls,
                new Auth.None(),
                "prober.test",
                DEADLINES),
            from,
            to,
            MESSAGE,
            rotation,
            _ -> {});
  }

  private static Auth xoauth2(String token) {
    return new Auth.XOAuth2(MAILBOX, () -> CompletableFuture.completedFuture(token));
  }

  /** Something is broken in both worlds while this is done. */
  private static void with(Fault fault, Scope scope, double share, Runnable deed) {
    Injection inSockets = sockets.faults().inject(fault, scope, share);
    Injection inMemory = memory.faults().inject(fault, scope, share);
    try {
      deed.run();
    } finally {
      sockets.faults().end(inSockets);
      memory.faults().end(inMemory);
    }
  }

  private static void withNames(UnaryOperator<Zone> change, Runnable deed) {
    List<World> worlds = List.of(sockets, memory);
    List<Zone> before = new ArrayList<>();
    worlds.forEach(
        world ->
            world.names(
                zone -> {
                  before.add(zone);
                  return change.apply(zone);
                }));
    try {
      deed.run();
    } finally {
      worlds.forEach(world -> world.names(_ -> before.remove(0)));
    }
  }

  @Test
  void whatIsTakenIsReportedAlike() {
    assertThat(same(SameReportsTest::outbound)).contains("ACCEPTED", "TLSv1.3", "250 2.0.0 OK");
    assertThat(same(world -> submit(world, submission(MAILBOX, LOOP, xoauth2(TOKEN)))))
        .contains("ACCEPTED");
    assertThat(
            same(
                world ->
                    submit(
                        world,
                        submission(
                            OLD_MAILBOX, OUTSIDE, new Auth.Password(OLD_MAILBOX, "pass word")))))
        .contains("550 5.7.60"); // Its From field is another mailbox's.
    for (TlsMode tls : List.of(TlsMode.OPPORTUNISTIC, TlsMode.NONE)) {
      for (int rotation = 0; rotation < 3; rotation++) {
        int turn = rotation;
        assertThat(
                same(world -> submit(world, inbound("a@probe.example", LOOP, DOMAIN, tls, turn))))
            .contains("ACCEPTED", "Queued mail for delivery");
      }
    }
  }

  @Test
  void whatIsRefusedIsReportedAlike() {
    Auth.Password wrong = new Auth.Password(OLD_MAILBOX, "wrong word");
    assertThat(same(world -> submit(world, submission(MAILBOX, OUTSIDE, xoauth2("bad token")))))
        .contains("AUTH_FAILED", "535 5.7.3", "bearer");
    assertThat(same(world -> submit(world, submission(OLD_MAILBOX, OUTSIDE, wrong))))
        .contains("AUTH_FAILED");
    assertThat(
            same(
                world -> submit(world, submission("ceo@contoso.example", OUTSIDE, xoauth2(TOKEN)))))
        .contains("550 5.7.60");
    assertThat(same(world -> submit(world, submission(MAILBOX, OUTSIDE, new Auth.None()))))
        .contains("530 5.7.57");
    assertThat(
            same(
                world ->
                    submit(
                        world,
                        inbound("a@b.example", "nobody@" + DOMAIN, DOMAIN, TlsMode.NONE, 0))))
        .contains("550 5.4.1");
    assertThat(
            same(world -> submit(world, inbound("a@b.example", OUTSIDE, DOMAIN, TlsMode.NONE, 0))))
        .contains("550 5.7.64");
  }

  @ParameterizedTest
  @EnumSource(
      value = TenantSetting.class,
      names = {"SMTP_AUTH", "MAILBOX_PERMISSION", "MAILBOX_QUOTA", "STARTTLS", "CLEAR_TEXT"})
  void whatATenantForbidsIsReportedAlike(TenantSetting setting) {
    sockets.tenant().breakOne(setting);
    memory.tenant().breakOne(setting);
    try {
      same(SameReportsTest::outbound);
      same(world -> submit(world, inbound("a@b.example", LOOP, DOMAIN, TlsMode.OPPORTUNISTIC, 0)));
      same(world -> submit(world, inbound("a@b.example", LOOP, DOMAIN, TlsMode.NONE, 0)));
    } finally {
      sockets.tenant().mend(setting);
      memory.tenant().mend(setting);
    }
  }

  @ParameterizedTest
  @EnumSource(Phase.class)
  void eachFaultOfEachPhaseIsReportedAlike(Phase phase) {
    if (!ANSWERED.contains(phase)) {
      return;
    }
    for (Fault fault :
        List.of(
            Fault.Reply.of(phase, "421 4.3.2 Service not active {trailer}"),
            Fault.Reply.of(phase, "451 4.7.500 Server busy. {server} {trailer}"),
            Fault.Reply.of(phase, "550 5.7.1 No {trailer}"),
            new Fault.Close(phase),
            new Fault.Drip(phase, Duration.ofNanos(1)))) {
      with(fault, Scope.region("amer"), 1, () -> same(SameReportsTest::outbound));
    }
    if (phase != Phase.BANNER) { // There a socket may be reset before it is known as connected.
      with(new Fault.Reset(phase), Scope.everywhere(), 1, () -> same(SameReportsTest::outbound));
    }
    with(new Fault.Stall(phase), Scope.everywhere(), 1, () -> sameStalled(DEADLINES));
  }

  /** A session that waits until a deadline strikes. */
  private static String sameStalled(Deadlines deadlines) {
    return sameStalled(deadlines, "connected to " + HOST);
  }

  /**
   * The same.
   *
   * @param last what the session notes last before it waits; the server may be ahead of it
   */
  private static String sameStalled(Deadlines deadlines, String last) {
    List<String> seen = new ArrayList<>();
    for (World world : List.of(sockets, memory)) {
      List<String> lines = Collections.synchronizedList(new ArrayList<>());
      long before = world.struck();
      Submission submission =
          new Submission(
              submitting(world, xoauth2(TOKEN), deadlines, HOST),
              MAILBOX,
              OUTSIDE,
              MESSAGE,
              0,
              line -> lines.add(line.text()));
      SessionReport report =
          world.await(
              world.submitter().submit(submission),
              () -> world.struck() > before && lines.contains(last),
              Duration.ofSeconds(30));
      seen.add(Seen.of(report));
    }
    assertThat(seen.getLast()).isEqualTo(seen.getFirst());
    return seen.getFirst();
  }

  @Test
  void theDeadlineOfTheWholeSessionIsReportedAlike() {
    Deadlines deadlines = new Deadlines(Duration.ofSeconds(30), Duration.ofSeconds(20));
    with(
        new Fault.Stall(Phase.RCPT),
        Scope.everywhere(),
        1,
        () -> assertThat(sameStalled(deadlines)).contains("TIMED_OUT", "within the 20 s of the"));
  }

  @Test
  void tlsThatFailsOrIsLateIsReportedAlike() {
    with(
        new Fault.TlsFailure(),
        Scope.everywhere(),
        1,
        () -> assertThat(same(SameReportsTest::outbound)).contains("TLS_FAILED"));
    with(
        new Fault.SlowHandshake(Duration.ofNanos(1)),
        Scope.everywhere(),
        1,
        () -> assertThat(same(SameReportsTest::outbound)).contains("ACCEPTED"));
    with(
        new Fault.SlowHandshake(Duration.ofMinutes(3)),
        Scope.everywhere(),
        1,
        () ->
            assertThat(sameStalled(DEADLINES, "220 2.0.0 SMTP server ready"))
                .contains("TIMED_OUT"));
    assertThat(
            same(
                world ->
                    world
                        .submitter()
                        .submit(
                            new Submission(
                                new Delivery(
                                    new Target.Host(HOST, world.port(MailPath.OUTBOUND)),
                                    TlsMode.IMPLICIT,
                                    xoauth2(TOKEN),
                                    "prober.test",
                                    DEADLINES),
                                MAILBOX,
                                OUTSIDE,
                                MESSAGE,
                                0,
                                _ -> {}))))
        .contains("TLS_FAILED");
  }

  @Test
  void aFaultThatStrikesSomeStrikesTheSame() {
    with(
        Fault.Reply.of(Phase.BANNER, "421 4.3.2 Service not active {trailer}"),
        Scope.region("amer"),
        0.5,
        () -> {
          List<String> seen = new ArrayList<>();
          for (int i = 0; i < 20; i++) {
            int rotation = i;
            seen.add(
                same(
                    world ->
                        submit(
                            world,
                            inbound(
                                "a@b.example", LOOP, DOMAIN, TlsMode.OPPORTUNISTIC, rotation))));
          }
          assertThat(seen).anyMatch(one -> one.contains("DEFERRED"));
          assertThat(seen).anyMatch(one -> one.contains("ACCEPTED"));
        });
  }

  @Test
  void aTokenThatCannotBeHadIsReportedAlike() {
    Auth auth =
        new Auth.XOAuth2(
            MAILBOX,
            () -> CompletableFuture.failedFuture(new IOException("AADSTS7000222: expired")));
    assertThat(same(world -> submit(world, submission(MAILBOX, OUTSIDE, auth))))
        .contains("TOKEN_FAILED", "AADSTS7000222");
  }

  @Test
  void namesThatAreNotThereAreReportedAlike() {
    withNames(
        zone ->
            zone.failing("failing.example")
                .nullMx("null.example")
                .mx("address.example", 10, "127.0.11.1")
                .text("text.example", "no address here")
                .address("own.example", "127.0.11.1")
                .alias("alias.example", DOMAIN)
                .mx("two.example", 10, "closed.example")
                .mx("two.example", 20, "front.example")
                .address("closed.example", "127.0.11.99")
                .address("front.example", "127.0.11.2"),
        () -> {
          for (String domain :
              List.of(
                  "failing.example",
                  "null.example",
                  "address.example",
                  "text.example",
                  "own.example",
                  "alias.example",
                  "two.example",
                  "none.example",
                  "127.0.11.1")) {
            same(world -> submit(world, inbound("a@b.example", LOOP, domain, TlsMode.NONE, 0)));
            sameFound(domain);
          }
          assertThat(
                  same(
                      world ->
                          submit(
                              world, inbound("a@b.example", LOOP, "two.example", TlsMode.NONE, 0))))
              .contains("connection refused", "127.0.11.2", "ACCEPTED");
        });
  }

  private static void sameFound(String domain) {
    List<String> seen = new ArrayList<>();
    for (World world : List.of(sockets, memory)) {
      Target target = new Target.Mx(domain, world.port(MailPath.INBOUND));
      Found found = world.await(world.visitor().find(target, 5), () -> false, Duration.ZERO);
      seen.add(
          found.candidates().stream()
                  .map(one -> one.name() + " " + one.address().getAddress().getHostAddress())
                  .toList()
              + " "
              + found.notes());
    }
    assertThat(seen.getLast()).isEqualTo(seen.getFirst());
  }

  @Test
  void nameServersThatAreSilentAreReportedAlike() {
    withNames(
        zone -> zone.silent("silent.example"),
        () -> {
          List<String> seen = new ArrayList<>();
          for (World world : List.of(sockets, memory)) {
            Deadlines deadlines = new Deadlines(Duration.ofSeconds(3), Duration.ofMinutes(2));
            List<String> lines = Collections.synchronizedList(new ArrayList<>());
            Submission submission =
                new Submission(
                    submitting(world, xoauth2(TOKEN), deadlines, "silent.example"),
                    MAILBOX,
                    OUTSIDE,
                    MESSAGE,
                    0,
                    line -> lines.add(line.text()));
            seen.add(
                Seen.of(
                    world.await(
                        world.submitter().submit(submission),
                        () -> !lines.isEmpty(),
                        Duration.ofSeconds(3))));
          }
          assertThat(seen.getFirst()).contains("DNS_FAILED");
          assertThat(seen.getLast()).isEqualTo(seen.getFirst());
        });
  }

  @Test
  void visitsOfEachDepthToEachAddressAreReportedAlike() {
    for (Depth depth :
        List.of(
            new Depth.Banner(),
            new Depth.Ehlo(),
            new Depth.StartTls(),
            new Depth.Login(),
            new Depth.Recipient(MAILBOX, OUTSIDE))) {
      for (int address = 0; address < 2; address++) {
        int index = address;
        assertThat(same(world -> visit(world, depth, index))).contains("ACCEPTED");
      }
    }
    for (Phase phase : List.of(Phase.BANNER, Phase.EHLO, Phase.TLS_EHLO, Phase.RCPT)) {
      with(
          new Fault.Close(phase),
          Scope.frontEnd("127.0.11.2"),
          1,
          () -> {
            Depth depth = new Depth.Recipient(MAILBOX, OUTSIDE);
            assertThat(same(world -> visit(world, depth, 0))).contains("ACCEPTED");
            assertThat(same(world -> visit(world, depth, 1))).contains("CLOSED");
          });
    }
  }

  private static CompletableFuture<SessionReport> visit(World world, Depth depth, int address) {
    Delivery delivery = submitting(world, xoauth2(TOKEN), DEADLINES, HOST);
    Found found =
        world.await(world.visitor().find(delivery.target(), 5), () -> false, Duration.ZERO);
    return world.visitor().visit(new Visit(delivery, found.candidates().get(address), depth));
  }

  @Test
  void theSameSeedMakesTheSameBytes() {
    List<List<SessionReport>> runs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      try (InMemoryWorld world = new InMemoryWorld(settings(), 7)) {
        world.faults().inject(new Fault.Close(Phase.MAIL), Scope.everywhere(), 0.3);
        List<CompletableFuture<SessionReport>> reports = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
          int rotation = i;
          reports.add(
              submit(world, inbound("a@b.example", LOOP, DOMAIN, TlsMode.OPPORTUNISTIC, rotation)));
          world.time.advance(Duration.ofMillis(17)); // Many at a time.
        }
        world.time.advance(Duration.ofMinutes(1));
        runs.add(reports.stream().map(CompletableFuture::join).toList());
        assertThat(world.departed)
            .hasSize(
                (int)
                    runs.getLast().stream()
                        .filter(report -> report.outcome() == Outcome.ACCEPTED)
                        .count());
        assertThat(world.time.pending()).as("tasks left").isLessThanOrEqualTo(30);
      }
    }
    assertThat(runs.getLast()).isEqualTo(runs.getFirst());
  }
}
