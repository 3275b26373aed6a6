package io.mailprobe.app.evidence;

import io.mailprobe.prober.account.Arrived;
import io.mailprobe.prober.account.ClockOffset;
import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.trace.ExchangeMarks;
import io.mailprobe.protocol.trace.Hop;
import io.mailprobe.protocol.trace.Leg;
import io.mailprobe.protocol.trace.Passage;
import io.mailprobe.protocol.trace.Received;
import io.mailprobe.protocol.trace.Regions;
import io.mailprobe.protocol.trace.Trace;
import io.mailprobe.protocol.trace.TraceTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One arrival of a probe, and the way that brought it. Instants are by our clock.
 *
 * @param headers the header block as the receiver handed it on; empty where it kept none
 */
record ArrivalView(
    Instant connected,
    Instant arrived,
    String place,
    String peer,
    String helo,
    String recipient,
    long size,
    Optional<Integer> attempt,
    Optional<ClockView> clock,
    List<HopView> hops,
    long negativeHops,
    List<StageView> stages,
    ExchangeView exchange,
    Optional<String> headers) {

  static ArrivalView of(Arrived arrived) {
    Arrival arrival = arrived.arrival();
    Trace trace = arrived.trace();
    Passage passage = arrived.passage();
    return new ArrivalView(
        arrived.connected(),
        arrived.at(),
        arrival.place().label(),
        arrival.peer(),
        arrival.helo(),
        arrival.recipient(),
        arrival.size(),
        arrival.stamp().map(stamp -> stamp.attempt()),
        arrived.clock().map(clock -> ClockView.of(clock, arrived)),
        passage.hops().stream().map(HopView::of).toList(),
        passage.negativeHops(),
        passage.legs().stream().map(StageView::of).toList(),
        ExchangeView.of(trace.marks(), Regions.of(trace, arrival.helo())),
        Optional.of(arrival.head()).filter(head -> !head.isEmpty()));
  }

  /**
   * How far the receiver's clock was from ours.
   *
   * @param offsetSeconds ours minus the receiver's
   * @param corrected whether the instants here are others than the receiver told
   * @param arrivedByReceiver the arrival as it told it
   */
  record ClockView(
      double offsetSeconds,
      double uncertaintySeconds,
      boolean corrected,
      Instant arrivedByReceiver) {

    static ClockView of(ClockOffset clock, Arrived arrived) {
      return new ClockView(
          Json.seconds(clock.ahead().negated()),
          Json.seconds(clock.uncertainty()),
          arrived.isCorrected(),
          arrived.arrival().arrived());
    }
  }

  /** One server on the way; the last two are our receiver, at MAIL and at the final dot. */
  record HopView(
      String stage,
      Optional<String> by,
      Optional<String> from,
      Optional<String> helo,
      Optional<String> fromAddress,
      Optional<String> protocol,
      Optional<String> id,
      Optional<Instant> at,
      Optional<Double> delaySeconds,
      boolean negative) {

    static HopView of(Hop hop) {
      Optional<Received> received = hop.received();
      return new HopView(
          hop.stage().label(),
          hop.server(),
          received.flatMap(Received::from),
          received.flatMap(Received::helo),
          received.flatMap(Received::fromAddress),
          received.flatMap(Received::with),
          received.flatMap(Received::id),
          hop.at(),
          hop.delay().map(Json::seconds),
          hop.isNegative());
    }
  }

  /** What a stage of the way took; measured where that is a measurement and not a clock's fault. */
  record StageView(String stage, double seconds, boolean measured) {

    static StageView of(Leg leg) {
      return new StageView(leg.stage().label(), Json.seconds(leg.took()), leg.trusted());
    }
  }

  /** What Exchange Online wrote on it, and where in it the message was. */
  record ExchangeView(
      Optional<Instant> originalArrival,
      Optional<String> frontEnd,
      Optional<String> networkMessageId,
      String frontEndRegion,
      String mailboxForest,
      String egressRegion) {

    static ExchangeView of(ExchangeMarks marks, Regions regions) {
      return new ExchangeView(
          marks.originalArrival().map(TraceTime::at),
          marks.proxiedBy(),
          marks.networkMessageId(),
          regions.frontEnd(),
          regions.mailboxForest(),
          regions.egress());
    }
  }
}
