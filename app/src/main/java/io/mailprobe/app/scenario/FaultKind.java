package io.mailprobe.app.scenario;

import io.mailprobe.app.config.bind.Kinds;
import java.util.List;
import java.util.Set;

/** The faults by the words of a scenario file: which keys each needs, and which it may have. */
enum FaultKind {
  REPLY(
      Strikes.SESSIONS,
      "at line",
      "",
      "the front end says this line instead of its own; after 421, and at the banner, it closes"),
  CLOSE(Strikes.SESSIONS, "at", "", "the connection is closed without a word"),
  RESET(Strikes.SESSIONS, "at", "", "the connection is reset without a word"),
  STALL(Strikes.SESSIONS, "at", "", "nothing more is said until the client gives up"),
  DRIP(Strikes.SESSIONS, "at every", "", "the front end's own answer comes byte by byte"),
  SLOW_HANDSHAKE(
      Strikes.SESSIONS, "delay", "", "STARTTLS is granted, and the handshake begins so much later"),
  TLS_FAILURE(Strikes.SESSIONS, "", "", "STARTTLS is granted, and the handshake fails"),
  HOLD(
      Strikes.MESSAGES,
      "delay",
      "delay_from spread tail drain drain_rate drain_order",
      "an accepted message stays in the queue longer than it would"),
  DROP(Strikes.MESSAGES, "", "", "an accepted message is never delivered"),
  DUPLICATE(Strikes.MESSAGES, "", "", "an accepted message is delivered twice"),
  BOUNCE(
      Strikes.MESSAGES,
      "line",
      "",
      "an accepted message is not delivered; a failure report with this reply goes back"),
  DELAY_REPORT(
      Strikes.MESSAGES,
      "line delay",
      "",
      "where an accepted message still waits after the delay, a report with this reply goes back"),
  STRIP(Strikes.MESSAGES, "fields", "", "these fields of a message's header do not come through"),
  REWRITE(
      Strikes.MESSAGES,
      "fields body",
      "",
      "these fields of a message's header come through with another body"),
  SKEW(
      Strikes.MESSAGES,
      "by",
      "",
      "the clock of the servers that take a message is off, and what they stamp with it"),
  SURGE(Strikes.SERVERS, "times", "times_from", "servers are given so many times the mail"),
  UNEVEN(
      Strikes.SERVERS,
      "times",
      "times_from",
      "of the same mail, these servers get so many times the part of the others"),
  FEWER_WORKERS(Strikes.SERVERS, "part", "", "of a server's workers only a part works"),
  LEAK(Strikes.SERVERS, "times", "times_from", "what waits takes so many times a server's memory"),
  RESTART(
      Strikes.SERVERS,
      "away drain",
      "",
      "servers start anew: sessions are reset, then refused; what a server held comes out in bulk"),
  TOKEN_FAILURE(Strikes.WORLD, "", "how", "the sign-in service gives no tokens"),
  DNS_FAILURE(Strikes.WORLD, "", "how", "name servers give no addresses"),
  RECEIVER_DOWN(Strikes.WORLD, "", "", "our own receiver takes no connections"),
  CLOCK_JUMP(
      Strikes.WORLD,
      "by",
      "",
      "the clock of the probers' host is set to another time, and back when the phase ends");

  /** Keys that any fault may have. */
  private static final Set<String> COMMON = Set.of("fault", "path", "share", "share_from");

  /** What a fault strikes. */
  enum Strikes {
    SESSIONS("sessions"),
    MESSAGES("messages"),
    SERVERS("servers"),
    WORLD("the world around");

    private final String words;

    Strikes(String words) {
      this.words = words;
    }

    /** The word of the manual. */
    String words() {
      return words;
    }
  }

  private final Strikes strikes;
  private final String needed;
  private final String possible;
  private final String meaning;

  FaultKind(Strikes strikes, String needed, String possible, String meaning) {
    this.strikes = strikes;
    this.needed = needed;
    this.possible = possible;
    this.meaning = meaning;
  }

  Strikes strikes() {
    return strikes;
  }

  /** The keys without which it is not told what it does. */
  List<String> needed() {
    return words(needed);
  }

  /** The keys that may stand beside those. */
  List<String> possible() {
    return words(possible);
  }

  /** What it does, in words. */
  String meaning() {
    return meaning;
  }

  /** Whether a key means something to it. */
  boolean takes(String key) {
    boolean shared =
        switch (strikes) {
          case SESSIONS, MESSAGES -> COMMON.contains(key);
          case SERVERS -> COMMON.contains(key) && !key.equals("path");
          case WORLD -> key.equals("fault");
        };
    return shared || needed().contains(key) || possible().contains(key);
  }

  private static List<String> words(String keys) {
    return keys.isEmpty() ? List.of() : List.of(keys.split(" "));
  }

  /** How it is written. */
  String written() {
    return Kinds.written(this);
  }
}
