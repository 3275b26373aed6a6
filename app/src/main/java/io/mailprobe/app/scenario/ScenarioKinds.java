package io.mailprobe.app.scenario;

import io.mailprobe.app.config.bind.Durations;
import io.mailprobe.app.config.bind.Kind;
import io.mailprobe.app.config.bind.Kinds;
import io.mailprobe.app.config.bind.UnfitException;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.simulator.scenario.Scenario;
import io.mailprobe.simulator.topology.Forest;
import io.mailprobe.simulator.topology.Region;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The kinds of value that a scenario has beside those of any configuration. */
final class ScenarioKinds {

  private static final Duration LONGEST = Duration.ofDays(30);
  private static final int LONGEST_TEXT = 600;
  private static final String INSTANT_EXPECTED = "expected an instant such as 2026-06-02T13:03:00Z";

  /** What a scenario is called. */
  static final Kind<String> NAME =
      Kinds.text(
          "name",
          "expected a name of 1 to 64 letters, digits, dots, dashes and underscores, a letter or"
              + " digit first",
          text -> text.matches(Scenario.NAME));

  static final Kind<String> REGION =
      Kinds.text(
          "region",
          "expected a region of 1 to 20 small letters, digits and dashes",
          text -> text.matches(Region.NAME));

  static final Kind<String> FOREST =
      Kinds.text(
          "forest",
          "expected a forest such as namprd07 or deup281",
          text -> text.matches(Forest.NAME));

  static final Kind<String> FRONT_END =
      Kinds.text(
          "front end",
          "expected the name of a front end such as SJ5PEPF000001F2: two capital letters, a digit,"
              + " then capital letters and digits",
          text -> text.matches(Forest.LABEL));

  /** Words for people: what line breaks there are become spaces. */
  static final Kind<String> WORDS =
      Kinds.scalar(
          "text",
          text -> {
            String words = text.strip().replaceAll("\\s+", " ");
            if (words.isEmpty() || words.length() > LONGEST_TEXT) {
              throw new UnfitException("expected 1 to " + LONGEST_TEXT + " characters of text");
            }
            return words;
          });

  static final Kind<String> PHASE_NAME =
      Kinds.text(
          "text",
          "expected a name of 1 to 60 characters on one line",
          text -> text.matches("[^\\p{Cntrl}]{1,60}") && !text.isBlank());

  static final Kind<Duration> LENGTH = Durations.between(Duration.ofSeconds(1), LONGEST);

  static final Kind<Duration> MAYBE_NONE = Durations.between(Duration.ZERO, LONGEST);

  /** A duration with a sign. */
  static final Kind<Duration> SHIFT =
      Kinds.scalar(
          "duration, or -duration",
          text -> {
            boolean negative = text.startsWith("-");
            Duration duration = Durations.parse(text.replaceFirst("^[+-]", ""));
            if (duration.isZero() || duration.compareTo(LONGEST) > 0) {
              throw new UnfitException("expected a duration other than none, such as 3s or -3s");
            }
            return negative ? duration.negated() : duration;
          });

  static final Kind<Instant> INSTANT = Kinds.scalar("instant", ScenarioKinds::instant);

  static final Kind<When> WHEN =
      Kinds.scalar(
          "duration from the start, or instant",
          text -> {
            if (text.matches("\\d{4}-.*")) {
              return new When.At(instant(text));
            }
            Duration offset;
            try {
              offset = Durations.parse(text);
            } catch (UnfitException e) {
              throw new UnfitException(
                  "expected a duration from the start such as 30m, or an instant such as"
                      + " 2026-06-02T13:03:00Z");
            }
            return new When.Offset(offset);
          });

  static final Kind<Double> SHARE =
      Kinds.scalar(
          "share",
          text -> {
            boolean percent = text.endsWith("%");
            double number = number(percent ? text.substring(0, text.length() - 1).strip() : text);
            double share = percent ? number / 100 : number;
            if (!(share >= 0 && share <= 1)) {
              throw new UnfitException(
                  "expected a share from 0 to 1, or from 0% to 100%",
                  share > 1 && share <= 100 && !percent ? "did you mean " + text + "%?" : "");
            }
            return share;
          });

  static final Kind<Boolean> TRUE_OR_FALSE =
      Kinds.scalar(
          "true | false",
          text ->
              switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new UnfitException("expected true or false");
              });

  /** The phases of a session in which a front end says something. */
  static final Kind<Phase> SESSION_PHASE = sessionPhase();

  private ScenarioKinds() {}

  /** A number with or without decimals, within bounds. */
  static Kind<Double> number(double least, double most) {
    return Kinds.scalar(
        "decimal",
        text -> {
          double number = number(text);
          if (!(number >= least && number <= most)) {
            throw new UnfitException(
                "expected a number from " + plain(least) + " to " + plain(most));
          }
          return number;
        });
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  private static double number(String text) throws UnfitException {
    if (!text.matches("[+-]?[0-9]{1,9}(\\.[0-9]{1,9})?")) {
      throw new UnfitException("expected a number such as 0.4");
    }
    return Double.parseDouble(text);
  }

  private static Instant instant(String text) throws UnfitException {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new UnfitException(INSTANT_EXPECTED);
    }
  }

  private static Kind<Phase> sessionPhase() {
    List<Phase> phases =
        Arrays.stream(Phase.values())
            .filter(phase -> phase != Phase.TOKEN && phase != Phase.CONNECT)
            .toList();
    String names = phases.stream().map(Phase::label).collect(Collectors.joining(" | "));
    return Kinds.scalar(
        names,
        text ->
            phases.stream()
                .filter(phase -> phase.label().equals(text))
                .findFirst()
                .orElseThrow(
                    () -> new UnfitException("expected one of " + names.replace(" | ", ", "))));
  }
}
