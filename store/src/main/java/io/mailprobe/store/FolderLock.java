package io.mailprobe.store;

import io.mailprobe.store.StoreException.Fault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to be the only one that has a store open: a lock on a file beside it, which the system
 * gives back when the process ends in whatever way.
 */
final class FolderLock implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FolderLock.class);

  /**
   * What this process has locked. Asked first, since to open and close a locked file once more
   * would give the lock back (POSIX fcntl).
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Takes the lock, making the folder where it is missing. */
  static FolderLock take(Path folder, String name) throws StoreException {
    try {
      Files.createDirectories(folder);
      Path file = folder.toRealPath().resolve(name + ".lock");
      if (!HELD.add(file)) {
        throw inUse(folder, name);
      }
      try {
        return new FolderLock(file, locked(file, folder, name));
      } catch (IOException e) {
        HELD.remove(file);
        throw e;
      }
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException(
          Fault.UNREACHABLE,
          "store " + folder + " cannot be used (" + e + "): check that it can be written",
          e);
    }
  }

  private static FileChannel locked(Path file, Path folder, String name) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        throw inUse(folder, name);
      }
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static StoreException inUse(Path folder, String name) {
    return new StoreException(
        Fault.IN_USE,
        "store %s: %s is in use by another mailprobe: stop that one, or give this one a folder of its own"
            .formatted(folder, name));
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      log.debug("while giving the lock {} back", file, e);
    }
    HELD.remove(file);
  }
}
