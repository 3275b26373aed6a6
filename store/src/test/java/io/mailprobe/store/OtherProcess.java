package io.mailprobe.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/** The program of another process: opens a store, or writes to it until it is killed. */
final class OtherProcess {

  private OtherProcess() {}

  /** What another process gets that opens the store: {@code opened}, or {@code refused FAULT}. */
  static String open(Path folder) throws IOException, InterruptedException {
    Process process = start("open", folder, 0);
    try (BufferedReader output = process.inputReader()) {
      String line = String.valueOf(output.readLine());
      process.waitFor();
      return line;
    }
  }

  /** Starts a process that writes rows from the given one on and prints each once it is stored. */
  static Process startWriting(Path folder, int from) throws IOException {
    return start("write", folder, from);
  }

  private static Process start(String verb, Path folder, int from) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            OtherProcess.class.getName(),
            verb,
            folder.toString(),
            Integer.toString(from))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    try (Store store = Store.open(folder, Rows.SCHEMA)) {
      if (arguments[0].equals("open")) {
        System.out.println("opened");
        return;
      }
      Semaphore inFlight = new Semaphore(50);
      for (int n = Integer.parseInt(arguments[2]); ; n++) {
        inFlight.acquire();
        var _ =
            Rows.insert(store, n)
                .whenComplete(
                    (row, failure) -> {
                      // In one piece, so that a killed process never leaves half a number.
                      System.out.print((failure == null ? row : failure) + "\n");
                      inFlight.release();
                    });
      }
    } catch (StoreException e) {
      System.out.println("refused " + e.fault());
    }
  }
}
