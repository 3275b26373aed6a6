package io.mailprobe.prober.canary;

import java.util.List;

/**
 * What a canary has seen.
 *
 * @param frontEnds those that are visited, and those that were until a few minutes ago
 * @param trouble why the latest look-up of the target did not find all; empty if it did
 * @param leftOut how many addresses are not visited
 */
public record CanaryView(
    Canary canary, List<FrontEndView> frontEnds, List<String> trouble, int leftOut) {

  public CanaryView {
    frontEnds = List.copyOf(frontEnds);
    trouble = List.copyOf(trouble);
  }
}
