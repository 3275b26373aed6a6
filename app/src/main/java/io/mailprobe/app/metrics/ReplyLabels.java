package io.mailprobe.app.metrics;

import io.mailprobe.protocol.reply.EnhancedStatus;
import io.mailprobe.protocol.reply.SmtpReply;
import io.mailprobe.protocol.session.FrontEnd;
import io.mailprobe.protocol.session.Phase;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The labels of a refusing reply. Peers choose codes and names, so the number of combinations is
 * bounded for each route; beyond it only phase and class of the reply are kept.
 */
final class ReplyLabels {

  static final int MOST_COMBINATIONS = 200;

  private static final String NONE = "none";
  private static final String OTHER = "other";

  /** The site in a name of Exchange Online: {@code BL02EPF…}, {@code PH7PR12CA…}. */
  private static final Pattern SITE =
      Pattern.compile("([A-Za-z]{2,3}[0-9]{1,2})[A-Za-z].*\\.outlook\\.com");

  private final Map<List<String>, BoundedSet<List<String>>> seen = new ConcurrentHashMap<>();

  /** All values of the metric's labels: the core ones, side, phase, code, and so on. */
  String[] of(
      String[] core, Phase phase, SmtpReply reply, String reason, Optional<FrontEnd> frontEnd) {
    return of(
        core,
        "submit",
        phase.label(),
        reply,
        reason,
        frontEnd.flatMap(FrontEnd::forest),
        frontEnd.flatMap(FrontEnd::name));
  }

  /** The same of a reply that another server was given, as a delivery report tells. */
  String[] ofReport(String[] core, SmtpReply reply, String reason) {
    Optional<String> name = FrontEnd.nameInTrailer(reply.text());
    Optional<String> forest =
        name.flatMap(known -> new FrontEnd(known, 25, Optional.of(known)).forest());
    return of(core, "report", "unknown", reply, reason, forest, name);
  }

  private String[] of(
      String[] core,
      String side,
      String phase,
      SmtpReply reply,
      String reason,
      Optional<String> forest,
      Optional<String> name) {
    List<String> values =
        List.of(
            side,
            phase,
            Integer.toString(reply.code()),
            reply.enhanced().map(EnhancedStatus::toString).orElse(NONE),
            reason,
            forest.orElse(NONE),
            name.flatMap(ReplyLabels::site).orElse(NONE));
    boolean known =
        seen.computeIfAbsent(List.of(core), _ -> new BoundedSet<>(MOST_COMBINATIONS))
            .admits(values);
    return known
        ? RouteLabels.join(core, values.toArray(String[]::new))
        : RouteLabels.join(
            core, side, phase, reply.code() / 100 + "xx", OTHER, OTHER, OTHER, OTHER);
  }

  private static Optional<String> site(String name) {
    Matcher matcher = SITE.matcher(name);
    return matcher.matches()
        ? Optional.of(matcher.group(1).toLowerCase(Locale.ROOT))
        : Optional.empty();
  }
}
