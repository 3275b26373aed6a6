package io.mailprobe.simulator.fault;

import io.mailprobe.protocol.reply.EnhancedStatus;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.simulator.topology.Latency;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One way in which mail flow goes wrong. */
public sealed interface Fault {

  /** What strikes a session, in one of its phases. */
  sealed interface OfSession extends Fault {
    /** The phase in which it strikes: in place of the front end's own answer there. */
    Phase phase();
  }

  /** What strikes an accepted message. */
  sealed interface OfMessage extends Fault {}

  /** What strikes the world around the front ends: while it is on, it is so for all. */
  sealed interface OfWorld extends Fault {}

  /**
   * What strikes servers: what they are given to do, and with what. Its share is that of the
   * servers in scope, in each region rounded up to whole ones: a share that grows strikes one after
   * the other, in the order of their addresses.
   */
  sealed interface OfServer extends Fault {}

  /**
   * A refusal. After 421 (RFC 5321 3.8), and in place of the banner, the front end also closes.
   *
   * @param code 400 to 599
   * @param enhanced the enhanced code, of any class: Exchange Online sends {@code 554 4.3.2} too
   * @param text the rest of the line, in which <code>{server}</code> stands for the front end's
   *     name and <code>{trailer}</code> for its name, the time and the session's id in brackets
   */
  record Reply(Phase phase, int code, Optional<EnhancedStatus> enhanced, String text)
      implements OfSession {
    public Reply {
      requireAnswered(phase);
      if (code < 400 || code > 599) {
        throw new IllegalArgumentException("not a refusal: " + code);
      }
      if (!text.chars().allMatch(c -> c >= ' ' && c <= '~') || text.length() > 450) {
        throw new IllegalArgumentException("not one line of printable text: " + text);
      }
    }

    /** A refusal written as on the wire, such as {@code 421 4.3.2 Service not active}. */
    public static Reply of(Phase phase, String line) {
      String[] parts = line.split(" ", 3);
      if (!parts[0].matches("[45]\\d\\d")) {
        throw new IllegalArgumentException("not a refusal: " + line);
      }
      int code = Integer.parseInt(parts[0]);
      Optional<EnhancedStatus> enhanced =
          parts.length > 1 ? EnhancedStatus.parse(parts[1]) : Optional.empty();
      String rest = line.length() > 3 ? line.substring(4) : "";
      String text =
          enhanced.map(status -> rest.substring(status.toString().length()).strip()).orElse(rest);
      return new Reply(phase, code, enhanced, text);
    }

    /** The line as the given front end says it. */
    public String line(String server, String trailer) {
      String words = text.replace("{server}", server).replace("{trailer}", trailer);
      String status = enhanced.map(value -> value + " ").orElse("");
      return (code + " " + status + words).strip();
    }
  }

  /** The connection is closed without a word. */
  record Close(Phase phase) implements OfSession {
    public Close {
      requireAnswered(phase);
    }
  }

  /** The connection is reset without a word. */
  record Reset(Phase phase) implements OfSession {
    public Reset {
      requireAnswered(phase);
    }
  }

  /** Nothing more is said until the client gives up or the session's time is over. */
  record Stall(Phase phase) implements OfSession {
    public Stall {
      requireAnswered(phase);
    }
  }

  /** The front end's own answer comes, but byte by byte. */
  record Drip(Phase phase, Duration between) implements OfSession {
    public Drip {
      requireAnswered(phase);
      requirePositive(between);
    }
  }

  /** STARTTLS is granted, and the handshake begins only so much later. */
  record SlowHandshake(Duration late) implements OfSession {
    public SlowHandshake {
      requirePositive(late);
    }

    @Override
    public Phase phase() {
      return Phase.STARTTLS;
    }
  }

  /** STARTTLS is granted, and the handshake fails. */
  record TlsFailure() implements OfSession {
    @Override
    public Phase phase() {
      return Phase.STARTTLS;
    }
  }

  /**
   * A message stays in the queue longer than it would.
   *
   * @param extra how much longer
   * @param drain how what it still holds comes out when the fault ends
   */
  record Hold(Latency extra, Drain drain) implements OfMessage {

    /** One whose messages come out within this time when it ends, in bulk and out of order. */
    public Hold(Latency extra, Duration drain) {
      this(extra, new Drain.Within(drain));
    }
  }

  /** An accepted message is never delivered. */
  record Drop() implements OfMessage {}

  /**
   * An accepted message is not delivered but reported back, as where a tenant forbids forwarding.
   *
   * @param reply why, as a reply, such as {@code 550 5.7.520 Access denied}
   */
  record Bounce(String reply) implements OfMessage {
    public Bounce {
      if (!reply.matches("5\\d\\d 5\\.\\d{1,3}\\.\\d{1,3} .+")) {
        throw new IllegalArgumentException("not a permanent refusal: " + reply);
      }
    }
  }

  /**
   * The sender of an accepted message that waits is told so, as of the tenants that want that.
   *
   * @param reply what the newest delivery came to, such as {@code 450 4.4.317 Cannot connect}
   * @param after how long it has to wait for that
   */
  record DelayReport(String reply, Duration after) implements OfMessage {
    public DelayReport {
      if (!reply.matches("4\\d\\d 4\\.\\d{1,3}\\.\\d{1,3} .+")) {
        throw new IllegalArgumentException("not a transient refusal: " + reply);
      }
      requirePositive(after);
    }
  }

  /** An accepted message is delivered twice. */
  record Duplicate() implements OfMessage {}

  /**
   * Fields of an accepted message's own header do not come through.
   *
   * @param fields their names, in any case
   */
  record Strip(Set<String> fields) implements OfMessage {
    public Strip {
      fields.forEach(Fault::requireFieldName);
      fields =
          fields.stream()
              .map(name -> name.toLowerCase(Locale.ROOT))
              .collect(Collectors.toUnmodifiableSet());
    }
  }

  /**
   * A field of an accepted message's own header comes through with another body.
   *
   * @param field its name, in any case
   * @param body one line
   */
  record Rewrite(String field, String body) implements OfMessage {
    public Rewrite {
      requireFieldName(field);
      if (!body.matches("[ -~]{0,900}")) {
        throw new IllegalArgumentException("not one line of printable text: " + body);
      }
    }
  }

  /**
   * The clock of the servers that take a message is off, and with it what they stamp.
   *
   * @param ahead how much ahead it is; negative where it is behind
   */
  record Skew(Duration ahead) implements OfMessage {}

  /** The sign-in service gives no tokens. */
  record TokenFailure(Refusal refusal) implements OfWorld {

    /** How it does not. */
    public enum Refusal {
      /** The client's secret has expired: {@code AADSTS7000222}. */
      SECRET_EXPIRED,
      /** The service is overloaded: 503. */
      UNAVAILABLE,
      /** It takes the request and says nothing. */
      SILENT
    }
  }

  /** Our own receiver takes no connections. */
  record ReceiverDown() implements OfWorld {}

  /** Name servers give no answers, or that they have failed. */
  record NameFailure(boolean silent) implements OfWorld {}

  /**
   * The clock of the probers' host is set to another time; while it is on, it stays off.
   *
   * @param ahead how much ahead of the time it is then; negative where it is behind
   */
  record ClockJump(Duration ahead) implements OfWorld {
    public ClockJump {
      if (ahead.isZero()) {
        throw new IllegalArgumentException("a clock that jumps goes somewhere");
      }
    }
  }

  /**
   * Traffic is not spread evenly: of what a region's servers are given together, each of those that
   * this strikes gets so many times the part of one that it does not. The whole stays the same.
   */
  record Uneven(double times) implements OfServer {
    public Uneven {
      requireFactor(times);
    }
  }

  /** A server is given so many times the mail that it would be. */
  record Surge(double times) implements OfServer {
    public Surge {
      requireFactor(times);
    }
  }

  /**
   * Of a server's workers only a part works.
   *
   * @param part how many of all, above 0 and up to 1; one works in any case
   */
  record FewerWorkers(double part) implements OfServer {
    public FewerWorkers {
      if (!(part > 0 && part <= 1)) {
        throw new IllegalArgumentException("not a part of the workers: " + part);
      }
    }
  }

  /** What waits takes so many times its memory. */
  record Leak(double times) implements OfServer {
    public Leak {
      requireFactor(times);
    }
  }

  /**
   * A server starts anew, once for each time that this begins to strike it: its sessions are reset,
   * new ones are refused while it is away, and the others of its region get its traffic. What it
   * held comes out when it is back, in bulk and out of order.
   *
   * @param away how long it takes
   * @param drain within which time what it held comes out afterwards
   */
  record Restart(Duration away, Duration drain) implements OfServer {
    public Restart {
      requirePositive(away);
      if (drain.isNegative()) {
        throw new IllegalArgumentException("a drain takes time: " + drain);
      }
    }
  }

  private static void requireFactor(double times) {
    if (!(times >= 0 && times <= 1_000)) {
      throw new IllegalArgumentException("not a factor from 0 to 1000: " + times);
    }
  }

  /**
   * Between this fault and what it grows to: of two holds, a hold for a time between theirs; of two
   * of the same loads, a load between theirs; of any others, the later.
   *
   * @param part 0 is this fault, 1 the other
   */
  default Fault towards(Fault other, double part) {
    return switch (this) {
      case Hold(var extra, _) when other instanceof Hold(var later, var drain) ->
          new Hold(extra.towards(later, part), drain);
      case Uneven(var times) when other instanceof Uneven(var later) ->
          new Uneven(between(times, later, part));
      case Surge(var times) when other instanceof Surge(var later) ->
          new Surge(between(times, later, part));
      case FewerWorkers(var works) when other instanceof FewerWorkers(var later) ->
          new FewerWorkers(between(works, later, part));
      case Leak(var times) when other instanceof Leak(var later) ->
          new Leak(between(times, later, part));
      case OfSession _, OfMessage _, OfServer _, OfWorld _ -> other;
    };
  }

  private static double between(double one, double other, double part) {
    return one + (other - one) * part;
  }

  private static void requireFieldName(String name) {
    if (!name.matches("[!-9;-~]{1,70}")) { // RFC 5322 2.2
      throw new IllegalArgumentException("not the name of a header field: " + name);
    }
  }

  private static void requirePositive(Duration duration) {
    if (!duration.isPositive()) {
      throw new IllegalArgumentException("it takes time: " + duration);
    }
  }

  private static void requireAnswered(Phase phase) {
    if (phase == Phase.TOKEN || phase == Phase.CONNECT) {
      throw new IllegalArgumentException(
          "a front end's first act is the banner, not " + phase.label());
    }
  }
}
