package io.mailprobe.store;

import io.mailprobe.store.StoreException.Fault;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks through a whole SQLite file for damage, beside its use where it is large. */
final class SqliteCheck implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SqliteCheck.class);

  private static final Duration PAUSE = Duration.ofMillis(20);

  /** How long a check beside the use waits, since a start has other work for the disk. */
  private static final Duration START = Duration.ofSeconds(30);

  private final Sqlite file;
  private final Thread thread;
  private @Nullable Statement running;
  private boolean closed;
  private volatile @Nullable StoreException damage;

  private final Duration delay;
  private final CountDownLatch closing = new CountDownLatch(1);

  private SqliteCheck(Sqlite file, Duration delay) {
    this.file = file;
    this.delay = delay;
    this.thread = Thread.ofPlatform().name("store-check").daemon().unstarted(this::run);
  }

  /** Looks through it soon. */
  static SqliteCheck start(Sqlite file) {
    return start(file, START);
  }

  static SqliteCheck start(Sqlite file, Duration delay) {
    SqliteCheck check = new SqliteCheck(file, delay);
    check.thread.start();
    return check;
  }

  /**
   * Looks through it now.
   *
   * @throws StoreException if it is damaged
   */
  static void now(Connection connection, String name) throws SQLException, StoreException {
    try (Statement statement = connection.createStatement()) {
      require(statement, name);
    }
  }

  private static void require(Statement statement, String name)
      throws SQLException, StoreException {
    try (ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
      String verdict = row.next() ? row.getString(1) : "no answer";
      if (!verdict.equals("ok")) {
        throw corrupt(name, verdict, null);
      }
    }
  }

  /** What was found; empty where nothing was, or not yet. */
  Optional<StoreException> damage() {
    return Optional.ofNullable(damage);
  }

  private void run() {
    try {
      if (!closing.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // Nobody does; then the check is not made.
    }
  }

  private void look() {
    try (Connection connection = file.openForReading();
        Statement statement = connection.createStatement()) {
      if (begin(statement)) {
        require(statement, file.name());
      }
    } catch (StoreException e) {
      damage = e;
      log.error("{}", e.getMessage());
    } catch (SQLException e) {
      if (file.faultOf(e) == Fault.CORRUPT) {
        damage = file.explain(e);
        log.error("{}", damage.getMessage());
      } else {
        log.debug("the check of {} was not finished: {}", file.name(), e.getMessage());
      }
    } finally {
      end();
    }
  }

  private synchronized boolean begin(Statement statement) {
    running = closed ? null : statement;
    return !closed;
  }

  private synchronized void end() {
    running = null;
  }

  /** Ends the look, wherever it is, and waits for that. */
  @Override
  public void close() {
    closing.countDown();
    boolean interrupted = false;
    while (thread.isAlive()) {
      cancel(); // Again and again: it does nothing between two steps of the look.
      try {
        thread.join(PAUSE);
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void cancel() {
    closed = true;
    if (running != null) {
      try {
        running.cancel();
      } catch (SQLException e) {
        log.debug("while ending the check of {}", file.name(), e);
      }
    }
  }

  static StoreException corrupt(String what, String seen, @Nullable SQLException cause) {
    String message =
        "store %s is damaged (%s): move the file away (it is evidence), then restore a copy or start anew"
            .formatted(what, seen);
    return cause == null
        ? new StoreException(Fault.CORRUPT, message)
        : new StoreException(Fault.CORRUPT, message, cause);
  }
}
