package io.mailprobe.app.doctor;

import io.mailprobe.prober.ProbeHandle;
import io.mailprobe.prober.account.Arrived;
import io.mailprobe.prober.account.ProbeHistory;
import io.mailprobe.prober.account.Verdict;
import io.mailprobe.protocol.classify.Classification;
import io.mailprobe.protocol.report.DeliveryReport;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.trace.Hop;
import io.mailprobe.protocol.trace.Passage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One probe for each route, through all that a probe goes through: its arrival and its hops. */
final class ProbeChecks implements AutoCloseable {

  private static final String PROBE = "probe";
  private static final Duration MARGIN = Duration.ofSeconds(10);
  private static final int MOST_HOPS = 8;

  private final Bench bench;
  private final Examination examination;
  private final Reception reception;
  private final TargetChecks targets;
  private final ArrivalChecks arrivals;
  private final Judge judge;
  private final Map<String, ProbeHandle> opened = new HashMap<>();
  private @Nullable Trial trial;
  private Optional<IOException> trouble = Optional.empty();

  ProbeChecks(
      Bench bench,
      Examination examination,
      Reception reception,
      TargetChecks targets,
      ArrivalChecks arrivals) {
    this.bench = bench;
    this.examination = examination;
    this.reception = reception;
    this.targets = targets;
    this.arrivals = arrivals;
    this.judge = new Judge(bench.blame());
  }

  /** Sends control probes, and once they have arrived those of the other routes, all at once. */
  void make(Stream<String> receivers) throws InterruptedException {
    List<String> listening = receivers.toList();
    send(bench.ways().stream().filter(Way::isControl).toList(), listening);
    Stream<String> controls = bench.ways().stream().filter(Way::isControl).map(ProbeChecks::title);
    send(
        bench.ways().stream().filter(way -> !way.isControl()).toList(),
        Stream.concat(listening.stream(), controls).toList());
  }

  /** The check whether a route's probe arrives. */
  static String title(Way way) {
    return Finding.title(PROBE, way.name());
  }

  private void send(List<Way> ways, List<String> needs) throws InterruptedException {
    List<Check> checks = new ArrayList<>();
    for (Way way : ways) {
      Check check = check(way, needs);
      checks.add(check);
      if (examination.allows(check)) {
        open(way); // All that can be are under way before the first is waited for.
      }
    }
    for (Check check : checks) {
      examination.make(check);
    }
  }

  private Check check(Way way, List<String> needs) {
    Duration session = way.route().delivery().deadlines().session();
    return Check.of(PROBE, way.name(), () -> follow(way))
        .needing(targets.titles(way))
        .needing(needs.stream())
        .needing(arrivals.titles(way))
        .within(session.plus(bench.tools().patience()).plus(MARGIN));
  }

  private void open(Way way) {
    try {
      Trial running = trial;
      if (running == null) {
        running = Trial.start(bench, reception);
        trial = running;
      }
      opened.put(way.name(), running.open(way));
    } catch (IOException e) {
      trouble = Optional.of(e);
    }
  }

  private Seen follow(Way way) throws IOException, InterruptedException, TimeoutException {
    ProbeHandle probe = opened.get(way.name());
    if (probe == null) {
      throw trouble.orElseThrow();
    }
    SessionReport first = first(way, probe);
    boolean onItsWay = isTaken(first);
    if (!onItsWay && isFinal(first)) {
      return judge.of(way, first, "");
    }
    if (onItsWay && reception.feeds().isEmpty()) {
      return Seen.note(
          Judge.words(first)
              + "; its arrival cannot be seen: there is neither a receiver here nor one in feeds",
          "add receiver, or feeds");
    }
    Optional<Verdict> verdict = verdict(probe);
    ProbeHistory history = history(probe);
    if (verdict.filter(Verdict.DELIVERED::equals).isPresent()) {
      return arrived(history, onItsWay ? "" : "; put off at first: " + Judge.words(first));
    }
    return missing(way, history, last(history).orElse(first));
  }

  private SessionReport first(Way way, ProbeHandle probe)
      throws IOException, InterruptedException, TimeoutException {
    try {
      Duration most = way.route().delivery().deadlines().session().plus(MARGIN);
      return probe.firstSession().get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | CancellationException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }

  /** What comes of it in the time that is given; empty where it is still on its way. */
  private Optional<Verdict> verdict(ProbeHandle probe) throws IOException, InterruptedException {
    try {
      return Optional.of(
          probe.verdict().get(bench.tools().patience().toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException _) {
      return Optional.empty();
    } catch (ExecutionException | CancellationException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }

  private ProbeHistory history(ProbeHandle probe) throws IOException {
    Trial running = trial;
    if (running == null) {
      throw new IllegalStateException("what was opened was opened by a trial");
    }
    return running.history(probe.id());
  }

  private static boolean isTaken(SessionReport report) {
    return report.outcome() == Outcome.ACCEPTED || report.outcome() == Outcome.UNCERTAIN;
  }

  /** Whether trying again is of no use: refused for good, or for what we have set up. */
  private boolean isFinal(SessionReport report) {
    return !report.outcome().isRetried()
        || report
            .reply()
            .flatMap(reply -> bench.blame().explain(reply, report.phase()))
            .filter(found -> TenantRemedies.isOfSetUp(found.reason()))
            .isPresent();
  }

  private static Optional<SessionReport> last(ProbeHistory history) {
    return history.attempts().stream()
        .flatMap(attempt -> attempt.report().stream())
        .reduce((_, later) -> later);
  }

  private static Seen arrived(ProbeHistory history, String besides) {
    String latency =
        history.record().latency().map(time -> " after " + Words.seconds(time)).orElse("");
    String way = history.arrivals().stream().findFirst().map(ProbeChecks::hops).orElse("");
    return Seen.ok("arrived" + latency + way + besides);
  }

  private static String hops(Arrived arrived) {
    Passage passage = arrived.passage();
    String stages =
        passage.legs().stream()
            .map(leg -> leg.stage().label() + " " + Words.seconds(leg.took()))
            .collect(Collectors.joining(", "));
    String servers =
        passage.hops().stream()
            .flatMap(hop -> hop.received().stream().flatMap(_ -> name(hop)))
            .limit(MOST_HOPS)
            .collect(Collectors.joining(" → "));
    return (stages.isEmpty() ? "" : " (" + stages + ")")
        + (servers.isEmpty() ? "" : ", by " + servers);
  }

  private static Stream<String> name(Hop hop) {
    return hop.server().map(Words::plain).stream();
  }

  private Seen missing(Way way, ProbeHistory history, SessionReport last) {
    Optional<DeliveryReport> report = history.reports().stream().reduce((_, later) -> later);
    if (report.isPresent()) {
      return reported(way, report.get());
    }
    if (!isTaken(last)) {
      return judge.of(way, last, "");
    }
    return Seen.fault(
            "%s; no report on it has come back, and it has not arrived within %s"
                .formatted(Judge.words(last), Words.seconds(bench.tools().patience())),
            NotArrived.remedies(way))
        .of(NotArrived.cause(way))
        .stemmingFrom(arrivals.hindrances());
  }

  private Seen reported(Way way, DeliveryReport report) {
    Optional<Classification> found = bench.blame().explain(report.notice());
    String words =
        "a report came back: %s%s"
            .formatted(
                report.notice().action().label(),
                report.notice().diagnostic().map(text -> ": " + Words.plain(text)).orElse(""));
    Seen seen =
        found
            .map(
                refusal ->
                    Seen.fault(
                            words + ": " + refusal.reason().meaning(),
                            TenantRemedies.of(refusal, way))
                        .of(Judge.cause(way, refusal)))
            .orElseGet(() -> Seen.fault(words, NotArrived.remedies(way)));
    return seen.stemmingFrom(arrivals.hindrances());
  }

  @Override
  public void close() throws IOException {
    if (trial != null) {
      trial.close();
    }
  }
}
