package io.mailprobe.receiver.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A receiver in a process of its own, to be killed. */
public final class Child implements AutoCloseable {

  private final Process process;
  private final int port;

  public Child(Path folder) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader said =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    port = Integer.parseInt(said.readLine());
  }

  public int port() {
    return port;
  }

  /** As {@code kill -9} does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("it lives");
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** The process itself: says its port and serves until it is killed. */
  public static void main(String[] arguments) throws InterruptedException {
    try (Station station = Station.in(Path.of(arguments[0]))) {
      System.out.println(station.port());
      new CountDownLatch(1).await();
    }
  }
}
