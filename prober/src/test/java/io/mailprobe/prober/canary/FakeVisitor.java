package io.mailprobe.prober.canary;

import io.mailprobe.prober.submit.Candidate;
import io.mailprobe.prober.submit.Found;
import io.mailprobe.prober.submit.Target;
import io.mailprobe.prober.submit.Visit;
import io.mailprobe.prober.submit.Visitor;
import io.mailprobe.protocol.session.FrontEnd;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.testkit.time.ManualTime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Front ends in memory: each ends its sessions as told, after as long as told. */
final class FakeVisitor implements Visitor {

  /** A session that was begun, and when. */
  record Begun(String address, long nanos) {}

  final List<Begun> begun = new ArrayList<>();
  final Map<String, Outcome> outcomes = new HashMap<>();
  final Map<String, String> names = new HashMap<>();
  Duration lasting = Duration.ofMillis(50);
  Found found = new Found(List.of(), List.of("nothing is known"));
  int lookUps;
  int running;
  int mostRunning;
  private final ManualTime time;

  FakeVisitor(ManualTime time) {
    this.time = time;
  }

  /** The name servers tell of these addresses from now on. */
  void list(String... addresses) {
    found = new Found(List.of(addresses).stream().map(FakeVisitor::candidate).toList(), List.of());
  }

  static Candidate candidate(String address) {
    return new Candidate(
        10, "mx.contoso.test", new InetSocketAddress(InetAddress.ofLiteral(address), 25));
  }

  /** When sessions with the address were begun. */
  List<Long> begun(String address) {
    return begun.stream().filter(each -> each.address().equals(address)).map(Begun::nanos).toList();
  }

  @Override
  public CompletableFuture<Found> find(Target target, int mostServers) {
    lookUps++;
    return CompletableFuture.completedFuture(found);
  }

  @Override
  public CompletableFuture<SessionReport> visit(Visit visit) {
    String address = visit.candidate().address().getAddress().getHostAddress();
    begun.add(new Begun(address, time.nanos()));
    running++;
    mostRunning = Math.max(mostRunning, running);
    CompletableFuture<SessionReport> report = new CompletableFuture<>();
    time.after(
        lasting,
        () -> {
          running--;
          report.complete(report(address, outcomes.getOrDefault(address, Outcome.ACCEPTED)));
        });
    return report;
  }

  private SessionReport report(String address, Outcome outcome) {
    boolean accepted = outcome == Outcome.ACCEPTED;
    return new SessionReport(
        "mx:contoso.test",
        time.micros(),
        lasting,
        outcome,
        Phase.BANNER,
        Optional.empty(),
        accepted ? Optional.of(time.micros()) : Optional.empty(),
        "as told",
        Optional.of(new FrontEnd(address, 25, Optional.ofNullable(names.get(address)))),
        Optional.empty(),
        List.of(),
        List.of());
  }
}
