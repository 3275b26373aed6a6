package io.mailprobe.app.report.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailprobe.app.report.Report;
import io.mailprobe.app.report.Sign;
import io.mailprobe.app.report.Words;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The page of a report. All that it shows is in the report, which it carries as data; the same
 * report gives the same bytes.
 */
public final class Page {

  /** More routes than this are in the tables alone. */
  private static final int MOST_CHARTS = 24;

  private final Report report;
  private final Frame frame;
  private final Html out = new Html();
  private final Tables tables = new Tables(out);

  private Page(Report report) {
    this.report = report;
    this.frame = Frame.of(report.header());
  }

  /** The page, in UTF-8. */
  public static byte[] of(Report report) {
    return new Page(report).draw().getBytes(UTF_8);
  }

  private String draw() {
    out.raw("<!doctype html>\n").open("html lang=\"en\"").line();
    head();
    out.open("body").line();
    header();
    out.open("main").line();
    summary();
    regions();
    timeline();
    charts();
    details();
    out.close("main").line();
    data();
    out.close("body").close("html").line();
    return out.toString();
  }

  private void head() {
    out.open("head").raw("<meta charset=\"utf-8\">\n");
    out.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
    // Whatever a server may have said: nothing runs and nothing is fetched.
    out.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ");
    out.raw("style-src 'unsafe-inline'\">\n");
    out.raw("<meta name=\"referrer\" content=\"no-referrer\">\n");
    out.element("title", report.header().title() + " · Mailprobe report").line();
    out.open("style").line().raw(style()).close("style").close("head").line();
  }

  private static String style() {
    try (InputStream file =
        Objects.requireNonNull(Page.class.getResourceAsStream("report.css"), "report.css")) {
      return new String(file.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void header() {
    Report.Header header = report.header();
    out.open("header").element("h1", header.title());
    out.element(
        "p class=\"time\"",
        "%s to %s UTC (%s)"
            .formatted(
                Words.instant(header.from()),
                Words.instant(header.to()),
                Words.duration(header.lastsSeconds())));
    out.open("dl");
    fact("Regions", String.join(", ", header.regions()));
    header.origin().forEach((name, value) -> fact(capital(name), value));
    fact("Known up to", Words.instant(header.knownUntil()) + " UTC");
    fact("Written", Words.instant(header.written()) + " UTC");
    fact("By", "Mailprobe " + header.version());
    out.close("dl").close("header").line();
  }

  private static String capital(String name) {
    return name.isEmpty()
        ? name
        : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  private void fact(String name, String value) {
    out.open("div").element("dt", name).element("dd", value).close("div");
  }

  private void summary() {
    out.open("section").element("h2", "What happened").open("ul class=\"summary\"");
    for (String sentence : report.summary()) {
      out.element("li", sentence);
    }
    out.close("ul");
    for (String note : report.notes()) {
      out.element("p class=\"note\"", note);
    }
    out.close("section").line();
  }

  private void regions() {
    for (Report.Region region : report.regions()) {
      for (Report.Spell spell : region.spells()) {
        spell(region.region(), spell);
      }
    }
  }

  private void spell(String region, Report.Spell spell) {
    out.open("section class=\"spell\"");
    out.element(
        "h3",
        "%s: %s UTC %s"
            .formatted(
                region,
                Words.instant(spell.began()),
                spell
                    .ended()
                    .map(
                        end ->
                            "to %s UTC, %s"
                                .formatted(
                                    Words.instant(end), Words.duration(spell.lastsSeconds())))
                    .orElse(
                        "and it goes on, " + Words.duration(spell.lastsSeconds()) + " so far")));
    out.open("dl");
    fact("Where", String.join(", ", spell.ways()));
    fact("First deferral", spell.firstDeferral().map(Page::session).orElse("none"));
    spell
        .firstFailure()
        .filter(first -> !spell.firstDeferral().equals(Optional.of(first)))
        .ifPresent(first -> fact("First failed session", session(first)));
    fact("First late probe", spell.firstLate().map(Page::late).orElse("none"));
    fact("First never delivered", spell.firstUndelivered().map(Page::late).orElse("none"));
    fact(
        "Probes",
        "%s of %s late (%s)%s"
            .formatted(
                Words.count(spell.counts().late()),
                Words.count(spell.counts().probes()),
                Words.share(spell.counts().lateShare()),
                verdicts(spell.counts())));
    fact(
        "Sessions",
        "%s of %s deferred (%s), %s failed in all (%s)"
            .formatted(
                Words.count(spell.deferred()),
                Words.count(spell.sessions()),
                Words.share(spell.deferredShare()),
                Words.count(spell.failed()),
                Words.share(spell.failedShare())));
    fact("Oldest in flight", Words.duration(spell.oldestAgeSeconds()));
    fact("Points at", spell.partyWords() + ": " + spell.evidence());
    out.close("dl").close("section").line();
  }

  private static String verdicts(Report.Counts counts) {
    List<String> parts = new ArrayList<>();
    part(parts, counts.lost(), "lost");
    part(parts, counts.rejected(), "rejected");
    part(parts, counts.abandoned(), "abandoned");
    part(parts, counts.bounced(), "bounced");
    part(parts, counts.inFlight(), "in flight");
    part(parts, counts.recovered(), "recovered");
    part(parts, counts.duplicatesByProvider(), "duplicates by the provider");
    part(parts, counts.duplicatesByRetry(), "duplicates by our own retries");
    part(parts, counts.receiverCaused(), "perhaps delayed by our receiver");
    return parts.isEmpty() ? "" : "; " + String.join(", ", parts);
  }

  private static void part(List<String> parts, int count, String what) {
    if (count > 0) {
      parts.add(Words.count(count) + " " + what);
    }
  }

  private static String session(Sign.Session sign) {
    return "%s UTC, route %s, %s at %s by %s%s: %s"
        .formatted(
            Words.instant(sign.at()),
            sign.route(),
            sign.outcome(),
            sign.phase(),
            sign.frontEnd().orElse("no server"),
            sign.forest().map(forest -> " (forest " + forest + ")").orElse(""),
            sign.text());
  }

  private static String late(Sign.Late sign) {
    return "%s UTC, route %s, probe %s of tick %s UTC: %s%s"
        .formatted(
            Words.instant(sign.at()),
            sign.route(),
            sign.probe(),
            Words.instant(sign.scheduled()),
            sign.verdict(),
            sign.latencySeconds().map(each -> " after " + Words.duration(each)).orElse(""));
  }

  private void timeline() {
    out.open("section").element("h2", "When").open("figure");
    scrolled(() -> new LaneChart(frame, report).draw(out));
    out.element(
        "figcaption",
        report.alerts().known()
            ? "Trouble, alerts while they fired, and what Microsoft posted. All times are UTC."
            : "Trouble, and what Microsoft posted. Nobody was asked for alerts. All times are UTC.");
    out.close("figure").close("section").line();
  }

  private void scrolled(Runnable draw) {
    out.open("div class=\"wide\" tabindex=\"0\"");
    draw.run();
    out.close("div");
  }

  private void charts() {
    out.open("section").element("h2", "Latency, by the tick of each probe");
    LatencyChart.legend(out);
    LatencyChart chart = new LatencyChart(frame, report);
    List<Report.Route> shown = report.routes().stream().limit(MOST_CHARTS).toList();
    for (int i = 0; i < shown.size(); i++) {
      Report.Route route = shown.get(i);
      String id = "latency-" + i;
      out.open("figure");
      out.open("figcaption")
          .element("b", route.region() + " " + route.route())
          .text(
              " every %s, late after %s"
                  .formatted(
                      route.everySeconds() == 0 ? "?" : Words.duration(route.everySeconds()),
                      Words.duration(route.deadlineSeconds())))
          .close("figcaption");
      scrolled(() -> chart.draw(out, route, spells(route), id));
      out.close("figure");
      out.open("details")
          .element("summary", "The numbers of " + route.region() + " " + route.route());
      tables.series(route.series(), frame.buckets());
      out.close("details").line();
    }
    if (report.routes().size() > shown.size()) {
      out.element(
          "p class=\"soft\"",
          "%s more routes are in the tables below."
              .formatted(Words.count(report.routes().size() - shown.size())));
    }
    out.close("section").line();
    AgeChart ages = new AgeChart(frame, report);
    if (!ages.isEmpty()) {
      out.open("section").element("h2", "Oldest probe in flight").open("figure");
      scrolled(() -> ages.draw(out));
      out.close("figure").close("section").line();
    }
    ForestChart forests = new ForestChart(frame, report);
    if (!forests.isEmpty()) {
      out.open("section").element("h2", "Deferrals by forest").open("figure");
      scrolled(() -> forests.draw(out));
      out.element(
          "figcaption",
          "Sessions deferred in each %s."
              .formatted(Words.duration(report.header().bucketSeconds())));
      out.close("figure").close("section").line();
    }
  }

  private List<Report.Spell> spells(Report.Route route) {
    return report.regions().stream()
        .filter(region -> region.region().equals(route.region()))
        .filter(_ -> !route.path().equals("control"))
        .flatMap(region -> region.spells().stream())
        .toList();
  }

  private void details() {
    out.open("section").element("h2", "Numbers");
    tables.verdicts(report.routes());
    gaps();
    tables.outcomes(report.routes(), report.canaries());
    if (!report.refusals().rows().isEmpty()) {
      tables.refusals(report.refusals());
      tables.forests(report.forests());
    }
    if (!report.worst().isEmpty()) {
      tables.worst(report.worst());
    }
    out.close("section").line();
    out.open("section").element("h2", "Alerts and posts");
    if (!report.alerts().known()) {
      out.element("p class=\"soft\"", "Nobody was asked for alerts.");
    } else if (report.alerts().spells().isEmpty()) {
      out.element("p class=\"soft\"", "No alert fired.");
    } else {
      tables.alerts(report.alerts().spells());
    }
    if (report.posts().isEmpty()) {
      out.element("p class=\"soft\"", "No post of Microsoft's is known for this time.");
    } else {
      tables.posts(report.posts());
    }
    out.close("section").line();
  }

  private void gaps() {
    for (Report.Route route : report.routes()) {
      for (Report.Gap gap : route.gaps()) {
        out.element(
            "p class=\"note\"",
            "%s %s: no probe from %s to %s UTC (%s). What happened then is not known."
                .formatted(
                    route.region(),
                    route.route(),
                    Words.instant(gap.from()),
                    Words.instant(gap.to()),
                    Words.duration(gap.lastsSeconds())));
      }
    }
  }

  /** The report itself. No text of it may end the element. */
  private void data() {
    out.open("script type=\"application/json\" id=\"report\"");
    out.raw(
        new String(report.json(), UTF_8)
            .replace("<", "\\u003c")
            .replace(">", "\\u003e")
            .replace("&", "\\u0026"));
    out.close("script").line();
  }
}
