package io.mailprobe.simulator.queue;

import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.simulator.fault.Fate;
import io.mailprobe.simulator.fault.Fault;
import io.mailprobe.simulator.fault.FaultBoard;
import io.mailprobe.simulator.fault.Injection;
import io.mailprobe.simulator.queue.Reporter.Failure;
import io.mailprobe.simulator.server.Servers;
import io.mailprobe.simulator.server.Turn;
import io.mailprobe.simulator.stats.Tally;
import io.mailprobe.simulator.topology.Latency;
import io.mailprobe.simulator.topology.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One region's queue. A message waits for a worker of its server, then stays for a sample of the
 * region's latency, and longer where a fault holds it; then it is delivered, and delivered again
 * until that succeeds or it has expired. Its sender is told once when that takes long, and when it
 * is given up.
 */
public final class TransportQueue implements AutoCloseable {

  /**
   * How much a queue may hold, and how many deliveries may run at a time.
   *
   * @param messages the most copies
   * @param bytes the most bytes of all copies
   * @param senders the most deliveries at a time
   */
  public record Capacity(int messages, long bytes, int senders) {
    /** Enough for a demo, and little enough for its memory. */
    public static Capacity standard() {
      return new Capacity(20_000, 64L << 20, 20);
    }
  }

  /**
   * How long messages stay, how often they are tried, how many there may be, and who tells their
   * senders.
   */
  public record Policy(
      Latency latency, RetryIntervals retries, Capacity capacity, Reporter reporter) {

    /** One in which nobody is told anything. */
    public Policy(Latency latency, RetryIntervals retries, Capacity capacity) {
      this(latency, retries, capacity, Reporter.SILENT);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(TransportQueue.class);

  private static final Sender.Result REFUSED_HERE = new Sender.Result.Refused("by a rule of ours");

  // Purposes of a message's chance: one for each copy's latency, and one beside each fault's
  // number.
  private static final long LATENCY = -1;
  private static final long DRAIN = 1L << 40;

  /** Purposes of a copy's chance from here on: one for each restart that it lives through. */
  private static final long RESTART = 1L << 52;

  /**
   * What a queue lives in.
   *
   * @param servers where the messages wait for a worker before anything else is done to them
   */
  public record World(Clock clock, Scheduler scheduler, FaultBoard faults, Servers servers) {}

  private final Clock clock;
  private final Scheduler scheduler;
  private final FaultBoard faults;
  private final Servers servers;
  private final Policy policy;
  private final Sender sender;
  private final Tally tally;
  private final Semaphore senders;
  private final Executor threads;

  /** In the order in which they came, so that what is drawn for them is the same each time. */
  private final Set<Copy> copies = new LinkedHashSet<>();

  private long bytes;
  private int deliveries;
  private boolean closed;

  /** One whose deliveries have a virtual thread each. */
  public TransportQueue(World world, Policy policy, Sender sender, Tally tally) {
    this(
        world,
        policy,
        sender,
        tally,
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("sender-", 0).factory()));
  }

  /**
   * One whose deliveries run elsewhere.
   *
   * @param threads runs them, never on the caller's stack; shut down with the queue where that can
   *     be done
   */
  public TransportQueue(World world, Policy policy, Sender sender, Tally tally, Executor threads) {
    this.clock = world.clock();
    this.scheduler = world.scheduler();
    this.faults = world.faults();
    this.servers = world.servers();
    this.policy = policy;
    this.sender = sender;
    this.tally = tally;
    this.threads = threads;
    this.senders = new Semaphore(policy.capacity().senders());
    faults.onEnd(this::release);
    servers.watch(new Upheavals());
  }

  /** The servers at which messages wait. */
  public Servers servers() {
    return servers;
  }

  /** Whether so many more bytes would fit now. */
  public synchronized boolean hasRoom(long moreBytes) {
    return !closed
        && copies.size() < policy.capacity().messages()
        && bytes + moreBytes <= policy.capacity().bytes();
  }

  /** Whether no delivery is under way now. */
  synchronized boolean isIdle() {
    return deliveries == 0;
  }

  /** Takes a message, whose fate decides how long it stays and which faults strike it. */
  public void accept(QueuedMessage message, Fate fate) {
    accept(message, fate, Duration.ZERO);
  }

  /**
   * Takes a message that its sender's pace holds back for a while.
   *
   * @param carriedOver how much longer than others it stays
   */
  public synchronized void accept(QueuedMessage message, Fate fate, Duration carriedOver) {
    List<Injection> strikes = faults.strikes(message.place(), fate);
    int count =
        1 + (int) strikes.stream().filter(s -> s.fault() instanceof Fault.Duplicate).count();
    tally.accepted(count);
    for (int number = 0; number < count; number++) {
      if (strikes.stream().anyMatch(strike -> strike.fault() instanceof Fault.Drop)) {
        tally.left(Tally.Exit.DROPPED);
      } else {
        Copy copy = new Copy(Alteration.of(message, strikes), fate, clock.nanos());
        enqueue(copy, number, strikes, carriedOver);
        Duration notice = notice(copy, strikes);
        copy.notice = Optional.of(scheduler.after(notice, () -> tellOfDelay(copy)));
      }
    }
  }

  /** When the sender is told that it waits. */
  private Duration notice(Copy copy, List<Injection> strikes) {
    Duration notice = policy.retries().notice();
    for (Injection strike : strikes) {
      if (strike.fault() instanceof Fault.DelayReport(var reply, var after)) {
        copy.lastError = reply;
        notice = after;
      }
    }
    return notice;
  }

  private void enqueue(Copy copy, int number, List<Injection> strikes, Duration carriedOver) {
    Duration stay =
        policy.latency().sample(copy.fate.generator(LATENCY - number)).plus(carriedOver);
    for (Injection strike : strikes) {
      if (strike.fault() instanceof Fault.Hold hold) {
        stay = stay.plus(hold.extra().sample(copy.fate.generator(strike.number() + DRAIN)));
        copy.heldBy.add(strike.number());
      }
      if (strike.fault() instanceof Fault.Bounce bounce) {
        copy.bounce = Optional.of(bounce.reply());
      }
    }
    copies.add(copy);
    bytes += copy.message.content().length();
    Turn worker = servers.enter(copy.message.place(), copy.fate, number);
    copy.worker = Optional.of(worker);
    copy.begins = worker.at();
    schedule(copy, stay.plusNanos(Math.max(0, copy.begins - clock.nanos())));
  }

  private void schedule(Copy copy, Duration delay) {
    int turn = ++copy.turn;
    copy.due = clock.nanos() + delay.toNanos();
    copy.pending = Optional.of(scheduler.after(delay, () -> due(copy, turn)));
  }

  /** What a hold that has ended still keeps comes out as that fault's drain says. */
  private synchronized void release(Injection ended) {
    if (ended.fault() instanceof Fault.Hold hold) {
      List<Copy> freed =
          copies.stream()
              .filter(copy -> copy.heldBy.remove(ended.number()) && copy.heldBy.isEmpty())
              .sorted(Comparator.comparingLong(copy -> copy.accepted))
              .toList();
      double[] chances =
          freed.stream()
              .mapToDouble(copy -> copy.fate.generator(ended.number() - DRAIN).nextDouble())
              .toArray();
      List<Duration> delays = hold.drain().delays(chances);
      for (int i = 0; i < delays.size(); i++) {
        Copy copy = freed.get(i);
        if (clock.nanos() + delays.get(i).toNanos() < copy.due) {
          copy.pending.ifPresent(Scheduler.Pending::cancel);
          schedule(copy, delays.get(i));
        }
      }
    }
  }

  /** What waits at a server waits longer or shorter, or is left over after a restart. */
  private final class Upheavals implements Servers.Watcher {

    @Override
    public void staffed(Place server) {
      synchronized (TransportQueue.this) {
        for (Copy copy : waitingAt(server)) {
          long begins = copy.worker.map(Turn::at).orElse(copy.begins);
          long later = begins - copy.begins;
          copy.begins = begins;
          if (later != 0) {
            scheduleAt(copy, copy.due + later);
          }
        }
      }
    }

    @Override
    public void restarted(Place server, Duration away, Duration drain) {
      synchronized (TransportQueue.this) {
        long back = clock.nanos() + away.toNanos();
        for (Copy copy : waitingAt(server)) {
          double part = copy.fate.generator(RESTART + copy.restarts++).nextDouble();
          long drained = back + (long) (drain.toNanos() * part);
          copy.worker = Optional.empty();
          scheduleAt(copy, copy.heldBy.isEmpty() ? drained : Math.max(drained, copy.due));
        }
      }
    }

    private List<Copy> waitingAt(Place server) {
      return copies.stream()
          .filter(copy -> copy.message.place().label().equals(server.label()))
          .filter(copy -> copy.pending.isPresent())
          .toList();
    }

    private void scheduleAt(Copy copy, long instant) {
      copy.pending.ifPresent(Scheduler.Pending::cancel);
      schedule(copy, Duration.ofNanos(Math.max(0, instant - clock.nanos())));
    }
  }

  private synchronized void due(Copy copy, int turn) {
    if (!closed && turn == copy.turn) { // Not where a release came between.
      copy.heldBy.clear();
      copy.pending = Optional.empty();
      deliveries++;
      threads.execute(() -> deliver(copy));
    }
  }

  private void deliver(Copy copy) {
    Sender.Result result;
    try {
      senders.acquire();
    } catch (InterruptedException _) {
      return; // The queue was closed.
    }
    try {
      Instant released = copy.released.orElseGet(clock::wall);
      copy.released = Optional.of(released);
      result =
          copy.bounce.isPresent()
              ? REFUSED_HERE
              : sender.send(copy.message, released, copy.failed + 1);
    } catch (RuntimeException e) {
      result = new Sender.Result.Deferred("the sender failed: " + e);
    } finally {
      senders.release();
    }
    conclude(copy, result);
  }

  private synchronized void conclude(Copy copy, Sender.Result result) {
    deliveries--;
    if (closed) {
      return;
    }
    switch (result) {
      case Sender.Result.Delivered() -> leave(copy, Tally.Exit.DELIVERED, Optional.empty());
      case Sender.Result.Refused(String why) -> {
        LOG.warn("message {} refused: {}", copy.message.networkId(), why);
        Failure failure = copy.bounce.isPresent() ? Failure.FORBIDDEN : Failure.REFUSED;
        fail(copy, Tally.Exit.REFUSED, failure, copy.bounce.orElse(why));
      }
      case Sender.Result.Forbidden(String reply) ->
          fail(copy, Tally.Exit.REFUSED, Failure.FORBIDDEN, reply);
      case Sender.Result.Deferred(String why) -> {
        LOG.info("message {} deferred: {}", copy.message.networkId(), why);
        copy.lastError = why;
        Duration age = Duration.ofNanos(clock.nanos() - copy.accepted);
        policy
            .retries()
            .next(++copy.failed, age)
            .ifPresentOrElse(
                wait -> schedule(copy, wait),
                () -> fail(copy, Tally.Exit.EXPIRED, Failure.EXPIRED, copy.lastError));
        if (!copy.report) {
          tally.deferred(); // Whoever sees it counted may count on what follows from it.
        }
      }
    }
  }

  private void fail(Copy copy, Tally.Exit exit, Failure failure, String why) {
    leave(copy, exit, policy.reporter().failed(copy.message, failure, why, clock.wall()));
  }

  private synchronized void tellOfDelay(Copy copy) {
    if (!closed && copies.contains(copy)) {
      Duration left = policy.retries().expiry().minus(policy.retries().notice());
      Instant now = clock.wall();
      report(copy, policy.reporter().delayed(copy.message, copy.lastError, now, now.plus(left)));
    }
  }

  /** A report is a message, too, but none of those that are accounted for, and no fault's. */
  private void report(Copy about, Optional<QueuedMessage> report) {
    if (report.isPresent() && hasRoom(report.get().content().length())) {
      Copy copy = new Copy(report.get(), about.fate, clock.nanos());
      copy.report = true;
      enqueue(copy, 0, List.of(), Duration.ZERO);
      tally.reported();
    }
  }

  private void leave(Copy copy, Tally.Exit exit, Optional<QueuedMessage> report) {
    copies.remove(copy);
    bytes -= copy.message.content().length();
    copy.notice.ifPresent(Scheduler.Pending::cancel);
    report(copy, report);
    if (!copy.report) {
      tally.left(exit); // Whoever sees it counted may count on its report.
    }
  }

  /** Forgets what is queued and breaks off what is on its way. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      copies.forEach(copy -> copy.pending.ifPresent(Scheduler.Pending::cancel));
      copies.forEach(copy -> copy.notice.ifPresent(Scheduler.Pending::cancel));
      copies.clear();
      bytes = 0;
    }
    if (threads instanceof ExecutorService service) {
      service.shutdownNow();
    }
  }
}
