package io.mailprobe.receiver.verify;

import io.mailprobe.protocol.feed.Arrival.Place;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.protocol.stamp.Stamp;
import io.mailprobe.receiver.ReceiverEvents;
import java.util.List;
import java.util.Optional;

/** What a message turned out to be. */
public sealed interface Finding {

  /** It is the delivery of these probes, each once; at least one. */
  record Genuine(List<Identified> probes) implements Finding {

    public Genuine {
      probes = List.copyOf(probes);
    }
  }

  /**
   * It is no delivery of a probe that we can believe.
   *
   * @param detail a sentence for the evidence
   */
  record Unverified(ReceiverEvents.Unverified reason, String detail) implements Finding {}

  /**
   * One probe that a message is.
   *
   * @param place where it said so
   * @param stamp the genuine stamp; empty where there is none
   * @param recipient the envelope recipient that it came to
   */
  record Identified(ProbeId probe, Place place, Optional<Stamp> stamp, String recipient) {}
}
