package io.mailprobe.app.config;

import static io.mailprobe.app.config.bind.Key.optional;
import static io.mailprobe.app.config.bind.Key.preset;
import static io.mailprobe.app.config.bind.Key.required;

import io.mailprobe.app.config.bind.Durations;
import io.mailprobe.app.config.bind.Fields;
import io.mailprobe.app.config.bind.Key;
import io.mailprobe.app.config.bind.Kinds;
import io.mailprobe.app.config.bind.Section;
import io.mailprobe.prober.Path;
import io.mailprobe.prober.Recipient;
import io.mailprobe.prober.restraint.MailboxLimits;
import io.mailprobe.protocol.AgeBounds;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code routes[]}: a way for messages to travel. */
final class RouteSection {

  /**
   * Exchange Online takes 2,000 messages a day for the outside from a mailbox: one a minute fits.
   */
  static final Duration MAILBOX_INTERVAL = Duration.ofMinutes(1);

  private static final Duration USUAL_GIVE_UP = Duration.ofHours(24);
  private static final Duration MOST = Duration.ofDays(7);
  private static final int USUAL_MOST_IN_FLIGHT = 10_000;

  static final Key<String> NAME =
      required("name", MailKinds.NAME, "names the route; unique in its region");
  private static final Key<Path> PATH =
      required(
          "path",
          Kinds.choice(Path.class),
          "what it proves: from the tenant to our receiver, from the internet into the tenant, out"
              + " and back in, or straight to our receiver");
  private static final Key<Duration> EVERY =
      preset(
          "every",
          Durations.between(Duration.ofMillis(10), Duration.ofHours(24)),
          "60s",
          "the cadence: a probe is opened this often, whatever became of those before");
  private static final Key<Duration> DEADLINE =
      preset(
          "deadline",
          Durations.between(AgeBounds.ALL.getFirst(), AgeBounds.ALL.getLast()),
          "60s",
          "a probe that arrives later than this is late; one of " + bounds());
  private static final Key<Duration> GIVE_UP =
      optional(
          "give_up",
          Durations.between(Duration.ofSeconds(1), MOST),
          "24h, or loss_deadline if that is less",
          "how long a probe that no server has taken is tried again; then it is abandoned");
  private static final Key<Duration> LOSS_DEADLINE =
      preset(
          "loss_deadline",
          Durations.between(Duration.ofSeconds(1), MOST),
          "25h",
          "how long a probe is awaited; then it is lost. Exchange Online itself tries for 24h");
  private static final Key<Integer> MAX_IN_FLIGHT =
      optional(
          "max_in_flight",
          Kinds.integer(1, 1_000_000),
          "all of a loss_deadline, at most " + USUAL_MOST_IN_FLIGHT,
          "ticks are skipped while so many probes are in flight");
  private static final Key<String> FROM =
      optional(
          "from",
          MailKinds.ADDRESS,
          "required; for path control probe@ and the domain of to",
          "the sender, in the header and on the envelope; where nobody logs in and its domain is the"
              + " receiver's or that of to, reports come back to bounce+ and the probe's token"
              + " there");
  private static final Key<Recipient> TO =
      required(
          "to",
          MailKinds.RECIPIENT,
          "a domain of the receiver's: each probe goes to its own token there; or an address, from"
              + " which mail finds its way to the receiver");
  private static final Key<Config.Submit> SUBMIT =
      required("submit", SubmitSection.SECTION, "where and how messages are handed in");
  private static final Key<List<Config.Safeguard>> OVERRIDE =
      optional(
          "override",
          Kinds.listOf(Kinds.choice(Config.Safeguard.class), 1),
          "none",
          "safeguards that do not hold for this route. mailbox-rate: one probe a minute through a"
              + " mailbox, and what it may send in a minute and a day; clear-text-auth: no password or token where TLS is not certain");

  static final Section<Config.Route> SECTION =
      new Section<>(
          "section",
          List.of(
              NAME,
              PATH,
              EVERY,
              DEADLINE,
              GIVE_UP,
              LOSS_DEADLINE,
              MAX_IN_FLIGHT,
              FROM,
              TO,
              SUBMIT,
              OVERRIDE),
          RouteSection::check,
          RouteSection::build);

  private RouteSection() {}

  private static String bounds() {
    return AgeBounds.ALL.stream().map(Durations::print).collect(Collectors.joining(" "));
  }

  private static void check(Fields fields) {
    checkDeadlines(fields);
    checkSender(fields);
    fields.find(SUBMIT).ifPresent(submit -> checkSubmit(fields, submit));
  }

  private static void checkDeadlines(Fields fields) {
    fields
        .find(DEADLINE)
        .filter(deadline -> !AgeBounds.ALL.contains(deadline))
        .ifPresent(
            deadline ->
                fields.error(
                    DEADLINE.name(),
                    "expected one of the bounds that late ratios are exact for ("
                        + bounds()
                        + "), got "
                        + Durations.print(deadline)));
    fields
        .find(LOSS_DEADLINE)
        .ifPresent(
            loss -> {
              notAbove(fields, GIVE_UP, loss);
              notAbove(fields, DEADLINE, loss);
            });
  }

  private static void notAbove(Fields fields, Key<Duration> key, Duration loss) {
    fields
        .find(key)
        .filter(duration -> duration.compareTo(loss) > 0)
        .ifPresent(
            duration ->
                fields.error(
                    fields.has(key) ? key.name() : LOSS_DEADLINE.name(),
                    key.name()
                        + " ("
                        + Durations.print(duration)
                        + ") is longer than loss_deadline ("
                        + Durations.print(loss)
                        + "); raise loss_deadline or lower "
                        + key.name()));
  }

  private static void checkSender(Fields fields) {
    boolean control = fields.find(PATH).filter(Path.CONTROL::equals).isPresent();
    if (!fields.has(FROM) && !control && fields.find(PATH).isPresent()) {
      fields.error(FROM.name(), Section.missing(FROM));
    }
  }

  private static void checkSubmit(Fields fields, Config.Submit submit) {
    if (submit.mayShowSecrets() && !overrides(fields, Config.Safeguard.CLEAR_TEXT_AUTH)) {
      fields.error(
          SUBMIT.name() + ".tls",
          "tls: "
              + Kinds.written(submit.tls())
              + " may send what auth holds in clear text; use starttls or implicit, or"
              + " override: [clear-text-auth]");
    }
    Optional<Duration> every = fields.find(EVERY);
    if (submit.credentials().throughMailbox().isPresent()
        && every.isPresent()
        && every.get().compareTo(MAILBOX_INTERVAL) < 0
        && !overrides(fields, Config.Safeguard.MAILBOX_RATE)) {
      fields.error(
          EVERY.name(),
          tooOften(submit.credentials().throughMailbox().get(), perMinute(every.get())));
    }
    if (fields.find(PATH).filter(Path.CONTROL::equals).isPresent()
        && ExchangeOnline.is(submit.target())) {
      fields.error(
          SUBMIT.name() + ".to",
          "a control route goes straight to the receiver, past Exchange Online");
    }
    if (ExchangeOnline.isMailServer(submit.target())) {
      fields.warning(
          SUBMIT.name() + ".to",
          "Exchange Online gives a domain other mail servers now and then: use mx: and the domain,"
              + " which is looked up for each session");
    }
    if (ExchangeOnline.isHighVolume(submit.target())
        && fields.find(TO).filter(Recipient.TokenAt.class::isInstance).isPresent()) {
      fields.error(
          TO.name(),
          "high volume email stays in the tenant: send to an address there from which a mail flow"
              + " rule leads to the receiver");
    }
  }

  /** Says that a mailbox is used more than it should be. */
  static String tooOften(String mailbox, double perMinute) {
    return "more than one probe a minute through the mailbox %s: %s a minute, %,d a day. Exchange Online takes %,d a day for the outside and %,d recipients in all, and delays what is above %d a minute, which is then what is measured. Use 60s or more, another mailbox, or override: [mailbox-rate]"
        .formatted(
            mailbox,
            BigDecimal.valueOf(perMinute)
                .setScale(2, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString(),
            Math.round(perMinute * Duration.ofDays(1).toMinutes()),
            MailboxLimits.EXCHANGE_ONLINE.externalPerDay(),
            MailboxLimits.EXCHANGE_ONLINE.recipientsPerDay(),
            MailboxLimits.EXCHANGE_ONLINE.perMinute());
  }

  /** How many probes a minute a cadence is. */
  static double perMinute(Duration every) {
    return (double) Duration.ofMinutes(1).toMillis() / every.toMillis();
  }

  private static boolean overrides(Fields fields, Config.Safeguard override) {
    return fields.find(OVERRIDE).filter(list -> list.contains(override)).isPresent();
  }

  private static Config.Route build(Fields fields) {
    Duration loss = fields.get(LOSS_DEADLINE);
    Duration every = fields.get(EVERY);
    Recipient to = fields.get(TO);
    return new Config.Route(
        fields.get(NAME),
        fields.get(PATH),
        every,
        fields.get(DEADLINE),
        fields.find(GIVE_UP).orElse(loss.compareTo(USUAL_GIVE_UP) < 0 ? loss : USUAL_GIVE_UP),
        loss,
        fields.find(MAX_IN_FLIGHT).orElseGet(() -> inFlight(loss, every)),
        fields.find(FROM).orElseGet(() -> "probe@" + domain(to)),
        to,
        fields.get(SUBMIT),
        fields.find(OVERRIDE).orElse(List.of()));
  }

  private static int inFlight(Duration loss, Duration every) {
    return (int) Math.min(USUAL_MOST_IN_FLIGHT, loss.dividedBy(every) + 1);
  }

  private static String domain(Recipient to) {
    return switch (to) {
      case Recipient.TokenAt(String domain) -> domain;
      case Recipient.Fixed(String address) -> address.substring(address.lastIndexOf('@') + 1);
    };
  }
}
