package io.mailprobe.app.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The few sentences that stand first. */
final class Summary {

  private Summary() {}

  static List<String> of(
      List<Report.Region> regions, List<Report.PostLead> posts, Report.Alerts alerts) {
    List<String> sentences = new ArrayList<>();
    regions.forEach(region -> sentences.add(region.verdict()));
    first(regions)
        .ifPresent(
            spell -> {
              sentences.add(firstSeen(spell));
              page(spell, alerts).ifPresent(sentences::add);
            });
    posts.stream().findFirst().flatMap(Summary::lead).ifPresent(sentences::add);
    return sentences;
  }

  private static Optional<Report.Spell> first(List<Report.Region> regions) {
    return regions.stream()
        .flatMap(region -> region.spells().stream())
        .min(Comparator.comparing(Report.Spell::seen));
  }

  private static String firstSeen(Report.Spell spell) {
    Optional<String> failure =
        spell
            .firstFailure()
            .filter(sign -> sign.at().equals(spell.seen()))
            .map(
                sign ->
                    "a session %s at %s: %s".formatted(sign.outcome(), sign.phase(), sign.text()));
    return "Seen first at %s UTC: %s."
        .formatted(Words.instant(spell.seen()), failure.orElse("a probe was late"));
  }

  private static Optional<String> page(Report.Spell first, Report.Alerts alerts) {
    if (!alerts.known()) {
      return Optional.empty();
    }
    return Beside.firstPage(alerts, first.began())
        .map(
            alert ->
                "The first page, %s, came at %s UTC."
                    .formatted(alert.alert(), Words.instant(alert.fired())))
        .or(() -> Optional.of("No page came."));
  }

  private static Optional<String> lead(Report.PostLead post) {
    return post.leads().values().stream()
        .max(Comparator.naturalOrder())
        .map(
            lead ->
                "Microsoft first posted at %s UTC (%s), %s."
                    .formatted(
                        Words.instant(post.at()),
                        post.issue(),
                        lead >= 0
                            ? Words.duration(lead) + " after it was seen here"
                            : Words.duration(-lead) + " before it was seen here"));
  }
}
