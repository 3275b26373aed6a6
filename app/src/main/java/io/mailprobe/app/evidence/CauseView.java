package io.mailprobe.app.evidence;

import io.mailprobe.app.blame.Cause;
import io.mailprobe.protocol.classify.Classification;
import io.mailprobe.protocol.reply.NestedReply;
import io.mailprobe.protocol.reply.Trailer;
import java.time.Instant;
import java.util.Optional;

/** Why a session failed: whom it points at and, where a reply says so, what that means. */
public record CauseView(
    String party,
    String reason,
    Optional<String> rule,
    Optional<String> meaning,
    Optional<String> advice,
    Optional<String> innerReply,
    Optional<String> nextHop,
    Optional<String> server,
    Optional<Instant> serverClock,
    Optional<String> serverSession) {

  public static CauseView of(Cause cause) {
    Optional<Classification> found = cause.classification();
    Optional<NestedReply> reply = found.map(Classification::reply);
    Optional<Trailer> trailer = found.flatMap(Classification::trailer);
    return new CauseView(
        cause.party().label(),
        cause.reasonLabel(),
        found.flatMap(Classification::rule).map(match -> match.rule().name()),
        found.map(each -> each.reason().meaning()),
        found.map(Classification::advice),
        reply.flatMap(NestedReply::inner).map(Object::toString),
        reply.flatMap(NestedReply::nextHop),
        trailer.map(Trailer::server),
        trailer.flatMap(Trailer::clock),
        trailer.flatMap(Trailer::session));
  }
}
