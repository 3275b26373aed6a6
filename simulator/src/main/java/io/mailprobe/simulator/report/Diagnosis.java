package io.mailprobe.simulator.report;

import io.mailprobe.protocol.reply.EnhancedStatus;
import io.mailprobe.simulator.queue.Reporter.Failure;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Exchange Online's word for what a delivery came to. What the next hop said is told inside it; a
 * transient one becomes permanent once the message has expired.
 *
 * @param code the reply code
 * @param status the enhanced status code
 * @param words what goes with it, the next hop's reply included
 * @param ofHop whether a next hop was tried
 */
record Diagnosis(int code, String status, String words, boolean ofHop) {

  private static final Pattern REPLY = Pattern.compile("([45]\\d\\d)[ -](.*)", Pattern.DOTALL);

  private Diagnosis(String status, String words) {
    this(codeOf(status), status, words, true);
  }

  /** A message that waits. Exchange tells no more of it than that. */
  static Diagnosis delayed() {
    return new Diagnosis("4.4.7", "Message delayed");
  }

  /** A message that is given up. */
  static Diagnosis of(Failure failure, String lastError) {
    return switch (failure) {
      case FORBIDDEN -> own(lastError);
      case REFUSED -> refused(lastError);
      case EXPIRED -> waiting(lastError).expired();
    };
  }

  /** What a message that is tried again is waiting for. */
  static Diagnosis waiting(String lastError) {
    Matcher reply = REPLY.matcher(lastError);
    if (reply.matches()) {
      // 421 is what a server says in place of a session; all else is an answer within one.
      return reply.group(1).equals("421")
          ? new Diagnosis(
              "4.4.317", "Cannot establish session with remote server [Message=" + lastError + "]")
          : new Diagnosis("4.4.7", "Message delayed -> " + lastError);
    }
    String said = lastError.toLowerCase(Locale.ROOT);
    if (said.contains("refused") || said.contains("couldn't connect")) {
      return new Diagnosis("4.4.316", "Connection refused [Message=Socket error code 10061]");
    }
    if (said.contains("timed out") || said.contains("timeout")) {
      return new Diagnosis("4.4.315", "Connection timed out [Message=Socket error code 10060]");
    }
    return new Diagnosis("4.4.318", "Connection was closed abruptly (SuspiciousRemoteServerError)");
  }

  private Diagnosis expired() {
    if (status.equals("4.4.7")) {
      return new Diagnosis("5.4.300", words.replace("Message delayed", "Message expired"));
    }
    String lower = words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1);
    return new Diagnosis("5" + status.substring(1), "Message expired, " + lower);
  }

  private static Diagnosis refused(String lastError) {
    boolean unknown = lastError.matches("(?s)\\d\\d\\d 5\\.1\\..*");
    return unknown
        ? new Diagnosis(
            "5.1.351",
            "Remote server returned unknown recipient or mailbox unavailable -> " + lastError)
        : new Diagnosis("5.0.350", "Remote server returned an error -> " + lastError);
  }

  private static Diagnosis own(String reply) {
    Matcher matcher = REPLY.matcher(reply);
    if (!matcher.matches()) {
      return new Diagnosis(550, "5.0.0", reply, false);
    }
    String text = matcher.group(2);
    Optional<EnhancedStatus> status = EnhancedStatus.parse(text.split(" ", 2)[0]);
    return new Diagnosis(
        Integer.parseInt(matcher.group(1)),
        status.map(EnhancedStatus::toString).orElse("5.0.0"),
        status.map(found -> text.substring(found.toString().length()).strip()).orElse(text),
        false);
  }

  private static int codeOf(String status) {
    return status.startsWith("4") ? status.equals("4.4.7") ? 400 : 450 : 550;
  }
}
