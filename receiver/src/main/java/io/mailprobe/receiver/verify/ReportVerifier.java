package io.mailprobe.receiver.verify;

import io.mailprobe.protocol.report.DeliveryReport.Place;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.protocol.stamp.RecipientToken;
import io.mailprobe.protocol.stamp.Stamp;
import io.mailprobe.protocol.stamp.StampCodec;
import io.mailprobe.protocol.stamp.StampVerdict;
import io.mailprobe.receiver.ReceiverEvents;
import io.mailprobe.receiver.explain.report.ParsedReport;
import io.mailprobe.receiver.explain.report.ParsedReport.Entry;
import io.mailprobe.receiver.listen.Envelope;
import io.mailprobe.receiver.verify.Finding.Reported;
import io.mailprobe.receiver.verify.Finding.Unverified;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Tells which probe a report is about. Each recipient that it speaks of may name a probe of its
 * own; the others are of the probe that the whole report names, at the first place that names one.
 * A report without anything that we signed is about nothing of ours.
 */
final class ReportVerifier {

  private static final int MOST_STAMPS = 8;

  private final KnownRecipients recipients;
  private final StampCodec stamps;
  private final RecipientToken tokens;
  private final BiPredicate<ProbeId, Instant> inTime;

  /**
   * @param inTime whether a probe is young enough to be reported on at that instant
   */
  ReportVerifier(
      KnownRecipients recipients,
      StampCodec stamps,
      RecipientToken tokens,
      BiPredicate<ProbeId, Instant> inTime) {
    this.recipients = recipients;
    this.stamps = stamps;
    this.tokens = tokens;
    this.inTime = inTime;
  }

  /** A probe, and where it was named. */
  private record Named(ProbeId probe, Place place) {}

  Finding verify(Envelope envelope, ParsedReport report) {
    Instant arrived = envelope.arrived();
    List<StampVerdict> verdicts =
        report.stamps().stream()
            .limit(MOST_STAMPS)
            .map(stamp -> stamps.verify(stamp, arrived))
            .toList();
    List<Stamp> genuine =
        verdicts.stream()
            .flatMap(
                verdict ->
                    verdict instanceof StampVerdict.Genuine(Stamp stamp, String _)
                        ? Optional.of(stamp).stream()
                        : Optional.<Stamp>empty().stream())
            .toList();
    Optional<Named> whole = whole(envelope, report, genuine);
    List<Reported> reported = new ArrayList<>();
    boolean named = false;
    for (Entry entry : report.entries()) {
      Optional<Named> one = ofEntry(entry).or(() -> whole);
      named |= one.isPresent();
      one.filter(probe -> inTime.test(probe.probe(), arrived))
          .map(
              probe ->
                  new Reported(
                      probe.probe(), probe.place(), prober(probe.probe(), genuine), entry.notice()))
          .ifPresent(reported::add);
    }
    return reported.isEmpty() ? unverified(named, verdicts) : new Finding.Reports(reported);
  }

  private Optional<Named> ofEntry(Entry entry) {
    return find(entry.recipients(), Place.REPORTED_RECIPIENT);
  }

  private Optional<Named> whole(Envelope envelope, ParsedReport report, List<Stamp> genuine) {
    Optional<Named> named =
        envelope.recipients().stream()
            .map(to -> recipients.bounced(to.mailbox()).or(() -> recipients.probe(to.mailbox())))
            .flatMap(Optional::stream)
            .findFirst()
            .map(probe -> new Named(probe, Place.RECIPIENT))
            .or(
                () ->
                    genuine.stream().findFirst().map(stamp -> new Named(stamp.id(), Place.STAMP)));
    for (Place place : Place.values()) {
      List<String> texts = report.claims().getOrDefault(place, List.of());
      named = named.or(() -> find(texts, place));
    }
    return named;
  }

  private Optional<Named> find(List<String> texts, Place place) {
    return texts.stream()
        .map(tokens::find)
        .flatMap(Optional::stream)
        .findFirst()
        .map(probe -> new Named(probe, place));
  }

  private static Optional<String> prober(ProbeId probe, List<Stamp> genuine) {
    return genuine.stream()
        .filter(stamp -> stamp.id().equals(probe))
        .map(Stamp::prober)
        .findFirst();
  }

  private static Unverified unverified(boolean named, List<StampVerdict> verdicts) {
    if (named) {
      return new Unverified(
          ReceiverEvents.Unverified.OUT_OF_DATE, "a report on a probe that is not of these days");
    }
    return verdicts.isEmpty()
        ? new Unverified(ReceiverEvents.Unverified.NO_STAMP, "a report that names no probe of ours")
        : new Unverified(
            ReceiverEvents.Unverified.FORGED, "a report that returns no genuine stamp or token");
  }
}
