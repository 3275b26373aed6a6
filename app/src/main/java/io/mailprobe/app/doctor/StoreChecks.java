package io.mailprobe.app.doctor;

import io.mailprobe.app.config.Config;
import io.mailprobe.prober.account.LedgerReader;
import io.mailprobe.store.StoreAddress;
import io.mailprobe.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Whether the store can be written, and what is in it can be read. */
final class StoreChecks {

  private static final String STORE = "store";

  /** Less room than this is used up in hours. */
  private static final long SCARCE = 64L << 20;

  private static final int TRIED = 256 * 1024;

  private StoreChecks() {}

  static String title(Config config) {
    return Finding.title(STORE, config.store().toString());
  }

  static Check of(Config config) {
    return Check.of(STORE, config.store().toString(), () -> look(config));
  }

  /** On a server, which others may use too, each prober's ledger is its own. */
  static StoreAddress ledger(Config config) {
    return switch (config.store()) {
      case StoreAddress.Folder folder -> folder;
      case StoreAddress.Server server -> server.ownedBy(config.prober());
    };
  }

  private static Seen look(Config config) {
    StoreAddress address = ledger(config);
    if (address instanceof StoreAddress.Folder(Path folder, var _)) {
      Path there = nearest(folder);
      try {
        write(there);
      } catch (IOException e) {
        return Seen.fault(
            "%s cannot be written: %s".formatted(there, Words.plain(e.toString())),
            "let it be a folder with room that this user may write (install -d -o mailprobe -m 700 %s), or change store"
                .formatted(folder));
      }
    }
    try (LedgerReader _ = LedgerReader.open(address)) {
      return Seen.ok("can be read and written");
    } catch (StoreException e) {
      if (e.fault() == StoreException.Fault.MISSING) {
        return Seen.ok("there is none yet: mailprobe run makes it");
      }
      String words = Words.plain(String.valueOf(e.getMessage()));
      return e.isOfTheStore()
          ? Seen.fault(
              words, "restore it from a copy, or move it away to begin anew; or change store")
          : Seen.note(words);
    }
  }

  /** The folder, or what of the way to it is there. */
  private static Path nearest(Path folder) {
    Path there = folder.toAbsolutePath().normalize();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return there;
  }

  private static void write(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException("it is no folder");
    }
    Path tried = Files.createTempFile(folder, ".mailprobe-doctor", null);
    try (FileChannel channel = FileChannel.open(tried, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.allocate(TRIED);
      while (bytes.hasRemaining()) {
        int _ = channel.write(bytes);
      }
      channel.force(true);
      long room = Files.getFileStore(folder).getUsableSpace();
      if (room < SCARCE) {
        throw new IOException("its disk has only %d kB left".formatted(room >> 10));
      }
    } finally {
      Files.deleteIfExists(tried);
    }
  }
}
