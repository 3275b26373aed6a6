package io.mailprobe.receiver.verify;

import io.mailprobe.protocol.feed.Arrival.Place;
import io.mailprobe.protocol.report.DeliveryReport;
import io.mailprobe.protocol.report.Notice;
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

  /** It reports on these probes, once for each recipient that it speaks of; at least one. */
  record Reports(List<Reported> reports) implements Finding {

    public Reports {
      reports = List.copyOf(reports);
    }
  }

  /**
   * It is nothing that we can believe: neither the delivery of a probe nor a report on one.
   *
   * @param detail a sentence for the evidence
   */
  record Unverified(ReceiverEvents.Unverified reason, String detail) implements Finding {}

  /**
   * What a message reports on one probe.
   *
   * @param place where it said which probe
   * @param prober who waits for it; empty where no stamp came back
   */
  record Reported(
      ProbeId probe, DeliveryReport.Place place, Optional<String> prober, Notice notice) {}

  /**
   * One probe that a message is.
   *
   * @param place where it said so
   * @param stamp the genuine stamp; empty where there is none
   * @param recipient the envelope recipient that it came to
   */
  record Identified(ProbeId probe, Place place, Optional<Stamp> stamp, String recipient) {}
}
