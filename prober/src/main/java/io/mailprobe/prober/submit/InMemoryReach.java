package io.mailprobe.prober.submit;

import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Reaches servers in memory, on the scheduler's thread. */
final class InMemoryReach implements Reach {

  private final InMemoryServers servers;
  private final Clock clock;
  private final Scheduler scheduler;
  private final Addresses addresses;
  private final List<X509Certificate> own;

  /** One that shows no certificate. */
  InMemoryReach(InMemoryServers servers, Clock clock, Scheduler scheduler, Addresses addresses) {
    this(servers, clock, scheduler, addresses, List.of());
  }

  private InMemoryReach(
      InMemoryServers servers,
      Clock clock,
      Scheduler scheduler,
      Addresses addresses,
      List<X509Certificate> own) {
    this.servers = servers;
    this.clock = clock;
    this.scheduler = scheduler;
    this.addresses = addresses;
    this.own = own;
  }

  @Override
  public void execute(Runnable task) {
    var _ = scheduler.after(Duration.ZERO, task);
  }

  /** There is one thread, and no other session whose time is real. */
  @Override
  public void waitForFiles(Runnable task) {
    task.run();
  }

  @Override
  public Reach showing(ClientCertificate.Shown shown) {
    return new InMemoryReach(servers, clock, scheduler, addresses, shown.chain());
  }

  @Override
  public CompletableFuture<Found> find(Target target, int rotation) {
    return addresses.of(target, rotation);
  }

  @Override
  public Call call(Candidate candidate, TlsMode tls, Caller caller) {
    caller.calling();
    InMemoryLine line = new InMemoryLine(clock, candidate, own, caller);
    line.dial(servers);
    return line;
  }
}
