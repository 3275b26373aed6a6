package io.mailprobe.prober.submit;

import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The SMTP client of the product, on Netty. Any number of sessions run at a time, each on one
 * thread. The way of a session: {@link Session}, {@link Addresses}, {@link Dialer}, {@link Talk}
 * with {@link Wire} and {@link Conversation}, {@link Recorder}. {@link InMemoryEngine} holds the
 * same sessions without sockets.
 */
public final class SmtpEngine implements Submitter, Visitor, AutoCloseable {

  /** Two, so that a TLS handshake of one session delays at most half of the others. */
  private static final int THREADS = 2;

  private final EngineSettings settings;
  private final Clock clock;
  private final Scheduler scheduler;
  private final Set<Session> running = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Running engine;

  /**
   * @param clock times sessions and their phases
   * @param scheduler keeps their deadlines
   */
  public SmtpEngine(EngineSettings settings, Clock clock, Scheduler scheduler) {
    this.settings = settings;
    this.clock = clock;
    this.scheduler = scheduler;
  }

  /** Starts its threads and reads the trusted certificates. To be called once. */
  public void start() {
    MultiThreadIoEventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            THREADS,
            // What they do late is counted as the server's: they come first, where that is granted.
            new DefaultThreadFactory("submit", true, Thread.MAX_PRIORITY),
            NioIoHandler.newFactory());
    DnsNameResolver resolver = resolver(group);
    engine =
        new Running(
            group,
            resolver,
            new Addresses(new ResolverNames(resolver)),
            new TlsClients(settings.trusted()));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the engine is not started, or closed
   */
  @Override
  public CompletableFuture<SessionReport> submit(Submission submission) {
    return run(Order.of(submission));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the engine is not started, or closed
   */
  @Override
  public CompletableFuture<SessionReport> visit(Visit visit) {
    return run(Order.of(visit));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the engine is not started, or closed
   */
  @Override
  public CompletableFuture<Found> find(Target target, int mostServers) {
    return engine().addresses().of(target, 0, mostServers);
  }

  private CompletableFuture<SessionReport> run(Order order) {
    Running now = engine();
    Reach reach = new SocketReach(now.group().next(), clock, now.addresses(), now.tls());
    Session session = new Session(order, clock, scheduler, reach, running::remove);
    running.add(session);
    return session.start();
  }

  private Running engine() {
    Running now = engine;
    if (now == null) {
      throw new IllegalStateException("the engine is not running");
    }
    return now;
  }

  /** How many sessions are running. */
  public int running() {
    return running.size();
  }

  /** Ends the sessions that are still running, which get their reports, and stops the threads. */
  @Override
  public void close() {
    Running last = engine;
    engine = null;
    if (last == null) {
      return;
    }
    List<CompletableFuture<SessionReport>> reports =
        running.stream().map(Session::abandon).toList();
    CompletableFuture.allOf(reports.toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, 5, TimeUnit.SECONDS)
        .join();
    last.resolver().close();
    last.group().shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private DnsNameResolver resolver(MultiThreadIoEventLoopGroup group) {
    DnsNameResolverBuilder builder =
        new DnsNameResolverBuilder(group.next())
            .datagramChannelType(NioDatagramChannel.class)
            .socketChannelType(NioSocketChannel.class)
            // IPv6 addresses too where there are IPv4 ones, as a mail server tries all.
            .completeOncePreferredResolved(false);
    if (!settings.dnsServers().isEmpty()) {
      builder.nameServerProvider(
          new SequentialDnsServerAddressStreamProvider(settings.dnsServers()));
    }
    return builder.build();
  }

  private record Running(
      MultiThreadIoEventLoopGroup group,
      DnsNameResolver resolver,
      Addresses addresses,
      TlsClients tls) {}
}
