package io.mailprobe.app.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image's health check, run as the image runs it. */
class HealthTest {

  @TempDir private static Path program;

  private final HttpServer server;

  HealthTest() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeAll
  static void compile() {
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-d",
                program.toString(),
                Repository.file("deploy/Health.java").toString());
    assertThat(status).isZero();
  }

  @BeforeEach
  void serve() {
    answer("/well", 200);
    answer("/ill", 503);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void healthyOnlyIfItAnswers200() throws Exception {
    assertThat(check(server.getAddress().getPort(), "/well")).isZero();
    assertThat(check(server.getAddress().getPort(), "/ill")).isEqualTo(1);
  }

  @Test
  void silenceAndRefusalAreIll() throws Exception {
    int port;
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      port = silent.getLocalPort();
      assertThat(check(port, "/well")).isEqualTo(1);
    }
    assertThat(check(port, "/well")).isEqualTo(1);
  }

  @Test
  void atATcpAddressSomebodyMustTakeAConnectionAndNeedNotSpeak() throws Exception {
    int port;
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      port = silent.getLocalPort();
      assertThat(run("tcp://127.0.0.1:" + port)).isZero();
    }
    assertThat(run("tcp://127.0.0.1:" + port)).isEqualTo(1);
  }

  private void answer(String path, int status) {
    server.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
  }

  private static int check(int port, String path) throws Exception {
    return run("http://127.0.0.1:" + port + path);
  }

  private static int run(String address) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx16m",
                "-cp",
                program.toString(),
                "Health",
                address)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }
}
