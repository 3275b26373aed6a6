package io.mailprobe.app.metrics.otlp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Takes pushes over HTTP, as a collector does, and answers as it is told to. */
public final class Collector implements AutoCloseable {

  /** A push as OpenTelemetry's own classes read it. */
  public record Push(Map<String, List<String>> headers, ExportMetricsServiceRequest request) {}

  private final HttpServer server;
  private final BlockingQueue<Push> pushes = new LinkedBlockingQueue<>();
  private volatile int status = 200;
  private volatile byte[] answer = {};

  public Collector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/metrics", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    ExportMetricsServiceRequest request =
        ExportMetricsServiceRequest.parseFrom(exchange.getRequestBody());
    pushes.add(new Push(Map.copyOf(exchange.getRequestHeaders()), request));
    if (status == 503) {
      exchange.getResponseHeaders().set("Retry-After", "90");
    }
    exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  /** From now on it answers so. */
  public void answer(int with, byte[] body) {
    status = with;
    answer = body.clone();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/metrics");
  }

  public BlockingQueue<Push> pushes() {
    return pushes;
  }

  /** It is no longer there. */
  public void leave() {
    server.stop(0);
  }

  @Override
  public void close() {
    leave();
  }
}
