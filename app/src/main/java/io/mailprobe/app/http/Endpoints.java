package io.mailprobe.app.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of all that is served. Every path answers GET and HEAD, and nothing else. */
final class Endpoints {

  /** Where live events are served; that answer has no end, so it is not in the table. */
  static final String EVENTS = "/api/v1/events";

  private final Map<String, Handler> table = new LinkedHashMap<>();

  Endpoints(HttpSources sources, Api api, FeedEndpoint feed, PageFiles page) {
    table.put("/", request -> page.file("index.html"));
    table.put("/probes/{id}", request -> probePage(request, page));
    for (String name :
        List.of("style.css", "app.js", "probe.js", "words.js", "chart.js", "icon.svg")) {
      table.put("/page/" + name, _ -> page.file(name));
    }
    table.put("/metrics", request -> metrics(request, sources));
    table.put("/healthz", _ -> Answer.text(200, "alive\n"));
    table.put("/readyz", _ -> ready(sources));
    table.put("/api/v1/status", api::status);
    table.put("/api/v1/probes", api::probes);
    table.put("/api/v1/probes/{id}", api::probe);
    table.put("/api/v1/feed", feed::read);
    table.put("/api/v1/openapi.json", _ -> page.file("openapi.json"));
  }

  /** The paths, with their variables in braces. */
  List<String> paths() {
    List<String> paths = new ArrayList<>(table.keySet());
    paths.add(EVENTS);
    return paths;
  }

  /** The handler for a path, and what the path's variables stand for there. */
  Optional<Match> match(String path) {
    for (Map.Entry<String, Handler> entry : table.entrySet()) {
      Optional<Map<String, String>> variables = variables(entry.getKey(), path);
      if (variables.isPresent()) {
        return Optional.of(new Match(entry.getValue(), variables.get()));
      }
    }
    return Optional.empty();
  }

  private static Optional<Map<String, String>> variables(String pattern, String path) {
    if (pattern.equals(path)) {
      return Optional.of(Map.of());
    }
    int brace = pattern.indexOf('{');
    if (brace < 0 || !path.startsWith(pattern.substring(0, brace))) {
      return Optional.empty();
    }
    String value = path.substring(brace);
    String name = pattern.substring(brace + 1, pattern.length() - 1);
    return value.isEmpty() || value.indexOf('/') >= 0
        ? Optional.empty()
        : Optional.of(Map.of(name, value));
  }

  private static Answer probePage(Request request, PageFiles page) throws RefusedException {
    Api.probeId(request);
    return page.file("probe.html");
  }

  private static Answer metrics(Request request, HttpSources sources) {
    var exposition = sources.metrics().scrape(request.accept());
    return Answer.of(200, exposition.contentType(), exposition.body());
  }

  private static Answer ready(HttpSources sources) {
    List<String> reasons = sources.notReady().get();
    return reasons.isEmpty()
        ? Answer.text(200, "ready\n")
        : Answer.text(503, "not ready: " + String.join("; ", reasons) + "\n");
  }

  /** Answers a request. */
  @FunctionalInterface
  interface Handler {
    Answer answer(Request request) throws Exception;
  }

  /** A handler and the variables of the path that led to it. */
  record Match(Handler handler, Map<String, String> variables) {}
}
