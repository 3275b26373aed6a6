package io.mailprobe.prober.submit;

import io.mailprobe.protocol.time.Scheduler;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Names of which silence is believed only after the time that a resolver waits for an answer. */
final class PatientNames implements Names {

  /** As long as Netty's resolver waits for one server. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Names names;
  private final Scheduler scheduler;

  PatientNames(Names names, Scheduler scheduler) {
    this.names = names;
    this.scheduler = scheduler;
  }

  @Override
  public CompletableFuture<NameAnswer<InetAddress>> addresses(String host) {
    return names.addresses(host).thenCompose(this::waited);
  }

  @Override
  public CompletableFuture<NameAnswer<MailServer>> mailServers(String domain) {
    return names.mailServers(domain).thenCompose(this::waited);
  }

  private <T> CompletableFuture<NameAnswer<T>> waited(NameAnswer<T> answer) {
    if (!(answer instanceof NameAnswer.Silence)) {
      return CompletableFuture.completedFuture(answer);
    }
    CompletableFuture<NameAnswer<T>> late = new CompletableFuture<>();
    Consumer<NameAnswer<T>> believed = late::complete;
    var _ = scheduler.after(PATIENCE, () -> believed.accept(answer));
    return late;
  }
}
