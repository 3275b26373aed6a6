package io.mailprobe.app.report;

import io.mailprobe.prober.account.Verdict;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** How many probes went how. */
final class ProbeCounts {

  private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
  private int opened;
  private int inFlight;
  private int late;
  private int lateThoughTaken;
  private int turnedAway;
  private int receiverCaused;
  private int recovered;
  private int duplicatesByRetry;
  private int duplicatesByProvider;

  ProbeCounts() {
    for (Verdict verdict : Verdict.values()) {
      verdicts.put(verdict, 0);
    }
  }

  void add(
      Optional<Verdict> verdict,
      boolean isLate,
      boolean wasTurnedAway,
      boolean isReceiverCaused,
      boolean isRecovered) {
    opened++;
    verdict.ifPresentOrElse(each -> verdicts.merge(each, 1, Integer::sum), () -> inFlight++);
    late += isLate ? 1 : 0;
    lateThoughTaken += isLate && !wasTurnedAway ? 1 : 0;
    turnedAway += wasTurnedAway ? 1 : 0;
    receiverCaused += isReceiverCaused ? 1 : 0;
    recovered += isRecovered ? 1 : 0;
  }

  void addDuplicates(int byRetry, int byProvider) {
    duplicatesByRetry += byRetry;
    duplicatesByProvider += byProvider;
  }

  void add(ProbeCounts other) {
    other.verdicts.forEach((verdict, count) -> verdicts.merge(verdict, count, Integer::sum));
    opened += other.opened;
    inFlight += other.inFlight;
    late += other.late;
    lateThoughTaken += other.lateThoughTaken;
    turnedAway += other.turnedAway;
    receiverCaused += other.receiverCaused;
    recovered += other.recovered;
    addDuplicates(other.duplicatesByRetry, other.duplicatesByProvider);
  }

  int opened() {
    return opened;
  }

  int inFlight() {
    return inFlight;
  }

  int of(Verdict verdict) {
    return verdicts.getOrDefault(verdict, 0);
  }

  /** Not here by their deadline, whatever became of them later. */
  int late() {
    return late;
  }

  /** Late, although no session was turned away. */
  int lateThoughTaken() {
    return lateThoughTaken;
  }

  /** With a session that was not accepted. */
  int turnedAway() {
    return turnedAway;
  }

  int receiverCaused() {
    return receiverCaused;
  }

  int recovered() {
    return recovered;
  }

  int duplicatesByRetry() {
    return duplicatesByRetry;
  }

  int duplicatesByProvider() {
    return duplicatesByProvider;
  }

  /** Late, or with a session that was not accepted. */
  int inTrouble() {
    return turnedAway + lateThoughTaken;
  }
}
