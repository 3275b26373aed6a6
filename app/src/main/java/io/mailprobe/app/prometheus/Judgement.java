package io.mailprobe.app.prometheus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.json.JsonMapper;

/**
 * Evaluates rules over a history, as a Prometheus would have that scraped it: a real one does, over
 * the whole time at once and rule by rule, so that hours take seconds. What it cannot do for the
 * past, {@code for} and {@code keep_firing_for}, {@link AlertTimer} does.
 *
 * @param tools the program
 * @param rules the rule file
 * @param folder a folder for its data, which is left full
 */
public record Judgement(Tools tools, Path rules, Path folder) {

  /** How often rules are evaluated, and targets scraped. */
  public static final Duration STEP = Duration.ofSeconds(15);

  /** So long after the scrapes the rules look at them: they keep no step with each other. */
  public static final Duration AFTER_SCRAPE = Duration.ofSeconds(7);

  /** So many rules are evaluated at a time. */
  private static final int AT_A_TIME = 2;

  /** Its own name for alerts that fire. */
  private static final String ALERTS = "ALERTS";

  /** What is judged. */
  @FunctionalInterface
  public interface History {

    /** Hands over its series. */
    void each(Taker taker) throws IOException;
  }

  /** Takes in the series of a history. */
  @FunctionalInterface
  public interface Taker {

    /**
     * One of them, whole.
     *
     * @param labels its name among them; no other series has the same
     * @param millis when its samples were, in order
     * @param size how many samples there are; what is beyond is of no meaning
     */
    void series(SortedMap<String, String> labels, long[] millis, double[] values, int size)
        throws IOException;
  }

  /**
   * What came of it.
   *
   * @param rules the names of all alerts, whether they fired or not
   * @param spells when alerts fired, in the order of their beginnings
   */
  public record Judged(Set<String> rules, List<AlertSpell> spells) {}

  /**
   * Judges.
   *
   * @param history what was scraped, {@link #STEP} apart
   * @param from the first scrape
   * @param to the last scrape
   * @param text a file of OpenMetrics text, to the end of which all that the rules record and
   *     {@code ALERTS} are added, for whoever has no rules; without one only what alerts need is
   *     evaluated
   * @throws IOException if the program fails; the message says of what
   */
  public Judged judge(History history, Instant from, Instant to, Optional<Path> text)
      throws IOException, InterruptedException {
    Path data = Files.createDirectories(folder.resolve("data"));
    long number = from.toEpochMilli(); // Blocks of another history may be put beside these.
    try (Block block = new Block(data, number)) {
      history.each(block::add);
    }
    configure();
    Instant first = from.plus(AFTER_SCRAPE);
    List<Rule> loaded;
    try (LocalPrometheus server = start()) {
      loaded = server.api().rules();
    }
    for (List<Rule.Recording> level : levels(loaded, text.isPresent())) {
      List<Series> results = new ArrayList<>();
      try (LocalPrometheus server = start()) {
        each(
                level,
                rule ->
                    Series.merged(
                        server.api().range(rule.expression(), first, to, STEP),
                        labels -> named(labels, rule.name(), rule.labels())))
            .forEach(results::addAll);
      }
      add(results, data, ++number);
      if (text.isPresent()) {
        SeriesText.append(results, text.get());
      }
    }
    List<AlertSpell> spells = new ArrayList<>();
    List<Series> alerts = new ArrayList<>();
    List<List<Rule.Alerting>> levels = alertLevels(loaded);
    for (List<Rule.Alerting> level : levels) {
      List<AlertSpell> found = new ArrayList<>();
      try (LocalPrometheus server = start()) {
        each(
                level,
                rule -> spells(rule, server.api().range(rule.expression(), first, to, STEP), to))
            .forEach(found::addAll);
      }
      List<AlertSpell> merged = Spells.merge(found);
      spells.addAll(merged);
      List<Series> firing = firing(merged, first, to);
      if (!level.equals(levels.getLast())) { // After the last, nobody reads them.
        add(firing, data, ++number);
      }
      alerts.addAll(firing);
    }
    if (text.isPresent()) {
      SeriesText.append(alerts, text.get());
    }
    Set<String> names = new LinkedHashSet<>();
    loaded.stream().filter(Rule.Alerting.class::isInstance).forEach(rule -> names.add(rule.name()));
    return new Judged(names, Spells.merge(spells));
  }

  private static List<AlertSpell> spells(Rule.Alerting rule, List<Series> elements, Instant to) {
    AlertTimer timer = new AlertTimer(rule, STEP);
    return Series.merged(elements, labels -> named(labels, "", Map.of())).stream()
        .flatMap(element -> timer.spells(element, to).stream())
        .toList();
  }

  /** What a rule comes to. */
  private interface Evaluation<R, T> {
    T of(R rule) throws IOException, InterruptedException;
  }

  /** What each of some rules comes to, which know nothing of each other; in their order. */
  private static <R, T> List<T> each(List<R> rules, Evaluation<R, T> evaluation)
      throws IOException, InterruptedException {
    List<Callable<T>> tasks =
        rules.stream().<Callable<T>>map(rule -> () -> evaluation.of(rule)).toList();
    List<T> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
      for (Future<T> result : threads.invokeAll(tasks)) {
        results.add(result.get());
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException("a rule cannot be evaluated", e.getCause());
    }
    return results;
  }

  private LocalPrometheus start() throws IOException {
    return LocalPrometheus.start(tools, folder, STEP);
  }

  /** JSON is YAML too. It evaluates the rules at the present as well, where there is nothing. */
  private void configure() throws IOException {
    Files.writeString(
        folder.resolve("prometheus.yml"),
        JsonMapper.shared()
            .writeValueAsString(Map.of("rule_files", List.of(rules.toAbsolutePath().toString()))));
  }

  /** Recording rules in the order in which they may be evaluated: each reads only earlier ones. */
  private static List<List<Rule.Recording>> levels(List<Rule> rules, boolean all) {
    Set<String> needed = new LinkedHashSet<>();
    for (int before = -1; before < needed.size(); ) {
      before = needed.size();
      for (Rule reader : rules) {
        if (all || reader instanceof Rule.Alerting || needed.contains(reader.name())) {
          rules.stream()
              .filter(rule -> rule instanceof Rule.Recording && (all || reader.reads(rule.name())))
              .forEach(rule -> needed.add(rule.name()));
        }
      }
    }
    Map<String, Integer> levels = new HashMap<>();
    List<List<Rule.Recording>> ordered = new ArrayList<>();
    for (Rule rule : rules) {
      if (rule instanceof Rule.Recording recording && needed.contains(rule.name())) {
        int level =
            levels.entrySet().stream()
                .filter(earlier -> recording.reads(earlier.getKey()))
                .mapToInt(earlier -> earlier.getValue() + 1)
                .max()
                .orElse(0);
        levels.merge(rule.name(), level, Math::max);
        while (ordered.size() <= level) {
          ordered.add(new ArrayList<>());
        }
        ordered.get(level).add(recording);
      }
    }
    return ordered;
  }

  /** First the alerts on the mail, then those on alerts. */
  private static List<List<Rule.Alerting>> alertLevels(List<Rule> rules) {
    List<Rule.Alerting> plain = new ArrayList<>();
    List<Rule.Alerting> onAlerts = new ArrayList<>();
    for (Rule rule : rules) {
      if (rule instanceof Rule.Alerting alerting) {
        (alerting.reads(ALERTS) ? onAlerts : plain).add(alerting);
      }
    }
    return onAlerts.isEmpty() ? List.of(plain) : List.of(plain, onAlerts);
  }

  /** Labels under another name; {@code or} may bring forth elements that differ in that alone. */
  private static SortedMap<String, String> named(
      Map<String, String> labels, String name, Map<String, String> more) {
    SortedMap<String, String> all = new TreeMap<>(labels);
    all.remove("__name__");
    if (!name.isEmpty()) {
      all.put("__name__", name);
    }
    all.putAll(more);
    return all;
  }

  /** The series that Prometheus would have written of alerts that fire. */
  private static List<Series> firing(List<AlertSpell> spells, Instant first, Instant to) {
    Map<SortedMap<String, String>, Series> series = new LinkedHashMap<>();
    for (AlertSpell spell : spells) {
      SortedMap<String, String> labels = new TreeMap<>(spell.labels());
      labels.put("__name__", ALERTS);
      labels.put("alertname", spell.alert());
      labels.put("alertstate", "firing");
      Series firing = series.computeIfAbsent(labels, Series::new);
      for (Instant at = first; !at.isAfter(to); at = at.plus(STEP)) {
        if (spell.firesAt(at)) {
          firing.add(at.getEpochSecond(), 1);
        }
      }
    }
    return List.copyOf(series.values());
  }

  private static void add(List<Series> series, Path data, long number) throws IOException {
    try (Block block = new Block(data, number)) {
      for (Series each : Series.merged(series, labels -> labels)) { // Rules may share a name.
        long[] millis = new long[each.size()];
        double[] values = new double[each.size()];
        for (int i = 0; i < each.size(); i++) {
          millis[i] = each.second(i) * 1_000;
          values[i] = each.value(i);
        }
        block.add(each.labels(), millis, values, each.size());
      }
    }
  }
}
