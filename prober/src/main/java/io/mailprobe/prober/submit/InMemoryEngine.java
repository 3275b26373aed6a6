package io.mailprobe.prober.submit;

import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import java.util.concurrent.CompletableFuture;

/**
 * Holds the same sessions as {@link SmtpEngine} and reports them alike, but with servers in memory:
 * no sockets and no threads, only tasks of the scheduler, on its one thread. So a day of sessions
 * is held in seconds on a clock that is moved by hand, the same each time.
 */
public final class InMemoryEngine implements Submitter, Visitor {

  private final InMemoryServers servers;
  private final Clock clock;
  private final Scheduler scheduler;
  private final Addresses addresses;

  /**
   * @param scheduler runs all tasks on one thread, in the order in which they fall due
   */
  public InMemoryEngine(InMemoryServers servers, Clock clock, Scheduler scheduler) {
    this.servers = servers;
    this.clock = clock;
    this.scheduler = scheduler;
    addresses = new Addresses(new PatientNames(servers, scheduler));
  }

  @Override
  public CompletableFuture<SessionReport> submit(Submission submission) {
    return run(Order.of(submission));
  }

  @Override
  public CompletableFuture<SessionReport> visit(Visit visit) {
    return run(Order.of(visit));
  }

  @Override
  public CompletableFuture<Found> find(Target target, int mostServers) {
    return addresses.of(target, 0, mostServers);
  }

  private CompletableFuture<SessionReport> run(Order order) {
    Reach reach = new InMemoryReach(servers, clock, scheduler, addresses);
    return new Session(order, clock, scheduler, reach, _ -> {}).start();
  }
}
