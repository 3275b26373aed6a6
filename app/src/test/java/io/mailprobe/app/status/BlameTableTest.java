package io.mailprobe.app.status;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.scene.Replies;
import io.mailprobe.app.scene.Routes;
import io.mailprobe.app.scene.Scene;
import io.mailprobe.app.scene.Sessions;
import io.mailprobe.prober.Path;
import io.mailprobe.prober.Route;
import io.mailprobe.protocol.classify.Classification;
import io.mailprobe.protocol.classify.Party;
import io.mailprobe.protocol.report.Action;
import io.mailprobe.protocol.report.Notice;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.testkit.time.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plays each row of docs/blame.md. */
class BlameTableTest {

  private static final Pattern ROW =
      Pattern.compile(
          "^\\| (?!symptom|---)([^|`]*(?:`[^`|]*`[^|`]*)*) \\| `(\\w+)` \\| .* \\|$",
          Pattern.MULTILINE);
  private static final Instant AT = Instant.parse("2026-06-02T13:03:00Z");
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Route MAIL = Routes.of("amer", Path.OUTBOUND, EVERY);
  private static final Route CONTROL = Routes.of("amer", Path.CONTROL, EVERY);

  @TempDir java.nio.file.Path folder;

  private final ManualTime time = new ManualTime();
  private final StatusBoard board = new StatusBoard(time, time, Replies.BLAME);
  private Optional<Scene> scene = Optional.empty();

  /** A row of the document. */
  record Row(String symptom, String party) {}

  static Stream<Row> rows() throws IOException {
    String document = Files.readString(java.nio.file.Path.of("../docs/blame.md"));
    String tables = document.substring(document.indexOf("## What one session shows"));
    Matcher row = ROW.matcher(tables);
    return row.results().map(each -> new Row(each.group(1), each.group(2))).toList().stream();
  }

  @AfterEach
  void close() {
    board.close();
    scene.ifPresent(Scene::close);
  }

  @Test
  void everyRowIsPlayed() throws IOException {
    assertThat(rows().map(Row::symptom)).containsExactlyInAnyOrderElementsOf(plays().keySet());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void eachSymptomPointsWhereTheTableSays(Row row) {
    assertThat(plays()).containsKey(row.symptom());
    Optional<Party> found = Optional.ofNullable(plays().get(row.symptom())).map(Supplier::get);
    assertThat(found).map(Party::label).hasValue(row.party());
  }

  private Map<String, Supplier<Party>> plays() {
    return Map.ofEntries(
        session(
            "a server refuses with `421 4.3.2` at the banner",
            Sessions.refused(AT, Phase.BANNER, 421, "4.3.2 Service not active")),
        session(
            "a front end takes the connection and closes it without a reply",
            Sessions.failed(AT, Phase.BANNER, Outcome.CLOSED)),
        session(
            "a front end takes the connection and falls silent",
            Sessions.failed(AT, Phase.MAIL, Outcome.TIMED_OUT)),
        session(
            "a submission is deferred with `432 4.3.2`",
            Sessions.refused(AT, Phase.DATA, 432, "4.3.2 sender thread limit exceeded")),
        session(
            "a submission is refused for the daily quota",
            Sessions.refused(AT, Phase.END_OF_DATA, 554, "5.2.0 SubmissionQuotaExceededException")),
        session(
            "credentials are refused",
            Sessions.refused(AT, Phase.AUTH, 535, "5.7.3 Authentication unsuccessful")),
        session(
            "no access token can be had", Sessions.failed(AT, Phase.CONNECT, Outcome.TOKEN_FAILED)),
        session(
            "the target's name gives no address",
            Sessions.failed(AT, Phase.CONNECT, Outcome.DNS_FAILED)),
        session(
            "our address is on a block list",
            Sessions.refused(AT, Phase.RCPT, 550, "5.7.606 Access denied, banned sending IP")),
        session(
            "the recipient is unknown",
            Sessions.refused(AT, Phase.RCPT, 550, "5.4.1 Recipient address rejected")),
        session(
            "no connection comes about",
            Sessions.failed(AT, Phase.CONNECT, Outcome.CONNECT_FAILED)),
        session(
            "a server does not take our certificate, or wants one and gets none",
            Sessions.ownFault(AT, Phase.TLS_EHLO, Outcome.TLS_FAILED)),
        session("TLS fails", Sessions.failed(AT, Phase.STARTTLS, Outcome.TLS_FAILED)),
        session(
            "the connection is lost after the final dot",
            Sessions.failed(AT, Phase.END_OF_DATA, Outcome.UNCERTAIN)),
        entry(
            "any server refuses on the control path",
            () ->
                blame(
                    Path.CONTROL,
                    Sessions.refused(AT, Phase.BANNER, 421, "4.3.2 Service not active"))),
        entry(
            "no connection on the control path",
            () -> blame(Path.CONTROL, Sessions.failed(AT, Phase.CONNECT, Outcome.CONNECT_FAILED))),
        report(
            "a server of Exchange Online was refused by another with `421 4.3.2`",
            "450 4.4.317 Cannot establish session [Message=421 4.3.2 Service not active]",
            "contoso-com.mail.protection.outlook.com"),
        report(
            "Exchange Online was refused by our receiver with `421 4.3.2`",
            "450 4.4.317 Cannot establish session [Message=421 4.3.2 Service not active]",
            "mx.probe.example.net"),
        report(
            "Exchange Online does not say who refused it with `421 4.3.2`",
            "450 4.4.317 Cannot establish session [Message=421 4.3.2 Service not active]",
            ""),
        report(
            "Exchange Online does not accept our certificate",
            "450 4.4.317 Cannot connect to remote server [Message=UntrustedRoot]",
            ""),
        report(
            "Exchange Online finds no address for our domain",
            "550 5.4.312 Message expired, DNS query failed",
            ""),
        entry(
            "accepted mail does not arrive, and the control path is well",
            () -> play(this::acceptMail, this::controlArrives)),
        entry(
            "accepted mail does not arrive, and the control path fails too",
            () -> play(this::acceptMail, this::controlFails)),
        entry(
            "accepted mail does not arrive, and there is no control path",
            () -> play(List.of(MAIL), this::acceptMail, () -> {})),
        entry(
            "sessions come to no connection, and the control path fails too",
            () -> play(this::mailComesToNoConnection, this::controlFails)),
        entry(
            "sessions come to no connection, and the control path is well",
            () -> play(this::mailComesToNoConnection, this::controlArrives)),
        entry(
            "the control path alone fails",
            () -> {
              play(this::deliverMail, this::controlFails);
              assertThat(suspicion(MAIL)).as("the mail itself flows").isEmpty();
              return suspicion(CONTROL).orElseThrow().party();
            }),
        entry(
            "no receiver's feed can be read",
            () ->
                play(
                    () -> {
                      acceptMail();
                      board.events().feedRead("far", false);
                    },
                    this::controlArrives)),
        entry(
            "accepted mail does not arrive, and one of several receivers' feeds cannot be read",
            () ->
                play(
                    () -> {
                      acceptMail();
                      board.events().feedRead("far", false);
                      board.events().feedRead("near", true);
                    },
                    this::controlArrives)),
        entry(
            "most mail comes back, and the reports quote a refusal of our receiver",
            () -> play(this::mailComesBack, this::controlArrives)),
        entry("no attempt is begun", () -> play(() -> {}, this::controlArrives)));
  }

  private static Map.Entry<String, Supplier<Party>> session(String symptom, SessionReport report) {
    return entry(symptom, () -> blame(Path.OUTBOUND, report));
  }

  private static Party blame(Path path, SessionReport report) {
    return Replies.BLAME.of(path, report).orElseThrow().party();
  }

  private static Map.Entry<String, Supplier<Party>> report(
      String symptom, String diagnostic, String remote) {
    Notice notice =
        new Notice(
            Action.FAILED,
            Optional.empty(),
            Optional.of(diagnostic),
            Optional.empty(),
            Optional.of("BL02EPF00046C14.namprd07.prod.outlook.com"),
            Optional.of(remote).filter(name -> !name.isEmpty()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return entry(
        symptom, () -> Replies.BLAME.explain(notice).map(Classification::party).orElseThrow());
  }

  /** Mail and control probes for three minutes, after one in which both were well. */
  private Party play(Runnable mail, Runnable control) {
    return play(List.of(MAIL, CONTROL), mail, control);
  }

  private Party play(List<Route> routes, Runnable mail, Runnable control) {
    try {
      Scene playing = new Scene(folder, routes, time, board.events());
      scene = Optional.of(playing);
      board.watch(playing.ledger());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    board.startWithoutReader();
    for (int tick = 0; tick < 48; tick++) {
      if (tick < 12) {
        deliverMail();
      } else {
        mail.run();
      }
      control.run();
      for (int second = 0; second < 5; second++) {
        time.advance(Duration.ofSeconds(1));
        board.readProbes();
        board.report();
      }
    }
    return suspicion(MAIL).map(Suspicion::party).orElse(Party.UNKNOWN);
  }

  /** A control path that is not looked at is no evidence. */
  @Test
  void aControlPathThatSendsNothingTellsNothing() {
    assertThat(play(this::acceptMail, () -> {})).isEqualTo(Party.UNKNOWN);
  }

  private Optional<Suspicion> suspicion(Route of) {
    return board.report().routes().stream()
        .filter(route -> route.account().route().name().equals(of.name()))
        .findFirst()
        .orElseThrow()
        .suspicion();
  }

  private void deliverMail() {
    deliver(MAIL);
  }

  private void acceptMail() {
    scene.orElseThrow().accepted(MAIL);
  }

  private void mailComesBack() {
    Scene playing = scene.orElseThrow();
    playing.reported(playing.accepted(MAIL), Action.FAILED);
  }

  private void mailComesToNoConnection() {
    fail(MAIL);
  }

  private void controlArrives() {
    deliver(CONTROL);
  }

  private void controlFails() {
    fail(CONTROL);
  }

  private void deliver(Route route) {
    Scene playing = scene.orElseThrow();
    playing.arrived(playing.accepted(route));
  }

  private void fail(Route route) {
    Scene playing = scene.orElseThrow();
    playing.ended(
        playing.tick(route),
        Sessions.failed(time.wall(), Phase.CONNECT, Outcome.CONNECT_FAILED),
        Duration.ofHours(1));
  }
}
