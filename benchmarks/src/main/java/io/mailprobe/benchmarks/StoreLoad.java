package io.mailprobe.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.mailprobe.prober.account.BegunAttempt;
import io.mailprobe.prober.account.Ledger;
import io.mailprobe.prober.account.RouteAccount;
import io.mailprobe.protocol.feed.FeedCursor;
import io.mailprobe.protocol.feed.FeedPage;
import io.mailprobe.protocol.feed.FeedRequest;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.receiver.feed.JournalFeed;
import io.mailprobe.receiver.journal.Journal;
import io.mailprobe.receiver.journal.Pending;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Whether ledger and journal keep up with 500 probes a second, and how long a ledger takes to open
 * with a day of probes in flight. Both with the files and settings of the product: each commit on
 * disk before anybody hears of it.
 */
public final class StoreLoad {

  private static final int RATE = 500;
  private static final int DAY = 86_400;

  private final Path folder;
  private final SampleProbes samples = new SampleProbes();
  private final MovableClock clock = new MovableClock();
  private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

  private StoreLoad(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] arguments) throws Exception {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
    // Beside the build, not in a temporary folder: that may be in memory and know no disk.
    Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "store-load");
    try {
      StoreLoad load = new StoreLoad(folder);
      load.keepUp(seconds);
      load.reopen();
    } finally {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private Ledger openLedger() throws IOException {
    return Ledger.open(folder, List.of(samples.route()), clock, samples.nobody());
  }

  /** Probes at a fixed rate through their whole life: opened, accepted, arrived, fed back. */
  private void keepUp(int seconds) throws Exception {
    var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    ConcurrentLinkedQueue<Long> openings = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<Long> acceptances = new ConcurrentLinkedQueue<>();
    try (Ledger ledger = openLedger();
        Journal journal = Journal.open(folder, clock, random);
        ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();
        ExecutorService sessions = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<Void> reader = new CompletableFuture<>();
      long wanted = (long) RATE * seconds;
      var _ = sessions.submit(() -> read(ledger, journal, wanted, reader));
      long cpu = machine.getProcessCpuTime();
      long start = System.nanoTime();
      var ticking =
          ticks.scheduleAtFixedRate(
              () -> sessions.execute(() -> probe(ledger, journal, openings, acceptances)),
              0,
              TimeUnit.SECONDS.toNanos(1) / RATE,
              TimeUnit.NANOSECONDS);
      pause(seconds, TimeUnit.SECONDS);
      ticking.cancel(false);
      double rate = openings.size() / ((System.nanoTime() - start) / 1e9);
      double cores = (machine.getProcessCpuTime() - cpu) / (double) (System.nanoTime() - start);
      long behind = System.nanoTime();
      long opened = ledger.accounts().getFirst().opened();
      while (ledger.accounts().getFirst().arrived() < opened
          && System.nanoTime() - behind < TimeUnit.SECONDS.toNanos(30)) {
        pause(5, TimeUnit.MILLISECONDS);
      }
      RouteAccount account = ledger.accounts().getFirst();
      System.out.printf(
          "%d s at %d probes a second: %.0f a second opened, %d of %d delivered %.0f ms after the last tick,"
              + " %.2f processors%n",
          seconds,
          RATE,
          rate,
          account.arrived(),
          account.opened(),
          (System.nanoTime() - behind) / 1e6,
          cores);
      print("probe on disk before its first byte", openings);
      print("arrival on disk before its 250", acceptances);
      reader.complete(null);
    }
  }

  private void probe(
      Ledger ledger,
      Journal journal,
      ConcurrentLinkedQueue<Long> openings,
      ConcurrentLinkedQueue<Long> acceptances) {
    try {
      Instant now = clock.micros();
      long start = System.nanoTime();
      BegunAttempt attempt = ledger.open(samples.route(), ProbeId.create(now, random), now).get();
      openings.add(System.nanoTime() - start);
      long dot = System.nanoTime();
      try (Pending pending = journal.arriving()) {
        var _ =
            journal.write(
                pending, samples.message(clock.micros()), List.of(samples.identified(attempt)));
      }
      acceptances.add(System.nanoTime() - dot);
      ledger.await(attempt, samples.report(clock.micros())).get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void read(Ledger ledger, Journal journal, long wanted, CompletableFuture<Void> end) {
    JournalFeed feed = new JournalFeed(journal, clock, (_, _) -> () -> {}, Optional::empty);
    Optional<FeedCursor> after = Optional.empty();
    try {
      while (!end.isDone()) {
        FeedPage page =
            feed.read(
                new FeedRequest(
                    samples.route().prober(), after, FeedRequest.MAX_LIMIT, Duration.ZERO));
        if (page.arrivals().isEmpty()) {
          pause(5, TimeUnit.MILLISECONDS);
        } else {
          ledger.record("feed", page).get();
        }
        after = Optional.of(page.next());
      }
    } catch (Exception e) {
      System.err.println("reading of " + wanted + " probes failed: " + e);
    }
  }

  /** A day of probes in flight at one a second, and another day until the next start. */
  private void reopen() throws Exception {
    Path before = Files.createDirectories(folder.resolve("day"));
    StoreLoad day = new StoreLoad(before);
    day.clock.stop();
    try (Ledger ledger = day.openLedger()) {
      CompletableFuture<?>[] group = new CompletableFuture<?>[512];
      Arrays.fill(group, CompletableFuture.completedFuture(null));
      for (int probe = 0; probe < DAY; probe++) {
        Instant now = day.clock.micros();
        group[probe % group.length].join();
        group[probe % group.length] =
            ledger
                .open(day.samples.route(), ProbeId.create(now, random), now)
                .thenCompose(attempt -> ledger.await(attempt, day.samples.report(now)));
        day.clock.advance(Duration.ofSeconds(1));
        if (probe % 600 == 0) {
          ledger.sweep(false).join();
        }
      }
      CompletableFuture.allOf(group).join();
      ledger.sweep(false).join();
    }
    long size = Files.size(before.resolve("ledger.db"));
    System.out.printf("a day of probes in flight at one a second: %d MB%n", size / 1_000_000);
    for (Duration pause :
        List.of(Duration.ofSeconds(5), Duration.ofHours(1), Duration.ofHours(24))) {
      day.clock.advance(pause);
      long start = System.nanoTime();
      try (Ledger ledger = day.openLedger()) {
        double took = (System.nanoTime() - start) / 1e9;
        System.out.printf(
            "reopened %s later in %.2f s, %d in flight%n",
            pause, took, ledger.accounts().getFirst().inFlight());
      }
    }
  }

  private static void pause(long time, TimeUnit unit) throws InterruptedException {
    boolean _ = new CountDownLatch(1).await(time, unit);
  }

  private static void print(String what, ConcurrentLinkedQueue<Long> nanos) {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    System.out.printf(
        "%s: median %.1f ms, p99 %.1f ms, worst %.1f ms%n",
        what,
        sorted[sorted.length / 2] / 1e6,
        sorted[(int) (sorted.length * 0.99)] / 1e6,
        sorted[sorted.length - 1] / 1e6);
  }
}
