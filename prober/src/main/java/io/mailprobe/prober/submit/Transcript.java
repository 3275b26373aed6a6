package io.mailprobe.prober.submit;

import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.session.TranscriptLine;
import io.mailprobe.protocol.session.TranscriptLine.Speaker;
import io.mailprobe.protocol.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dialogue of one session as evidence: bounded, printable, without secrets. */
final class Transcript {

  private static final Logger LOG = LoggerFactory.getLogger(Transcript.class);

  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1F\\x7F]");

  /** How much of a line is kept. */
  private static final int LONGEST_LINE = 500;

  /** How many lines of one reply are kept. */
  private static final int MOST_LINES = 20;

  /** Shorter secrets than this are not looked for: they would match by chance. */
  private static final int SHORTEST_SECRET = 4;

  private final Clock clock;
  private final long start;
  private final Consumer<TranscriptLine> listener;
  private final List<TranscriptLine> lines = new ArrayList<>();
  private List<String> secrets = List.of();

  Transcript(Clock clock, long start, Consumer<TranscriptLine> listener) {
    this.clock = clock;
    this.start = start;
    this.listener = listener;
  }

  /** Leaves these strings out from now on. */
  void hide(List<String> strings) {
    secrets = strings.stream().filter(secret -> secret.length() >= SHORTEST_SECRET).toList();
  }

  void client(String text) {
    add(Speaker.CLIENT, text);
  }

  void note(String text) {
    add(Speaker.NOTE, text);
  }

  /** What came of a reply that did not come whole. */
  void half(String text) {
    add(Speaker.SERVER, text + " (no end of line)");
  }

  void reply(SmtpReply reply) {
    List<String> texts = reply.lines();
    int last = texts.size() - 1;
    for (int i = 0; i <= last; i++) {
      if (i < MOST_LINES || i == last) {
        add(Speaker.SERVER, (reply.code() + (i < last ? "-" : " ") + texts.get(i)).stripTrailing());
      } else if (i == MOST_LINES) {
        note("(" + (last - MOST_LINES) + " more lines)");
      }
    }
    if (reply.mixedCodes()) {
      note("the lines of this reply carried different codes; the last one counts");
    }
  }

  /** The reply without any secret of ours that the peer repeats. */
  SmtpReply redacted(SmtpReply reply) {
    boolean clean = reply.lines().stream().allMatch(line -> line.equals(redacted(line)));
    return clean
        ? reply
        : new SmtpReply(
            reply.code(),
            reply.enhanced(),
            reply.lines().stream().map(this::redacted).toList(),
            reply.mixedCodes());
  }

  String redacted(String text) {
    String clean = text;
    for (String secret : secrets) {
      clean = clean.replace(secret, "***");
    }
    return clean;
  }

  List<TranscriptLine> lines() {
    return lines;
  }

  /** A reply on one line of bounded length. */
  static String clip(SmtpReply reply) {
    return clip(reply.toString());
  }

  /** A text of bounded length, without control characters: a terminal will show it. */
  static String clip(String text) {
    String bounded = text.length() <= LONGEST_LINE ? text : text.substring(0, LONGEST_LINE) + "…";
    return CONTROL.matcher(bounded).replaceAll("?");
  }

  private void add(Speaker from, String text) {
    TranscriptLine line =
        new TranscriptLine(Duration.ofNanos(clock.nanos() - start), from, clip(redacted(text)));
    lines.add(line);
    try {
      listener.accept(line);
    } catch (RuntimeException e) {
      LOG.warn("a listener failed; the session goes on", e);
    }
  }
}
