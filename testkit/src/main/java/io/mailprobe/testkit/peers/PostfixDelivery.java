package io.mailprobe.testkit.peers;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One delivery as Postfix logs it.
 *
 * @param queueId the message's name in its queue
 * @param recipient the envelope recipient
 * @param delay from the message's start to the end of its delivery
 * @param received of that, up to the queue manager: the incoming session and the queue file
 * @param queued of that, in the queue manager
 * @param connected of that, connecting and greeting the next hop
 * @param transmitted of that, the transaction up to the reply to its final dot
 * @param status {@code sent}, {@code deferred} or {@code bounced}
 * @param reply what the next hop said, or what went wrong
 */
public record PostfixDelivery(
    String queueId,
    String recipient,
    Duration delay,
    Duration received,
    Duration queued,
    Duration connected,
    Duration transmitted,
    String status,
    String reply) {

  private static final Pattern FORM =
      Pattern.compile(
          ".* postfix/\\S+\\[\\d+\\]: (\\w+): to=<([^>]*)>,.* delay=([0-9.]+),"
              + " delays=([0-9.]+)/([0-9.]+)/([0-9.]+)/([0-9.]+), dsn=[0-9.]+,"
              + " status=(\\w+) \\((.*)\\)");

  static Optional<PostfixDelivery> parse(String line) {
    Matcher form = FORM.matcher(line);
    if (!form.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new PostfixDelivery(
            form.group(1),
            form.group(2),
            seconds(form.group(3)),
            seconds(form.group(4)),
            seconds(form.group(5)),
            seconds(form.group(6)),
            seconds(form.group(7)),
            form.group(8),
            form.group(9)));
  }

  private static Duration seconds(String text) {
    return Duration.ofNanos(Math.round(Double.parseDouble(text) * 1e9));
  }

  /** From the message being in the queue to the next hop's reply: what a relay adds. */
  public Duration transit() {
    return queued.plus(connected).plus(transmitted);
  }
}
