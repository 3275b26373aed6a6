package io.mailprobe.app.status;

import io.mailprobe.prober.canary.Canary;
import java.util.List;
import java.util.Optional;

/**
 * All that is shown of a canary. It is beside the routes: what it finds never changes what is said
 * of them.
 *
 * @param state how its front ends do
 * @param sentence the same as a sentence, such as {@code 5 of 40 front ends deferred (421 4.3.2 at
 *     banner), 3 closed without a reply (at banner)}
 * @param detail what else there is to know; may be empty
 * @param suspicion whom the failing ones point at; empty where none fails
 * @param frontEnds each of them, those that fail first
 * @param forests how many there are in each forest, those with the most that refuse first
 * @param leftOut how many addresses are not visited
 */
public record CanaryStatus(
    Canary canary,
    CanaryState state,
    String sentence,
    String detail,
    Optional<Suspicion> suspicion,
    List<FrontEndStatus> frontEnds,
    List<ForestShare> forests,
    int leftOut) {

  public CanaryStatus {
    frontEnds = List.copyOf(frontEnds);
    forests = List.copyOf(forests);
  }

  /**
   * The front ends of one forest.
   *
   * @param forest its name; empty for those whose names tell none
   * @param visited how many have been visited
   * @param refusing how many of them turn sessions away
   */
  public record ForestShare(Optional<String> forest, long visited, long refusing) {}
}
