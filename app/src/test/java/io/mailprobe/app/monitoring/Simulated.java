package io.mailprobe.app.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * One route's probes over a time, second by second, and the series that they make: a plain model of
 * a prober and its ledger for the dashboard's test, with an outage in which front ends reply 421
 * 4.3.2 or close.
 */
final class Simulated {

  private static final int[] BOUNDS = {
    1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 900, 1800, 3600, 7200, 14400, 28800,
    86400
  };
  private static final int[] RETRIES = {15, 45, 105, 225, 525, 1125, 1725, 2325, 2925, 3525};
  private static final List<String> OUTCOMES =
      List.of(
          "accepted",
          "deferred",
          "rejected",
          "closed",
          "timed_out",
          "connect_failed",
          "dns_failed",
          "tls_failed",
          "auth_failed",
          "token_failed",
          "uncertain");

  /** When a route is turned away: from one second to another. */
  record Outage(int from, int to) {

    boolean holds(double second) {
      return from <= second && second < to;
    }
  }

  private record Session(double at, String outcome) {}

  private record Probe(double tick, double accepted, double arrived) {}

  private final String labels;
  private final int interval;
  private final List<Session> sessions = new ArrayList<>();
  private final List<Probe> probes = new ArrayList<>();

  Simulated(String region, String route, String path, Outage outage, int interval, int seconds) {
    this.labels = "region=\"%s\",route=\"%s\",path=\"%s\"".formatted(region, route, path);
    this.interval = interval;
    Random random = new Random(region.hashCode() + 31L * route.hashCode());
    double median = path.equals("control") ? 0.05 : 6;
    for (double tick = 3; tick < seconds; tick += interval) {
      double accepted = Double.POSITIVE_INFINITY;
      for (int attempt = 0; attempt <= RETRIES.length; attempt++) {
        double at = tick + (attempt == 0 ? 0 : RETRIES[attempt - 1]);
        if (!outage.holds(at)) {
          sessions.add(new Session(at + 0.5, "accepted"));
          accepted = at + 0.5;
          break;
        }
        sessions.add(new Session(at + 0.2, random.nextInt(5) == 0 ? "closed" : "deferred"));
      }
      double transit = median * Math.exp(0.5 * random.nextGaussian());
      probes.add(new Probe(tick, accepted, accepted + transit));
    }
  }

  /** Hands on each series of this route, named with its labels, and its value at this second. */
  void scrape(double now, BiConsumer<String, Number> sink) {
    Map<String, Integer> outcomes = new TreeMap<>();
    OUTCOMES.forEach(outcome -> outcomes.put(outcome, 0));
    sessions.stream()
        .filter(session -> session.at <= now)
        .forEach(session -> outcomes.merge(session.outcome, 1, Integer::sum));
    outcomes.forEach(
        (outcome, count) ->
            put(
                sink,
                "mailprobe_sessions_total",
                ",purpose=\"submit\",outcome=\"" + outcome + "\"",
                count));
    int deferred = outcomes.getOrDefault("deferred", 0);
    if (deferred > 0) {
      put(
          sink,
          "mailprobe_smtp_replies_total",
          ",side=\"submit\",phase=\"banner\",code=\"421\",enhanced_code=\"4.3.2\",reason=\"not_accepting\","
              + "forest=\"namprd07\",site=\"bl02\"",
          deferred);
    }

    List<Probe> opened = probes.stream().filter(probe -> probe.tick <= now).toList();
    List<Probe> arrived = opened.stream().filter(probe -> probe.arrived <= now).toList();
    put(sink, "mailprobe_probes_opened_total", "", opened.size());
    put(
        sink,
        "mailprobe_messages_accepted_total",
        "",
        opened.stream().filter(probe -> probe.accepted <= now).count());
    put(sink, "mailprobe_inflight_messages", "", opened.size() - arrived.size());
    put(
        sink,
        "mailprobe_inflight_oldest_age_seconds",
        "",
        opened.stream()
            .filter(probe -> probe.arrived > now)
            .mapToDouble(probe -> now - probe.tick)
            .max()
            .orElse(0));
    for (int bound : BOUNDS) {
      put(
          sink,
          "mailprobe_undelivered_age_total",
          ",age=\"" + bound + ".0\"",
          opened.stream()
              .filter(probe -> probe.tick + bound <= Math.min(now, probe.arrived))
              .count());
      put(
          sink,
          "mailprobe_end_to_end_latency_seconds_bucket",
          ",le=\"" + bound + ".0\"",
          arrived.stream().filter(probe -> probe.arrived - probe.tick < bound).count());
    }
    put(sink, "mailprobe_end_to_end_latency_seconds_bucket", ",le=\"+Inf\"", arrived.size());
    put(sink, "mailprobe_end_to_end_latency_seconds_count", "", arrived.size());
    put(sink, "mailprobe_route_interval_seconds", "", interval);
    put(sink, "mailprobe_route_deadline_seconds", "", 60);
    put(sink, "mailprobe_route_info", ",prober=\"p\",every=\"10.0\",deadline=\"60.0\"", 1);
  }

  /** When the newest attempt began, up to this second. */
  double lastAttempt(double now) {
    return sessions.stream().mapToDouble(Session::at).filter(at -> at <= now).max().orElse(0);
  }

  /** When the newest arrival came in, up to this second; 0 before the first. */
  double lastArrival(double now) {
    return probes.stream()
        .mapToDouble(Probe::arrived)
        .filter(arrived -> arrived <= now)
        .max()
        .orElse(0);
  }

  String series(String name) {
    return name + "{" + labels + "}";
  }

  private void put(BiConsumer<String, Number> sink, String name, String more, Number value) {
    sink.accept(name + "{" + labels + more + "}", value);
  }
}
