package io.mailprobe.receiver.journal;

import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.feed.FeedCursor;
import io.mailprobe.protocol.report.DeliveryReport;
import io.mailprobe.protocol.time.Clock;
import io.mailprobe.receiver.listen.Message;
import io.mailprobe.receiver.verify.Finding.Identified;
import io.mailprobe.receiver.verify.Finding.Reported;
import io.mailprobe.receiver.verify.Finding.Unverified;
import io.mailprobe.store.Store;
import io.mailprobe.store.StoreAddress;
import io.mailprobe.store.StoreException;
import io.mailprobe.store.StoreSize;
import io.mailprobe.store.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/**
 * The receiver's record of what arrived. A message that it has taken is on disk. It has a name,
 * made with it, that tells its cursors from those of any other journal. Thread safe.
 */
public final class Journal implements AutoCloseable {

  /** How much of a message's header block, or of a report, is kept as evidence. */
  private static final int MAX_HEAD = 65_536;

  private static final String NAME_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int NAME_LENGTH = 16;

  private final Store store;
  private final String name;
  private final Clock clock;
  private final Watermark watermark;
  private final Bell bell = new Bell();
  private final Pruning pruning;
  private final AtomicBoolean trying = new AtomicBoolean();
  private volatile Optional<String> trouble = Optional.empty();
  private volatile boolean closed;

  private Journal(Store store, String name, Retention retention, Clock clock) {
    this.store = store;
    this.name = name;
    this.pruning = new Pruning(store, retention);
    this.clock = clock;
    watermark = new Watermark(clock);
  }

  /** Opens the journal in the folder, with the usual retention. */
  public static Journal open(Path folder, Clock clock, RandomGenerator random)
      throws IOException, InterruptedException {
    return open(StoreAddress.folder(folder), Retention.DEFAULT, clock, random);
  }

  /**
   * Opens the journal of a store, making it where there is none. On a server several receivers may
   * have it open at once, and each hands out what any of them has taken.
   *
   * @throws IOException if it cannot be opened; the message says why and what to do
   */
  public static Journal open(
      StoreAddress address, Retention retention, Clock clock, RandomGenerator random)
      throws IOException, InterruptedException {
    Store store = Store.openShared(address, Rows.SCHEMA);
    try {
      String name = settle(store.write(connection -> nameOf(connection, random)));
      return new Journal(store, name, retention, clock);
    } catch (IOException | InterruptedException e) {
      store.close();
      throw e;
    }
  }

  private static String nameOf(Connection connection, RandomGenerator random) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT name FROM journal")) {
      if (row.next()) {
        return row.getString(1);
      }
    }
    StringBuilder made = new StringBuilder();
    for (int i = 0; i < NAME_LENGTH; i++) {
      made.append(NAME_ALPHABET.charAt(random.nextInt(NAME_ALPHABET.length())));
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO journal (name, checked) VALUES (?, 0)")) {
      insert.setString(1, made.toString());
      insert.executeUpdate();
    }
    return made.toString();
  }

  /** The journal's name: letters and digits. */
  public String name() {
    return name;
  }

  /** A message has become whole: takes its instant. */
  public Pending arriving() {
    return watermark.begin();
  }

  /**
   * Writes the arrivals that a message is, one for each probe, and its evidence.
   *
   * @return the arrivals as they are on disk
   * @throws IOException if they could not be written
   */
  public List<Arrival> write(Pending pending, Message message, List<Identified> probes)
      throws IOException, InterruptedException {
    byte[] head = Head.of(message.beginning(), MAX_HEAD);
    Instant now = clock.wall();
    List<Arrival> written =
        commit(
            connection -> {
              List<Arrival> arrivals = new ArrayList<>();
              for (Identified probe : probes) {
                Arrival arrival = Rows.insert(connection, message, probe);
                insertEvidence(connection, arrival.sequence(), message, head);
                pruning.afterArrival(connection, arrival.sequence(), now);
                arrivals.add(arrival);
              }
              return arrivals;
            });
    pending.close(); // Before the bell: whoever wakes up is then told that this one is complete.
    bell.ring();
    return written;
  }

  /**
   * Writes what a message reports, and the message as evidence.
   *
   * @return the reports as they are on disk
   * @throws IOException if they could not be written
   */
  public List<DeliveryReport> writeReports(
      Pending pending, Message message, List<Reported> reported)
      throws IOException, InterruptedException {
    byte[] beginning = beginning(message);
    Instant now = clock.wall();
    List<DeliveryReport> written =
        commit(
            connection -> {
              List<DeliveryReport> reports = new ArrayList<>();
              for (Reported one : reported) {
                DeliveryReport report = ReportRows.insert(connection, message, one);
                if (reports.isEmpty()) { // All of them are of one message.
                  insertEvidence(connection, report.sequence(), message, beginning);
                }
                pruning.afterArrival(connection, report.sequence(), now);
                reports.add(report);
              }
              return reports;
            });
    pending.close();
    bell.ring();
    return written;
  }

  private static byte[] beginning(Message message) {
    return Arrays.copyOf(message.beginning(), Math.min(message.beginning().length, MAX_HEAD));
  }

  private static void insertEvidence(
      Connection connection, long sequence, Message message, byte[] head) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO evidence (sequence, envelope, bare_line_ends, head) VALUES (?, ?, ?, ?)")) {
      insert.setLong(1, sequence);
      insert.setString(2, message.envelope().describe());
      insert.setLong(3, message.bareLineEnds());
      insert.setBytes(4, head);
      insert.executeUpdate();
    }
  }

  /**
   * Writes a message that is no probe, as evidence.
   *
   * @return its number among those
   * @throws IOException if it could not be written
   */
  public long write(Message message, Unverified finding) throws IOException, InterruptedException {
    byte[] beginning = beginning(message);
    return commit(connection -> insertUnverified(connection, message, finding, beginning));
  }

  private long insertUnverified(
      Connection connection, Message message, Unverified finding, byte[] beginning)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO unverified
              (reason, detail, arrived, peer, helo, size, envelope, bare_line_ends, beginning)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            RETURNING sequence""")) {
      insert.setString(1, finding.reason().label());
      insert.setString(2, finding.detail());
      insert.setLong(3, Rows.micros(message.envelope().arrived()));
      insert.setString(4, message.envelope().peer());
      insert.setString(5, message.envelope().helo());
      insert.setLong(6, message.size());
      insert.setString(7, message.envelope().describe());
      insert.setLong(8, message.bareLineEnds());
      insert.setBytes(9, beginning);
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        long sequence = row.getLong(1);
        pruning.afterUnverified(connection, sequence);
        return sequence;
      }
    }
  }

  /** Whether it can be written: as the last write showed, or by a try where that failed. */
  public boolean isWritable() throws InterruptedException {
    if (trouble.isEmpty()) {
      return true;
    }
    try {
      boolean _ = settle(tryToWrite());
      trouble = Optional.empty();
      return true;
    } catch (IOException e) {
      trouble = Optional.of(String.valueOf(e.getMessage()));
      return false;
    }
  }

  /**
   * Why it cannot be written or trusted, as far as that is known now; empty while it can. Does not
   * wait: where the last write failed it has another tried, so that it is soon known that it can.
   */
  public Optional<String> trouble() {
    if (trouble.isPresent() && !closed && trying.compareAndSet(false, true)) {
      CompletableFuture<Boolean> _ =
          tryToWrite()
              .whenComplete(
                  (_, failure) -> {
                    trying.set(false);
                    if (failure == null) {
                      trouble = Optional.empty();
                    }
                  });
    }
    return trouble.or(() -> store.damage().map(StoreException::getMessage));
  }

  private CompletableFuture<Boolean> tryToWrite() {
    long now = Rows.micros(clock.wall());
    return store.write(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate("UPDATE journal SET checked = " + now) == 1;
          }
        });
  }

  /** How much room it took when that was last looked at. */
  public StoreSize size() {
    return store.lastSize();
  }

  /** Whether other receivers may write it too, and do not ring the bell here. */
  public boolean isShared() {
    return store.isShared();
  }

  private <T> T commit(Work<T> work) throws IOException, InterruptedException {
    try {
      T result = settle(store.write(work));
      trouble = Optional.empty();
      return result;
    } catch (IOException e) {
      trouble = Optional.of(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private static <T> T settle(CompletableFuture<T> written)
      throws IOException, InterruptedException {
    try {
      return written.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException fault) {
        throw fault;
      }
      throw new IOException("the journal could not be written: " + e.getCause(), e);
    }
  }

  /**
   * Reads the arrivals and reports for one prober and those for which no prober is known.
   *
   * @param after where to begin; without it, and where it is no place in this journal, with the
   *     oldest. A journal restored from an older copy may not have got that far, or have something
   *     else there.
   */
  public Excerpt read(String prober, Optional<FeedCursor> after, int limit) throws IOException {
    if (closed) {
      throw new IOException("the journal is closed");
    }
    Instant complete = watermark.complete(); // First: what comes in from now on is later than it.
    return store.read(
        connection -> new Reading(connection, name, prober).excerpt(after, limit, complete));
  }

  /** Completes at the next arrival or report; to be given back with {@link #leave}. */
  public CompletableFuture<Void> next() {
    return bell.listen();
  }

  /** Nobody waits for it any more. */
  public void leave(CompletableFuture<Void> next) {
    bell.leave(next);
  }

  /** How many messages are whole and not on disk. */
  public int waiting() {
    return watermark.waiting();
  }

  /** For how long the oldest of those has been waiting. */
  public Duration lag() {
    return watermark.lag();
  }

  /** Finishes what was begun and wakes up whoever waits. */
  @Override
  public void close() {
    closed = true;
    bell.ring();
    store.close();
  }
}
