package io.mailprobe.simulator.frontend;

import io.mailprobe.protocol.time.Clock;
import io.mailprobe.simulator.topology.Place;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words of one front end in one session, as Exchange Online forms them. */
record Replies(Place place, Clock clock, String sessionId) {

  private static final DateTimeFormatter BANNER_DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss '+0000'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter TRAILER_DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** Seconds from the year 1, where the ids of sessions begin to count, to 1970. */
  private static final long YEAR_1_TO_1970 = 62_135_596_800L;

  static Replies of(Place place, Clock clock, long number) {
    Instant now = clock.wall();
    long ticks = (now.getEpochSecond() + YEAR_1_TO_1970) * 10_000_000 + now.getNano() / 100;
    return new Replies(place, clock, String.format("%016X", ticks + number));
  }

  String banner() {
    return "220 "
        + place.bannerName()
        + " Microsoft ESMTP MAIL Service ready at "
        + BANNER_DATE.format(clock.wall());
  }

  /** The extensions that we hold to; BINARYMIME and SMTPUTF8 are not among them. */
  List<String> ehlo(String clientAddress, int size, boolean encrypted, boolean offersTls) {
    List<String> lines = new ArrayList<>();
    lines.add(place.bannerName() + " Hello [" + clientAddress + "]");
    lines.add("SIZE " + size);
    lines.add("PIPELINING");
    lines.add("DSN");
    lines.add("ENHANCEDSTATUSCODES");
    if (encrypted) {
      lines.add("AUTH LOGIN XOAUTH2");
    } else if (offersTls) {
      lines.add("STARTTLS");
    }
    lines.add("8BITMIME");
    lines.add("CHUNKING");
    return lines;
  }

  /** What ends a refusal: the server, its time and the session. */
  String trailer() {
    return "["
        + place.serverName()
        + " "
        + TRAILER_DATE.format(clock.wall())
        + " "
        + sessionId
        + "]";
  }

  /** Responsibility for a message that a mailbox submitted. */
  String submitted(String messageId) {
    return "250 2.0.0 OK " + messageId + " [Hostname=" + place.mailboxServer() + "]";
  }

  /** Responsibility for a message from outside. */
  String queued(String messageId, long internalId, int bytes) {
    return "250 2.6.0 "
        + messageId
        + " [InternalId="
        + internalId
        + ", Hostname="
        + place.mailboxServer()
        + "] "
        + bytes
        + " bytes in 0.100, "
        + String.format(Locale.ROOT, "%.3f", bytes / 102.4)
        + " KB/sec Queued mail for delivery";
  }
}
