package io.mailprobe.app.status;

import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.report.Notice;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.session.SessionReport;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Counts the refusing replies that no rule knows, by their shape, for a user to write rules for.
 * Peers choose the texts, so there are never more than {@value #MOST} shapes; what comes beyond
 * them is counted as one.
 */
final class UnclassifiedReplies {

  static final int MOST = 100;
  static final String OTHERS = "others";

  private static final int MAX_SHAPE = 160;
  private static final int MAX_EXAMPLE = 1_000;
  private static final Pattern IN_BRACKETS = Pattern.compile("\\[[^\\[\\]]{0,400}]|<[^<>]{0,400}>");
  private static final Pattern NUMBERED = Pattern.compile("[A-Za-z]{0,20}[0-9][A-Za-z0-9]{0,60}");

  private final Map<String, UnclassifiedReply> byShape = new HashMap<>();

  void add(String region, String route, SessionReport report, Instant at) {
    add(region, route, report.reply().orElseThrow(), Optional.of(report.phase()), at);
  }

  /** What a delivery report says that a server said. */
  void add(String region, String route, Notice notice, Instant at) {
    add(region, route, notice.innerReply().orElseThrow(), Optional.empty(), at);
  }

  private synchronized void add(
      String region, String route, SmtpReply reply, Optional<Phase> phase, Instant at) {
    String own = shape(reply);
    boolean room = byShape.containsKey(own) || byShape.size() < MOST;
    String shape = room ? own : OTHERS;
    UnclassifiedReply before = byShape.get(shape);
    String text = reply.toString();
    byShape.put(
        shape,
        new UnclassifiedReply(
            shape,
            before == null ? 1 : before.count() + 1,
            at,
            phase,
            region,
            route,
            text.substring(0, Math.min(text.length(), MAX_EXAMPLE))));
  }

  synchronized List<UnclassifiedReply> list() {
    return byShape.values().stream()
        .sorted(
            Comparator.comparingLong(UnclassifiedReply::count)
                .reversed()
                .thenComparing(UnclassifiedReply::shape))
        .toList();
  }

  /** Code and enhanced code, and the words without what differs from one time to the next. */
  private static String shape(SmtpReply reply) {
    String all = reply.text();
    String text = all.substring(0, Math.min(all.length(), MAX_EXAMPLE));
    String words =
        reply
            .enhanced()
            .map(status -> text.replaceFirst(Pattern.quote(status.toString()), ""))
            .orElse(text);
    String common =
        NUMBERED.matcher(IN_BRACKETS.matcher(words).replaceAll("[...]")).replaceAll("#").strip();
    String codes = reply.code() + reply.enhanced().map(status -> " " + status).orElse("");
    String shape = (codes + " " + common).strip();
    return shape.substring(0, Math.min(shape.length(), MAX_SHAPE));
  }
}
