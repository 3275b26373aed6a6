package io.mailprobe.store;

import io.mailprobe.store.StoreException.Fault;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes a store: gathers what has come in while the disk was busy into one
 * transaction, and tells each piece what became of it. A group whose commit was sent when the
 * connection broke is told nothing until the database has said whether it was committed.
 */
final class GroupWriter implements Writer {

  private static final Logger log = LoggerFactory.getLogger(GroupWriter.class);

  /** The most pieces of work in one transaction; bounds how long one of them waits. */
  private static final int MAX_GROUP = 512;

  /** How often a database is asked about a commit in doubt while nothing else is to be done. */
  private static final long ASK_EVERY_MS = 500;

  private final String name;
  private final Database database;
  private final Line line;
  private final BlockingQueue<Task<?>> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean closed;

  /** Which connection this is, counted; tells that others may have written in between. */
  private volatile long generation;

  /**
   * A group of which it is not known whether it was committed. Of the thread alone, as the next.
   */
  private @Nullable Doubt doubt;

  /** Whether the latest group could not be written. */
  private boolean failing;

  private record Doubt(List<Task<?>> group, long transaction) {}

  GroupWriter(String name, Database database, Line line) {
    this.name = name;
    this.database = database;
    this.line = line;
    this.thread = Thread.ofPlatform().name("store-" + name).daemon().unstarted(this::run);
  }

  @Override
  public void start() {
    generation = line.made();
    thread.start();
  }

  @Override
  public long generation() {
    return generation;
  }

  @Override
  public void add(Task<?> task) {
    queue.add(task);
    if (closed && queue.remove(task)) {
      task.fail(closedFault());
    }
  }

  @Override
  public void close() {
    // In this order: whoever then does not see it closed has his work before the stop.
    closed = true;
    queue.add(Task.stop());
    Threads.join(thread); // Whatever happens: it must not lose its connection under its hands.
    line.ifMade(database::release);
    line.close();
  }

  @Override
  public StoreException closedFault() {
    return new StoreException(Fault.CLOSED, "store " + name + " is closed");
  }

  private void run() {
    boolean stop = false;
    while (!stop) {
      List<Task<?>> group = next();
      stop = group.removeIf(Task::isStop);
      if (settleDoubt(group) && !group.isEmpty()) {
        write(group);
      }
    }
    Doubt unsettled = doubt;
    if (unsettled != null) {
      StoreException fault =
          new StoreException(
              Fault.UNREACHABLE,
              "store %s was closed before it could tell whether it had taken this".formatted(name));
      unsettled.group().forEach(task -> task.fail(fault));
    }
    List<Task<?>> left = new ArrayList<>();
    queue.drainTo(left);
    left.forEach(task -> task.fail(closedFault()));
  }

  /** What is to be written next; nothing where a doubt is to be looked at again. */
  private List<Task<?>> next() {
    List<Task<?>> group = new ArrayList<>();
    try {
      Task<?> first =
          doubt == null ? queue.take() : queue.poll(ASK_EVERY_MS, TimeUnit.MILLISECONDS);
      if (first != null) {
        group.add(first);
        queue.drainTo(group, MAX_GROUP - 1);
      }
    } catch (InterruptedException _) {
      // Only close() ends the writer.
    }
    return group;
  }

  private void write(List<Task<?>> group) {
    Connection connection;
    long transaction;
    try {
      connection = line.get();
      generation = line.made();
      transaction = database.begin(connection);
      for (Task<?> task : group) {
        task.run(database, connection);
      }
    } catch (SQLException | StoreException e) {
      fail(group, e);
      return;
    }
    try {
      Jdbc.execute(connection, "COMMIT");
    } catch (SQLException e) {
      if (database.leavesDoubt(e)) {
        line.lost();
        doubt = new Doubt(group, transaction);
        boolean _ = settleDoubt(List.of());
      } else {
        fail(group, e);
      }
      return;
    }
    succeed(group);
  }

  /**
   * Asks the database what became of the group in doubt, if there is one.
   *
   * @param next fails where that cannot be told yet: it must not get ahead of the other
   * @return whether there is no doubt any more
   */
  private boolean settleDoubt(List<Task<?>> next) {
    Doubt open = doubt;
    if (open == null) {
      return true;
    }
    try {
      Connection connection = line.get();
      generation = line.made();
      Optional<Boolean> committed = database.isCommitted(connection, open.transaction());
      if (committed.isPresent()) {
        doubt = null;
        if (committed.get()) {
          succeed(open.group());
        } else {
          fail(open.group(), unreachable("it lost the connection before it had taken this"));
        }
        return true;
      }
      fail(next, unreachable("it has not yet told what became of the last commit"));
    } catch (SQLException | StoreException e) {
      fail(next, e);
    }
    return false;
  }

  private StoreException unreachable(String why) {
    return new StoreException(
        Fault.UNREACHABLE, "store %s cannot be reached (%s)".formatted(database.name(), why));
  }

  private void succeed(List<Task<?>> group) {
    if (failing) {
      failing = false;
      log.info("store {} can be written again", name);
    }
    group.forEach(Task::complete);
  }

  private void fail(List<Task<?>> group, Exception cause) {
    StoreException fault =
        switch (cause) {
          case StoreException known -> known;
          case SQLException e -> {
            if (database.breaksConnection(e)) {
              line.lost();
            }
            yield database.explain(e);
          }
          default -> throw new IllegalArgumentException(cause);
        };
    if (!failing) { // Once, not for each group of a disk that stays full for hours.
      failing = true;
      log.error("{}", fault.getMessage());
    }
    // Graver errors have rolled back already.
    line.ifMade(connection -> Jdbc.execute(connection, "ROLLBACK"));
    group.forEach(task -> task.fail(fault));
  }
}
