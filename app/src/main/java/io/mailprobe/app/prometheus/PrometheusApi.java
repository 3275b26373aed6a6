package io.mailprobe.app.prometheus;

import io.mailprobe.prober.web.WebClient;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a Prometheus, by its HTTP API (v1). */
public final class PrometheusApi {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int MOST_BYTES = 256 << 20;

  /**
   * A range query yields 11,000 points of a series at most; its answer is to fit in memory, too.
   */
  private static final int MOST_POINTS = 2_000;

  private final URI address;
  private final WebClient client;

  /**
   * @param address of the server, with the path that it may be served under
   * @param client asks
   */
  public PrometheusApi(URI address, WebClient client) {
    String text = address.toString();
    this.address = URI.create(text.endsWith("/") ? text : text + "/");
    this.client = client;
  }

  /**
   * The values of an expression over a time, both ends included, however long it is.
   *
   * @throws IOException if it cannot be asked, or refuses; the message says why
   */
  public List<Series> range(String expression, Instant from, Instant to, Duration step)
      throws IOException, InterruptedException {
    Map<SortedMap<String, String>, Series> all = new LinkedHashMap<>();
    Duration most = step.multipliedBy(MOST_POINTS - 1L);
    for (Instant start = from; !start.isAfter(to); start = start.plus(most).plus(step)) {
      Instant end = start.plus(most).isBefore(to) ? start.plus(most) : to;
      HttpResponse<byte[]> response =
          send(
              "api/v1/query_range",
              Map.of(
                  "query", expression,
                  "start", Long.toString(start.getEpochSecond()),
                  "end", Long.toString(end.getEpochSecond()),
                  "step", Long.toString(step.toSeconds())));
      if (response.statusCode() != 200) {
        JsonNode _ = answer(response); // Which refuses.
      }
      try (JsonParser json = JsonMapper.shared().createParser(response.body())) {
        MatrixReader.read(json, labels -> all.computeIfAbsent(labels, Series::new));
      } catch (JacksonException e) {
        throw noPrometheus(response, e);
      }
    }
    return List.copyOf(all.values());
  }

  /**
   * The rules that it has loaded, in their order.
   *
   * @throws IOException if it cannot be asked
   */
  public List<Rule> rules() throws IOException, InterruptedException {
    List<Rule> rules = new ArrayList<>();
    for (JsonNode group : ask("api/v1/rules", Map.of()).path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        String name = rule.path("name").asString("");
        String expression = rule.path("query").asString("");
        SortedMap<String, String> labels = labels(rule.path("labels"));
        rules.add(
            rule.path("type").asString("").equals("alerting")
                ? new Rule.Alerting(
                    name,
                    expression,
                    labels,
                    seconds(rule.path("duration")),
                    seconds(rule.path("keepFiringFor")))
                : new Rule.Recording(name, expression, labels));
      }
    }
    return rules;
  }

  private JsonNode ask(String path, Map<String, String> form)
      throws IOException, InterruptedException {
    return answer(send(path, form));
  }

  private HttpResponse<byte[]> send(String path, Map<String, String> form)
      throws IOException, InterruptedException {
    String body =
        form.entrySet().stream()
            .map(
                field ->
                    field.getKey()
                        + '='
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path));
    if (!form.isEmpty()) {
      request
          .header("Content-Type", "application/x-www-form-urlencoded")
          .POST(BodyPublishers.ofString(body));
    }
    try {
      return client.send(request.build(), PATIENCE, MOST_BYTES);
    } catch (IOException e) {
      throw new IOException(
          "Prometheus at " + address + " cannot be asked: " + WebClient.reason(e), e);
    }
  }

  private JsonNode answer(HttpResponse<byte[]> response) throws IOException {
    try {
      JsonNode answer = JsonMapper.shared().readTree(response.body());
      if (!answer.path("status").asString("").equals("success")) {
        throw new IOException(
            "Prometheus at %s refuses (%d): %s"
                .formatted(
                    address,
                    response.statusCode(),
                    answer.path("error").asString("it does not say why")));
      }
      return answer.path("data");
    } catch (JacksonException e) {
      throw noPrometheus(response, e);
    }
  }

  private IOException noPrometheus(HttpResponse<byte[]> response, JacksonException e) {
    return new IOException(
        "what answers at %s (%d) is no Prometheus".formatted(address, response.statusCode()), e);
  }

  private static SortedMap<String, String> labels(JsonNode object) {
    SortedMap<String, String> labels = new TreeMap<>();
    object.properties().forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
    return labels;
  }

  private static Duration seconds(JsonNode number) {
    return Duration.ofMillis(Math.round(number.asDouble(0) * 1_000));
  }
}
