package io.mailprobe.store;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.util.OSInfo;

/**
 * SQLite's native part. Its library unpacks it into the temporary folder at each start, which takes
 * time, wants a folder that programs may be run from, and leaves the file there where the process
 * is killed. So it is used where it lies unpacked beside the library, as it ships.
 */
final class NativeLibrary {

  private static final String PLACE = "org.sqlite.lib.path";

  private NativeLibrary() {}

  /** To be called before SQLite is used. Does nothing where it is told, or not unpacked. */
  static void useUnpacked() {
    if (System.getProperty(PLACE) != null) {
      return;
    }
    Path jar = jar();
    if (jar == null) {
      return;
    }
    Path unpacked =
        jar.resolveSibling("org/sqlite/native")
            .resolve(OSInfo.getNativeLibFolderPathForCurrentOS());
    if (Files.isDirectory(unpacked)) {
      System.setProperty(PLACE, unpacked.toString());
    }
  }

  private static @Nullable Path jar() {
    CodeSource source = SQLiteConfig.class.getProtectionDomain().getCodeSource();
    try {
      // A class from the JVM's own cache may not say where it comes from.
      @Nullable URL location = source == null ? null : source.getLocation();
      return location == null ? null : Path.of(location.toURI());
    } catch (URISyntaxException | IllegalArgumentException _) {
      return null; // Not a file; then there is nothing beside it.
    }
  }
}
