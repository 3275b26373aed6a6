package io.mailprobe.receiver.explain.report;

import io.mailprobe.protocol.reply.EnhancedStatus;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Status codes wherever they stand in a text. */
final class Statuses {

  private static final Pattern CODE =
      Pattern.compile("(?<![\\w.])([245]\\.\\d{1,3}\\.\\d{1,3})(?!\\.?\\d)");

  private Statuses() {}

  /** The first one. */
  static Optional<EnhancedStatus> inText(String text) {
    Matcher code = CODE.matcher(text);
    return code.find() ? EnhancedStatus.parse(code.group(1)) : Optional.empty();
  }
}
