package io.mailprobe.app.scenario;

import static io.mailprobe.app.config.bind.Key.optional;
import static io.mailprobe.app.config.bind.Key.preset;
import static io.mailprobe.app.config.bind.Key.required;

import io.mailprobe.app.config.bind.Durations;
import io.mailprobe.app.config.bind.Fields;
import io.mailprobe.app.config.bind.Key;
import io.mailprobe.app.config.bind.Kinds;
import io.mailprobe.app.config.bind.Section;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.simulator.fault.Drain;
import io.mailprobe.simulator.fault.Fault;
import io.mailprobe.simulator.topology.Latency;
import io.mailprobe.simulator.topology.MailPath;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code phases[].faults[]}: what goes wrong. */
final class FaultSection {

  private static final Duration LONGEST_DELAY = Duration.ofHours(47);

  /** How a service of the world around does not serve. */
  enum How {
    UNAVAILABLE,
    SILENT,
    SECRET_EXPIRED
  }

  /** In which order held messages come out. */
  enum Order {
    RANDOM,
    ARRIVAL
  }

  static final Key<FaultKind> FAULT =
      required("fault", Kinds.choice(FaultKind.class), "what goes wrong; see the table of faults");
  static final Key<Double> SHARE =
      optional(
          "share",
          ScenarioKinds.SHARE,
          "that of the scope",
          "the part of the sessions or messages in scope that it strikes");
  static final Key<Double> SHARE_FROM =
      optional(
          "share_from",
          ScenarioKinds.SHARE,
          "share where another key ends in _from, else 0",
          "its share when the phase begins, which goes to share within the ramp");
  static final Key<MailPath> PATH =
      optional(
          "path",
          Kinds.choice(MailPath.class),
          "that of the scope",
          "which way the mail goes that it strikes; see scope");
  static final Key<Phase> AT =
      optional(
          "at", ScenarioKinds.SESSION_PHASE, "nothing", "the step of the session that it strikes");
  static final Key<String> LINE =
      optional(
          "line",
          ScenarioKinds.WORDS,
          "nothing",
          "a reply as on the wire, such as 421 4.3.2 Service not active; {server} and {trailer}"
              + " stand for the front end's name and for its name, time and id in brackets");
  static final Key<Duration> EVERY =
      optional(
          "every",
          Durations.between(Duration.ofMillis(10), Duration.ofMinutes(1)),
          "nothing",
          "how long each byte takes");
  static final Key<Duration> DELAY =
      optional(
          "delay",
          Durations.between(Duration.ofMillis(1), LONGEST_DELAY),
          "nothing",
          "how much later; for hold the median");
  static final Key<Duration> DELAY_FROM =
      optional(
          "delay_from",
          Durations.between(Duration.ofMillis(1), LONGEST_DELAY),
          "delay",
          "for hold: the median when the phase begins, which goes to delay within the ramp");
  static final Key<Double> SPREAD =
      preset("spread", LatencySection.SPREAD_KIND, "0.3", "for hold: how wide; see latency");
  static final Key<Double> TAIL =
      preset("tail", ScenarioKinds.SHARE, "0", "for hold: the heavy tail; see latency");
  static final Key<Duration> DRAIN =
      optional(
          "drain",
          ScenarioKinds.MAYBE_NONE,
          "no drain: each stays as long as it was to",
          "for hold: what is still held when the phase ends comes out within this time, out of"
              + " order; for restart: what the server held does when it is back");
  static final Key<Double> DRAIN_RATE =
      optional(
          "drain_rate",
          ScenarioKinds.number(0.01, 1_000_000),
          "no drain",
          "for hold, instead of drain: so many a minute of each region come out");
  static final Key<Order> DRAIN_ORDER =
      optional(
          "drain_order",
          Kinds.choice(Order.class),
          "random",
          "for drain_rate: whether in the order of their arrival");
  static final Key<Double> TIMES =
      optional(
          "times",
          ScenarioKinds.number(0, 1_000),
          "nothing",
          "for surge, uneven and leak: the factor");
  static final Key<Double> TIMES_FROM =
      optional(
          "times_from",
          ScenarioKinds.number(0, 1_000),
          "times",
          "the factor when the phase begins, which goes to times within the ramp");
  static final Key<Double> PART =
      optional(
          "part",
          ScenarioKinds.number(0.01, 1),
          "nothing",
          "for fewer-workers: how many of all, above 0 and up to 1");
  static final Key<Duration> AWAY =
      optional(
          "away",
          Durations.between(Duration.ofSeconds(1), Duration.ofHours(2)),
          "nothing",
          "for restart: how long a server is away");
  static final Key<List<String>> FIELDS =
      optional(
          "fields",
          Kinds.oneOrMore(
              Kinds.text(
                  "name of a header field",
                  "expected the name of a header field such as X-Mailprobe",
                  text -> text.matches("[!-9;-~]{1,70}"))),
          "nothing",
          "which header fields");
  static final Key<String> BODY =
      optional(
          "body",
          Kinds.text(
              "text", "expected one line of printable text", text -> text.matches("[ -~]{0,900}")),
          "nothing",
          "for rewrite: what they say then");
  static final Key<Duration> BY =
      optional("by", ScenarioKinds.SHIFT, "nothing", "how much ahead a clock is; -3s is behind");
  static final Key<How> HOW =
      optional(
          "how",
          Kinds.choice(How.class),
          "unavailable",
          "for token-failure and dns-failure: refusing, saying nothing, or (tokens alone) because"
              + " the client's secret has expired");

  private static final List<Key<?>> KEYS =
      List.of(
          FAULT,
          PATH,
          SHARE,
          SHARE_FROM,
          AT,
          LINE,
          EVERY,
          DELAY,
          DELAY_FROM,
          SPREAD,
          TAIL,
          DRAIN,
          DRAIN_RATE,
          DRAIN_ORDER,
          TIMES,
          TIMES_FROM,
          PART,
          AWAY,
          FIELDS,
          BODY,
          BY,
          HOW);

  /** What needs a ramp. */
  static final List<Key<?>> GROWING = List.of(SHARE_FROM, DELAY_FROM, TIMES_FROM);

  private FaultSection() {}

  static Section<FaultText> noting(Draft draft) {
    return new Section<>(
        "section",
        KEYS,
        fields -> {
          draft.fault(fields);
          check(fields);
        },
        FaultSection::build);
  }

  /** Whether two faults are the same but for their shares. */
  static boolean same(Fields one, Fields other) {
    return KEYS.stream()
        .filter(key -> !key.equals(SHARE) && !key.equals(SHARE_FROM))
        .allMatch(key -> one.find(key).equals(other.find(key)));
  }

  /** Whether two faults are of one kind and strike at the same step of a session. */
  static boolean alike(Fields one, Fields other) {
    return one.find(FAULT).isPresent()
        && one.find(FAULT).equals(other.find(FAULT))
        && one.find(AT).equals(other.find(AT))
        && meet(one.find(PATH), other.find(PATH))
        && one.find(FIELDS).equals(other.find(FIELDS));
  }

  private static boolean meet(Optional<MailPath> one, Optional<MailPath> other) {
    return one.isEmpty() || other.isEmpty() || one.equals(other);
  }

  private static void check(Fields fields) {
    Optional<FaultKind> kind = fields.find(FAULT);
    if (kind.isEmpty()) {
      return;
    }
    String name = kind.get().written();
    for (Key<?> key : KEYS) {
      if (fields.has(key) && !kind.get().takes(key.name())) {
        fields.error(key.name(), "means nothing to " + name + "; leave it out");
      }
    }
    for (String needed : kind.get().needed()) {
      Key<?> key = KEYS.stream().filter(each -> each.name().equals(needed)).findFirst().get();
      if (!fields.has(key)) {
        fields.error(needed, Section.missing(key) + " (needed by " + name + ")");
      }
    }
    fields.find(LINE).ifPresent(line -> checkLine(kind.get(), line, fields));
    if (fields.has(DRAIN) && fields.has(DRAIN_RATE)) {
      fields.error(DRAIN_RATE.name(), "stands beside drain; give one of them");
    }
    if (fields.has(DRAIN_ORDER) && !fields.has(DRAIN_RATE)) {
      fields.error(DRAIN_ORDER.name(), "needs drain_rate; drain is always out of order");
    }
    if (kind.get() == FaultKind.DNS_FAILURE
        && fields.find(HOW).equals(Optional.of(How.SECRET_EXPIRED))) {
      fields.error(HOW.name(), "name servers have no secret; expected unavailable or silent");
    }
  }

  private static void checkLine(FaultKind kind, String line, Fields fields) {
    try {
      switch (kind) {
        case REPLY -> {
          Fault _ = Fault.Reply.of(Phase.MAIL, line);
        }
        case BOUNCE -> {
          Fault _ = new Fault.Bounce(line);
        }
        case DELAY_REPORT -> {
          Fault _ = new Fault.DelayReport(line, Duration.ofSeconds(1));
        }
        default -> {} // It has no line, which has been said.
      }
    } catch (IllegalArgumentException e) {
      String expected =
          switch (kind) {
            case BOUNCE -> "a permanent refusal such as 550 5.7.520 Access denied";
            case DELAY_REPORT -> "a transient refusal such as 450 4.4.317 Cannot connect";
            default ->
                "one line of printable text that begins with a code from 400 to 599, such as"
                    + " 421 4.3.2 Service not active";
          };
      fields.error(LINE.name(), "expected " + expected + ", got \"" + line + "\"");
    }
  }

  private static FaultText build(Fields fields) {
    Optional<Fault> from =
        fields
            .find(DELAY_FROM)
            .<Fault>map(delay -> new Fault.Hold(latency(delay, fields), drain(fields)))
            .or(() -> fields.find(TIMES_FROM).map(times -> load(fields.get(FAULT), times)));
    return new FaultText(
        faults(fields), from, fields.find(PATH), fields.find(SHARE), fields.find(SHARE_FROM));
  }

  private static List<Fault> faults(Fields fields) {
    return switch (fields.get(FAULT)) {
      case REPLY -> List.of(Fault.Reply.of(fields.get(AT), fields.get(LINE)));
      case CLOSE -> List.of(new Fault.Close(fields.get(AT)));
      case RESET -> List.of(new Fault.Reset(fields.get(AT)));
      case STALL -> List.of(new Fault.Stall(fields.get(AT)));
      case DRIP -> List.of(new Fault.Drip(fields.get(AT), fields.get(EVERY)));
      case SLOW_HANDSHAKE -> List.of(new Fault.SlowHandshake(fields.get(DELAY)));
      case TLS_FAILURE -> List.of(new Fault.TlsFailure());
      case HOLD -> List.of(new Fault.Hold(latency(fields.get(DELAY), fields), drain(fields)));
      case DROP -> List.of(new Fault.Drop());
      case DUPLICATE -> List.of(new Fault.Duplicate());
      case BOUNCE -> List.of(new Fault.Bounce(fields.get(LINE)));
      case DELAY_REPORT -> List.of(new Fault.DelayReport(fields.get(LINE), fields.get(DELAY)));
      case STRIP -> List.of(new Fault.Strip(Set.copyOf(fields.get(FIELDS))));
      case REWRITE ->
          fields.get(FIELDS).stream()
              .<Fault>map(field -> new Fault.Rewrite(field, fields.get(BODY)))
              .toList();
      case SKEW -> List.of(new Fault.Skew(fields.get(BY)));
      case SURGE, UNEVEN, LEAK -> List.of(load(fields.get(FAULT), fields.get(TIMES)));
      case FEWER_WORKERS -> List.of(new Fault.FewerWorkers(fields.get(PART)));
      case RESTART -> List.of(new Fault.Restart(fields.get(AWAY), fields.get(DRAIN)));
      case TOKEN_FAILURE -> List.of(new Fault.TokenFailure(refusal(how(fields))));
      case DNS_FAILURE -> List.of(new Fault.NameFailure(how(fields) == How.SILENT));
      case RECEIVER_DOWN -> List.of(new Fault.ReceiverDown());
      case CLOCK_JUMP -> List.of(new Fault.ClockJump(fields.get(BY)));
    };
  }

  private static Fault load(FaultKind kind, double times) {
    return switch (kind) {
      case UNEVEN -> new Fault.Uneven(times);
      case LEAK -> new Fault.Leak(times);
      default -> new Fault.Surge(times);
    };
  }

  private static How how(Fields fields) {
    return fields.find(HOW).orElse(How.UNAVAILABLE);
  }

  private static Fault.TokenFailure.Refusal refusal(How how) {
    return switch (how) {
      case UNAVAILABLE -> Fault.TokenFailure.Refusal.UNAVAILABLE;
      case SILENT -> Fault.TokenFailure.Refusal.SILENT;
      case SECRET_EXPIRED -> Fault.TokenFailure.Refusal.SECRET_EXPIRED;
    };
  }

  private static Latency latency(Duration median, Fields fields) {
    return new Latency(median, fields.get(SPREAD), fields.get(TAIL));
  }

  private static Drain drain(Fields fields) {
    boolean inOrder = fields.find(DRAIN_ORDER).equals(Optional.of(Order.ARRIVAL));
    return fields
        .find(DRAIN)
        .<Drain>map(Drain.Within::new)
        .or(() -> fields.find(DRAIN_RATE).map(rate -> new Drain.Steadily(rate, inOrder)))
        .orElseGet(Drain.Gradual::new);
  }
}
