package io.mailprobe.app.report;

import io.mailprobe.protocol.classify.Party;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Numbers and findings as people read them. Public for the page, which writes them alike. */
public final class Words {

  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("d MMM yyyy HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private Words() {}

  /** Such as {@code 12,345}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Such as {@code 2 Jun 2026 13:03:00}; always UTC. */
  public static String instant(Instant at) {
    return INSTANT.format(at);
  }

  /** A share in per cent: {@code 0 %}, {@code 0.03 %}, {@code 3.1 %}, {@code 42 %}. */
  public static String share(double share) {
    double percent = share * 100;
    String form = percent == 0 || percent >= 10 ? "%.0f %%" : percent < 1 ? "%.2f %%" : "%.1f %%";
    return String.format(Locale.ROOT, form, percent);
  }

  /**
   * A length of time: {@code 0.12 s}, {@code 30 s}, {@code 4 min 5 s}, {@code 1 h 2 min}, {@code 2
   * d 4 h}.
   */
  public static String duration(double seconds) {
    if (seconds < 0) {
      return "−" + duration(-seconds);
    }
    if (seconds < 1) {
      return seconds == 0 ? "0 s" : String.format(Locale.ROOT, "%.2f s", seconds);
    }
    if (seconds < 59.95) {
      boolean whole = seconds == Math.rint(seconds);
      return String.format(Locale.ROOT, whole ? "%.0f s" : "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 3600) {
      return two(whole / 60, "min", whole % 60, "s");
    }
    long minutes = Math.round(seconds / 60);
    if (minutes < 24 * 60) {
      return two(minutes / 60, "h", minutes % 60, "min");
    }
    long hours = Math.round(seconds / 3600);
    return two(hours / 24, "d", hours % 24, "h");
  }

  private static String two(long large, String unit, long small, String smallUnit) {
    return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }

  /** What happened in a region. */
  static String verdict(
      String region,
      List<Report.Spell> spells,
      Report.Counts outside,
      List<Trouble> ofControls,
      boolean probed) {
    List<String> sentences = new ArrayList<>();
    if (!probed) {
      sentences.add(region + ": nothing but the control path was probed.");
    } else if (spells.isEmpty()) {
      sentences.add(region + ": no time of trouble.");
    } else {
      Report.Spell longest =
          spells.stream().reduce((a, b) -> b.lastsSeconds() > a.lastsSeconds() ? b : a).get();
      sentences.add(
          spells.size() == 1
              ? region + ": in trouble " + spell(longest) + "."
              : "%s: in trouble %d times, for longest %s."
                  .formatted(region, spells.size(), spell(longest)));
    }
    outside(outside, !spells.isEmpty()).forEach(sentences::add);
    if (!ofControls.isEmpty()) {
      sentences.add(
          "The control path, past Exchange Online, was in trouble %s."
              .formatted(
                  ofControls.size() == 1
                      ? "from " + instant(Text.cut(ofControls.getFirst().began()))
                      : ofControls.size() + " times"));
    }
    return String.join(" ", sentences);
  }

  private static String spell(Report.Spell spell) {
    String points =
        spell.party().equals(Party.UNKNOWN.label())
            ? "whose fault it was does not show"
            : "it points at " + spell.partyWords();
    return "from %s UTC %s (%s); %s of %s probes were late (%s), %s of %s sessions failed (%s); %s"
        .formatted(
            instant(spell.began()),
            spell.ended().map(at -> "until " + instant(at) + " UTC").orElse("and it goes on"),
            duration(spell.lastsSeconds()),
            count(spell.counts().late()),
            count(spell.counts().probes()),
            share(spell.counts().lateShare()),
            count(spell.failed()),
            count(spell.sessions()),
            share(spell.failedShare()),
            points);
  }

  private static List<String> outside(Report.Counts counts, boolean anySpell) {
    List<String> parts = new ArrayList<>();
    part(parts, counts.late(), "late (" + share(counts.lateShare()) + ")");
    part(parts, counts.lost(), "lost");
    part(parts, counts.rejected(), "rejected");
    part(parts, counts.abandoned(), "abandoned");
    part(parts, counts.bounced(), "bounced");
    part(parts, counts.duplicatesByProvider(), "duplicated by the provider");
    String when = anySpell ? "Outside of that, of " : "Of ";
    if (counts.probes() == 0) {
      return List.of();
    }
    return List.of(
        parts.isEmpty()
            ? when + count(counts.probes()) + " probes all were in time."
            : when + count(counts.probes()) + " probes: " + String.join(", ", parts) + ".");
  }

  private static void part(List<String> parts, int count, String what) {
    if (count > 0) {
      parts.add(count(count) + " " + what);
    }
  }
}
