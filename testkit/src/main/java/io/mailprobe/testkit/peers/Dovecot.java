package io.mailprobe.testkit.peers;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Dovecot, Debian's, which does nothing but tell a Postfix whose credentials are good: by
 * PLAIN and LOGIN with passwords, by XOAUTH2 with access tokens, which it asks a service about (RFC
 * 7662) that runs here. Its processes run as users of their own, so that only root can start it;
 * others skip.
 */
public final class Dovecot implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path folder;
  private final HttpServer introspection;
  private final Process master;

  private Dovecot(Path folder, HttpServer introspection, Process master) {
    this.folder = folder;
    this.introspection = introspection;
    this.master = master;
  }

  /**
   * Starts one and waits until it listens.
   *
   * @param passwords whom it knows, by user
   * @param tokens whose access tokens are active, by token
   */
  public static Dovecot start(Map<String, String> passwords, Map<String, String> tokens)
      throws IOException {
    String dovecot = Command.require("dovecot");
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")), "only root can start Dovecot");
    Path folder = Files.createTempDirectory("mailprobe-dovecot");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    HttpServer introspection = introspection(tokens);
    Files.write(
        folder.resolve("users"),
        passwords.entrySet().stream()
            .map(user -> user.getKey() + ":{PLAIN}" + user.getValue())
            .toList());
    Files.writeString(
        folder.resolve("oauth2.conf"),
        """
        introspection_mode = get
        introspection_url = http://127.0.0.1:%d/?token=
        username_attribute = username
        active_attribute = active
        active_value = true
        """
            .formatted(introspection.getAddress().getPort()));
    Files.writeString(folder.resolve("dovecot.conf"), configuration(folder));
    Process master =
        new ProcessBuilder(dovecot, "-F", "-c", folder.resolve("dovecot.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("start.txt").toFile())
            .start();
    Dovecot started = new Dovecot(folder, introspection, master);
    try {
      Waiting.until("Dovecot listens", PATIENCE, () -> Files.exists(started.socket()));
    } catch (AssertionError e) {
      AssertionError withLog = new AssertionError(e.getMessage() + "\n" + started.log(), e);
      started.close();
      throw withLog;
    }
    return started;
  }

  private static HttpServer introspection(Map<String, String> tokens) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String query = exchange.getRequestURI().getQuery();
          byte[] answer =
              Stream.of(query.split("&"))
                  .filter(part -> part.startsWith("token="))
                  .map(part -> part.substring("token=".length()))
                  .filter(tokens::containsKey)
                  .map(token -> "{\"active\":true,\"username\":\"" + tokens.get(token) + "\"}")
                  .findFirst()
                  .orElse("{\"active\":false}")
                  .getBytes(StandardCharsets.US_ASCII);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static String configuration(Path folder) {
    return """
    base_dir = %1$s/run
    state_dir = %1$s/run
    log_path = %1$s/log
    protocols =
    ssl = no
    auth_mechanisms = plain login xoauth2
    auth_failure_delay = 0
    disable_plaintext_auth = no
    passdb {
      driver = oauth2
      mechanisms = xoauth2
      args = %1$s/oauth2.conf
    }
    passdb {
      driver = passwd-file
      mechanisms = plain login
      args = scheme=PLAIN username_format=%%u %1$s/users
    }
    userdb {
      driver = static
      args = uid=65534 gid=65534 home=/nonexistent
    }
    service anvil {
      unix_listener anvil-auth-penalty {
        mode = 0
      }
    }
    service auth {
      unix_listener %1$s/auth {
        mode = 0666
      }
    }
    """
        .formatted(folder);
  }

  private Path socket() {
    return folder.resolve("auth");
  }

  /** What Postfix's {@code smtpd_sasl_path} is to be. */
  public String saslPath() {
    return socket().toString();
  }

  /** What it has logged so far. */
  public String log() throws IOException {
    Path log = folder.resolve("log");
    return Files.readString(Files.exists(log) ? log : folder.resolve("start.txt"));
  }

  /** Stops its processes, and no others, and takes its folder away. */
  @Override
  public void close() throws IOException {
    try {
      Leftovers.end(master, PATIENCE);
    } finally {
      introspection.stop(0);
      Leftovers.delete(folder);
    }
  }
}
