package io.mailprobe.app.report.page;

import io.mailprobe.app.report.Report;
import io.mailprobe.app.report.Series;
import io.mailprobe.app.report.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The tables of the page. */
final class Tables {

  private static final String NONE = "–";
  private static final int LONGEST_WORD = 24;

  private final Html out;

  Tables(Html out) {
    this.out = out;
  }

  /**
   * Draws one.
   *
   * @param numeric which columns are set to the right
   */
  private void table(
      String caption, List<String> heads, Set<Integer> numeric, List<List<String>> rows) {
    out.open("div class=\"wide\" tabindex=\"0\"").open("table");
    out.element("caption", caption);
    out.open("thead").open("tr");
    for (int i = 0; i < heads.size(); i++) {
      out.element("th scope=\"col\"" + right(numeric, i), heads.get(i));
    }
    out.close("tr").close("thead").open("tbody");
    for (List<String> row : rows) {
      out.open("tr");
      for (int i = 0; i < row.size(); i++) {
        String kind = numeric.contains(i) ? right(numeric, i) : free(row.get(i));
        out.element((i == 0 ? "th scope=\"row\"" : "td") + kind, row.get(i));
      }
      out.close("tr").line();
    }
    out.close("tbody").close("table").close("div");
  }

  private static String right(Set<Integer> numeric, int column) {
    return numeric.contains(column) ? " class=\"n\"" : "";
  }

  /** What strangers said may be cut anywhere; words of ours are whole. */
  private static String free(String text) {
    return text.length() > LONGEST_WORD ? " class=\"w\"" : "";
  }

  void verdicts(List<Report.Route> routes) {
    List<List<String>> rows = new ArrayList<>();
    for (Report.Route route : routes) {
      Report.Counts counts = route.counts();
      rows.add(
          List.of(
              route.region(),
              route.route(),
              Words.count(counts.probes())
                  + route.ticks().map(n -> " of " + Words.count(n)).orElse(""),
              Words.count(counts.delivered()),
              Words.count(counts.late()) + " (" + Words.share(counts.lateShare()) + ")",
              Words.count(counts.lost()),
              Words.count(counts.rejected()),
              Words.count(counts.abandoned()),
              Words.count(counts.bounced()),
              Words.count(counts.inFlight()),
              Words.count(counts.recovered()),
              Words.count(counts.duplicatesByProvider()),
              Words.count(counts.duplicatesByRetry()),
              duration(route.p50Seconds()),
              duration(route.p95Seconds()),
              duration(route.longestSeconds())));
    }
    table(
        "Probes by verdict. Late: not here by the deadline, whatever became of it. Median, 95 of"
            + " 100: by when that many of all probes had arrived; none where they had not.",
        List.of(
            "Region",
            "Route",
            "Probes of ticks",
            "Delivered",
            "Late",
            "Lost",
            "Rejected",
            "Abandoned",
            "Bounced",
            "In flight",
            "Recovered",
            "Duplicates",
            "Own duplicates",
            "Median",
            "95 of 100",
            "Longest"),
        Set.of(2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
        rows);
  }

  void outcomes(List<Report.Route> routes, List<Report.Canary> canaries) {
    Set<String> seen = new TreeSet<>();
    routes.forEach(route -> used(route.outcomes()).forEach(seen::add));
    canaries.forEach(canary -> used(canary.outcomes()).forEach(seen::add));
    List<String> heads = new ArrayList<>(List.of("Region", "Route or canary", "Path", "Sessions"));
    heads.addAll(seen);
    List<List<String>> rows = new ArrayList<>();
    for (Report.Route route : routes) {
      rows.add(
          outcomes(
              route.region(),
              route.route(),
              route.path(),
              route.sessions(),
              route.outcomes(),
              seen));
    }
    for (Report.Canary canary : canaries) {
      rows.add(
          outcomes(
              canary.region(),
              canary.canary() + " (canary)",
              canary.path(),
              canary.sessions(),
              canary.outcomes(),
              seen));
    }
    Set<Integer> numeric = new TreeSet<>();
    for (int i = 3; i < heads.size(); i++) {
      numeric.add(i);
    }
    table("Sessions by outcome. A session has exactly one.", heads, numeric, rows);
  }

  private static List<String> used(Map<String, Integer> outcomes) {
    return outcomes.entrySet().stream()
        .filter(each -> each.getValue() > 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static List<String> outcomes(
      String region,
      String name,
      String path,
      int sessions,
      Map<String, Integer> outcomes,
      Set<String> seen) {
    List<String> row = new ArrayList<>(List.of(region, name, path, Words.count(sessions)));
    seen.forEach(each -> row.add(Words.count(outcomes.getOrDefault(each, 0))));
    return row;
  }

  void refusals(Report.Refusals refusals) {
    List<List<String>> rows = new ArrayList<>();
    for (Report.Refusal each : refusals.rows()) {
      rows.add(
          List.of(
              Words.count(each.sessions()),
              each.region(),
              each.outcome(),
              each.code().map(String::valueOf).orElse(NONE)
                  + each.enhanced().map(code -> " " + code).orElse(""),
              each.phase(),
              each.forest(),
              each.frontEnd(),
              each.reason(),
              each.party(),
              Words.instant(each.first()),
              Words.instant(each.last()),
              each.text()));
    }
    table(
        "Sessions that did not end well, by what failed where; the reply is the first of its kind.",
        List.of(
            "Sessions",
            "Region",
            "Outcome",
            "Code",
            "Phase",
            "Forest",
            "Front end",
            "Reason",
            "Points at",
            "First (UTC)",
            "Last (UTC)",
            "What was said"),
        Set.of(0),
        rows);
    if (refusals.otherRows() > 0) {
      out.element(
          "p class=\"soft\"",
          "%s more kinds, of %s sessions, are not listed."
              .formatted(Words.count(refusals.otherRows()), Words.count(refusals.otherSessions())));
    }
  }

  void forests(List<Report.Forest> forests) {
    List<List<String>> rows = new ArrayList<>();
    for (Report.Forest each : forests) {
      rows.add(
          List.of(
              each.forest(),
              Words.count(each.sessions()),
              Words.count(each.deferred()),
              Words.share(each.deferredShare())));
    }
    table(
        "Sessions by forest, as far as a server's name told it.",
        List.of("Forest", "Sessions", "Deferred", "Share"),
        Set.of(1, 2, 3),
        rows);
  }

  void worst(List<Report.Probe> probes) {
    List<List<String>> rows = new ArrayList<>();
    for (Report.Probe each : probes) {
      rows.add(
          List.of(
              each.id(),
              each.region(),
              each.route(),
              Words.instant(each.scheduled()),
              Words.duration(each.ageSeconds()),
              each.verdict(),
              each.arrived().map(Words::instant).orElse(NONE),
              Words.count(each.attempts()),
              each.lastFrontEnd().orElse(NONE),
              each.lastReply().orElse(NONE)));
    }
    table(
        "The probes that were on their way for longest; mailprobe show CONFIG ID has all the"
            + " evidence of one.",
        List.of(
            "Probe",
            "Region",
            "Route",
            "Tick (UTC)",
            "Age",
            "Verdict",
            "Arrived (UTC)",
            "Attempts",
            "Last front end",
            "Last reply"),
        Set.of(4, 7),
        rows);
  }

  void posts(List<Report.PostLead> posts) {
    Set<String> regions = new TreeSet<>();
    posts.forEach(post -> regions.addAll(post.leads().keySet()));
    List<String> heads = new ArrayList<>(List.of("No.", "Posted (UTC)", "Issue", "What it says"));
    regions.forEach(region -> heads.add("After " + region));
    heads.add("After the first page");
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < posts.size(); i++) {
      Report.PostLead post = posts.get(i);
      List<String> row =
          new ArrayList<>(
              List.of(
                  Integer.toString(i + 1), Words.instant(post.at()), post.issue(), post.text()));
      regions.forEach(region -> row.add(duration(Optional.ofNullable(post.leads().get(region)))));
      row.add(duration(post.pageLeadSeconds()));
      rows.add(row);
    }
    Set<Integer> numeric = new TreeSet<>(Set.of(0));
    for (int i = 4; i < heads.size(); i++) {
      numeric.add(i);
    }
    table(
        "What Microsoft posted, and how long after it was first seen here, region by region.",
        heads,
        numeric,
        rows);
  }

  void alerts(List<Report.Alert> alerts) {
    List<List<String>> rows = new ArrayList<>();
    for (Report.Alert each : alerts) {
      rows.add(
          List.of(
              each.alert(),
              each.severity(),
              labels(each.labels()),
              Words.instant(each.fired()),
              each.cleared().map(Words::instant).orElse("fires on"),
              Words.duration(each.lastsSeconds())));
    }
    table(
        "Alerts.",
        List.of("Alert", "Severity", "Of", "Fired (UTC)", "Cleared (UTC)", "For"),
        Set.of(5),
        rows);
  }

  private static String labels(Map<String, String> labels) {
    StringBuilder text = new StringBuilder();
    labels.forEach(
        (name, value) ->
            text.append(text.isEmpty() ? "" : ", ").append(name).append(' ').append(value));
    return text.toString();
  }

  /** What a chart of a route is drawn of. */
  void series(Series series, List<Instant> buckets) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < series.opened().size(); i++) {
      rows.add(
          List.of(
              Words.instant(buckets.get(i)),
              Words.count(series.opened().get(i)),
              Words.count(series.late().get(i)),
              Words.count(series.undelivered().get(i)),
              duration(series.p50().get(i)),
              duration(series.p95().get(i)),
              duration(series.longest().get(i)),
              Words.duration(series.oldestAge().get(i)),
              Words.count(series.inFlight().get(i))));
    }
    table(
        "The numbers behind the chart, from each instant to the next.",
        List.of(
            "From (UTC)",
            "Probes",
            "Late",
            "Not delivered",
            "Median",
            "95 of 100",
            "Longest",
            "Oldest in flight",
            "In flight at its end"),
        Set.of(1, 2, 3, 4, 5, 6, 7, 8),
        rows);
  }

  private static String duration(Optional<Double> seconds) {
    return seconds.map(Words::duration).orElse(NONE);
  }
}
