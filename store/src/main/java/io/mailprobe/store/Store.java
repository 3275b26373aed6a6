package io.mailprobe.store;

import io.mailprobe.store.StoreException.Fault;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One SQLite file with one writer. Work handed to {@link #write} is gathered: all that has come in
 * while the disk was busy goes into one transaction, and its futures complete only once that is on
 * disk ({@code synchronous=FULL}), so that what was acknowledged survives a crash and a power loss.
 * Where one piece of a group fails, only that piece is undone.
 *
 * <p>Thread safe. A second process that opens the same store is refused.
 */
public final class Store implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Store.class);

  /** The most pieces of work in one transaction; bounds how long one of them waits. */
  private static final int MAX_GROUP = 512;

  private final String name;
  private final FolderLock lock;
  private final Connection writing;
  private final Connection reading;
  private final BlockingQueue<Task<?>> queue = new LinkedBlockingQueue<>();
  private final Thread writer;
  private volatile boolean closed;

  /** Whether the latest group could not be written. Only the writer's thread uses it. */
  private boolean failing;

  private Store(String name, FolderLock lock, Connection writing, Connection reading) {
    this.name = name;
    this.lock = lock;
    this.writing = writing;
    this.reading = reading;
    this.writer = Thread.ofPlatform().name("store-" + name).daemon().unstarted(this::writeGroups);
  }

  /**
   * Opens the store, making its folder and file where they are missing, and brings its schema up to
   * date.
   *
   * @param folder where the file {@code <schema name>.db} lives
   * @throws StoreException if it cannot be opened; what it holds has not been changed then
   */
  public static Store open(Path folder, Schema schema) throws StoreException {
    Path file = folder.resolve(schema.name() + ".db");
    FolderLock lock = FolderLock.take(folder, schema.name());
    try {
      Connection writing = Sqlite.openForWriting(file);
      try {
        schema.migrate(writing);
        Store store = new Store(schema.name(), lock, writing, Sqlite.openForReading(file));
        store.writer.start();
        return store;
      } catch (SQLException | StoreException e) {
        closeQuietly(writing);
        throw e;
      }
    } catch (SQLException e) {
      lock.close();
      throw Sqlite.translate(file.toString(), e);
    } catch (StoreException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Has the work done by the writer, in the order of the calls. The future completes on the
   * writer's thread, once the work is on disk, or with a {@link StoreException}; whatever is to
   * follow and may block must be handed to another thread.
   */
  public <T> CompletableFuture<T> write(Work<T> work) {
    Task<T> task = new Task<>(work, new CompletableFuture<>());
    queue.add(task);
    if (closed && queue.remove(task)) {
      task.fail(closedFault());
    }
    return task.future;
  }

  /**
   * Does the work now, on this thread, on what is on disk.
   *
   * @throws StoreException if it cannot be read
   */
  public <T> T read(Work<T> work) throws StoreException {
    synchronized (reading) {
      if (closed) {
        throw closedFault();
      }
      try {
        return work.run(reading);
      } catch (SQLException e) {
        throw Sqlite.translate(name, e);
      }
    }
  }

  /** Finishes the work handed in before, then closes. Work handed in later fails. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    // In this order: whoever then does not see it closed has his work before the stop.
    closed = true;
    queue.add(Task.stop());
    joinWriter();
    synchronized (reading) {
      closeQuietly(reading);
    }
    closeQuietly(writing);
    lock.close();
  }

  /** Waits for the writer whatever happens: it must not lose its connection under its hands. */
  private void joinWriter() {
    boolean interrupted = false;
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private StoreException closedFault() {
    return new StoreException(Fault.CLOSED, "store " + name + " is closed");
  }

  private void writeGroups() {
    boolean stop = false;
    while (!stop) {
      List<Task<?>> group = new ArrayList<>();
      try {
        group.add(queue.take());
      } catch (InterruptedException _) {
        continue; // Only close() ends the writer.
      }
      queue.drainTo(group, MAX_GROUP - 1);
      stop = group.removeIf(Task::isStop);
      if (!group.isEmpty()) {
        writeGroup(group);
      }
    }
    List<Task<?>> left = new ArrayList<>();
    queue.drainTo(left);
    left.forEach(task -> task.fail(closedFault()));
  }

  private void writeGroup(List<Task<?>> group) {
    try {
      Sqlite.execute(writing, "BEGIN IMMEDIATE");
      for (Task<?> task : group) {
        task.run(writing);
      }
      Sqlite.execute(writing, "COMMIT");
    } catch (SQLException e) {
      fail(group, Sqlite.translate(name, e));
      return;
    }
    if (failing) {
      failing = false;
      log.info("store {} can be written again", name);
    }
    group.forEach(Task::complete);
  }

  private void fail(List<Task<?>> group, StoreException fault) {
    if (!failing) { // Once, not for each group of a disk that stays full for hours.
      failing = true;
      log.error("{}", fault.getMessage());
    }
    Sqlite.rollback(writing);
    group.forEach(task -> task.fail(fault));
  }

  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      log.debug("while closing", e);
    }
  }
}
