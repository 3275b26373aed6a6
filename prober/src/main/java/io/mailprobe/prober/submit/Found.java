package io.mailprobe.prober.submit;

import java.util.List;

/**
 * Where a target may be reached.
 *
 * @param candidates in the order in which to try them; empty if there are none
 * @param notes what else there is to say, and why there are none
 */
public record Found(List<Candidate> candidates, List<String> notes) {

  public Found {
    candidates = List.copyOf(candidates);
    notes = List.copyOf(notes);
  }

  static Found nothing(String why) {
    return new Found(List.of(), List.of(why));
  }

  static Found all(List<Found> parts) {
    return new Found(
        parts.stream().flatMap(part -> part.candidates().stream()).toList(),
        parts.stream().flatMap(part -> part.notes().stream()).toList());
  }
}
