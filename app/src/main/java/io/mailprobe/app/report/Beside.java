package io.mailprobe.app.report;

import io.mailprobe.app.prometheus.AlertSpell;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What others told, set beside what the probes show. */
final class Beside {

  private static final String SEVERITY = "severity";

  /** What is told this long after trouble ended, or before it began, is hardly about it. */
  private static final Duration SAME = Duration.ofHours(24);

  private Beside() {}

  static Report.Alerts alerts(Optional<List<AlertSpell>> spells, Subject subject) {
    return new Report.Alerts(
        spells.isPresent(),
        spells.stream()
            .flatMap(Collection::stream)
            .filter(spell -> spell.fired().isBefore(subject.to()))
            .filter(spell -> spell.cleared().filter(at -> at.isBefore(subject.from())).isEmpty())
            .map(spell -> alert(spell, subject.to()))
            .sorted(
                Comparator.comparing(Report.Alert::fired)
                    .thenComparing(Report.Alert::alert)
                    .thenComparing(each -> each.labels().toString())
                    .thenComparing(Report.Alert::severity))
            .toList());
  }

  private static Report.Alert alert(AlertSpell spell, Instant end) {
    Map<String, String> labels = new TreeMap<>(spell.labels());
    labels.remove(SEVERITY);
    return new Report.Alert(
        spell.alert(),
        spell.severity(),
        spell.pages(),
        labels,
        Text.cut(spell.fired()),
        spell.cleared().map(Text::cut),
        Text.seconds(Duration.between(spell.fired(), spell.cleared().orElse(end))));
  }

  static List<Report.PostLead> posts(
      List<Post> posts, List<Report.Region> regions, Report.Alerts alerts) {
    return posts.stream()
        .sorted(Comparator.comparing(Post::at).thenComparing(Post::issue).thenComparing(Post::text))
        .map(post -> lead(post, regions, alerts))
        .toList();
  }

  private static Report.PostLead lead(
      Post post, List<Report.Region> regions, Report.Alerts alerts) {
    Map<String, Double> leads = new TreeMap<>();
    for (Report.Region region : regions) {
      about(post, region.spells())
          .ifPresent(spell -> leads.put(region.region(), lead(spell.seen(), post)));
    }
    Optional<Instant> earliest =
        regions.stream()
            .flatMap(region -> about(post, region.spells()).stream())
            .map(Report.Spell::began)
            .min(Comparator.naturalOrder());
    Optional<Double> page =
        earliest.flatMap(began -> firstPage(alerts, began).map(alert -> lead(alert.fired(), post)));
    return new Report.PostLead(
        Text.cut(post.at()), Text.line(post.issue()), Text.line(post.text()), leads, page);
  }

  /** The first page of those that fired then, or came later. */
  static Optional<Report.Alert> firstPage(Report.Alerts alerts, Instant then) {
    return alerts.spells().stream()
        .filter(Report.Alert::page)
        .filter(page -> page.cleared().filter(end -> end.isBefore(then)).isEmpty())
        .findFirst();
  }

  private static double lead(Instant seen, Post post) {
    return Text.seconds(Duration.between(seen, post.at()));
  }

  /** The time of trouble that a post may be about: the last that had begun, else the next. */
  private static Optional<Report.Spell> about(Post post, List<Report.Spell> spells) {
    Optional<Report.Spell> before =
        spells.stream()
            .filter(spell -> !spell.seen().isAfter(post.at()))
            .filter(
                spell -> spell.ended().filter(end -> end.plus(SAME).isBefore(post.at())).isEmpty())
            .reduce((_, later) -> later);
    return before.or(
        () ->
            spells.stream()
                .filter(spell -> spell.seen().isAfter(post.at()))
                .filter(spell -> spell.seen().isBefore(post.at().plus(SAME)))
                .findFirst());
  }
}
