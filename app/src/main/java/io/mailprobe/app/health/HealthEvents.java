package io.mailprobe.app.health;

/** Hears how the readings of service health end. Calls come from any thread and must not wait. */
public interface HealthEvents {

  /** A reading ended so. */
  void polled(PollResult result);

  /** So many entries of an answer were no issues. */
  void unreadable(int entries);
}
