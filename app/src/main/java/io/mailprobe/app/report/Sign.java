package io.mailprobe.app.report;

import java.time.Instant;
import java.util.Optional;

/** Something that showed trouble, with what proves it. */
public sealed interface Sign {

  /** When it showed. */
  Instant at();

  /**
   * A session that failed.
   *
   * @param at when it had ended
   * @param route the route or canary that held it
   * @param probe the probe that it was for; empty of a canary's
   * @param outcome how it ended
   * @param phase in which phase
   * @param code the code of the reply that ended it
   * @param enhanced its enhanced code
   * @param text the reply as it came, or what was seen where none came
   * @param frontEnd the server's name, else its address
   * @param forest the forest that the name tells
   */
  record Session(
      Instant at,
      String route,
      Optional<String> probe,
      String outcome,
      String phase,
      Optional<Integer> code,
      Optional<String> enhanced,
      String text,
      Optional<String> frontEnd,
      Optional<String> forest)
      implements Sign {}

  /**
   * A probe that was late.
   *
   * @param at when it was late, by its deadline
   * @param route its route
   * @param probe the probe
   * @param scheduled its tick
   * @param latencySeconds from tick to arrival; empty where it never arrived
   * @param verdict what became of it; {@code in_flight} while that is not known
   */
  record Late(
      Instant at,
      String route,
      String probe,
      Instant scheduled,
      Optional<Double> latencySeconds,
      String verdict)
      implements Sign {}
}
