package io.mailprobe.app.replay;

import io.mailprobe.protocol.session.FrontEnd;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.session.TranscriptLine;
import io.mailprobe.protocol.session.TranscriptLine.Speaker;
import java.util.ArrayList;
import java.util.List;

/** A session report without what no two runs share: instants, durations, ports, session ids. */
final class Seen {

  private Seen() {}

  /** All that is left, one thing a line. */
  static String of(SessionReport report) {
    List<String> lines = new ArrayList<>();
    lines.add("target " + report.target());
    lines.add("outcome " + report.outcome() + " in " + report.phase());
    lines.add("reply " + report.reply());
    lines.add("accepted " + report.accepted().isPresent());
    lines.add("detail " + report.detail());
    lines.add("own fault " + report.ownFault());
    lines.add("front end " + report.frontEnd().map(FrontEnd::address));
    lines.add("named " + report.frontEnd().flatMap(FrontEnd::name));
    lines.add("tls " + report.tls());
    report.phases().forEach(phase -> lines.add("phase " + phase.phase() + " " + phase.reply()));
    for (TranscriptLine line : report.transcript()) {
      lines.add(line.from().mark() + " " + line.text());
      if (line.from() == Speaker.CLIENT && line.text().equals("QUIT")) {
        break; // Whether a peer that has refused still hears it, or resets, is decided by chance.
      }
    }
    return String.join("\n", lines.stream().map(Seen::timeless).toList());
  }

  private static String timeless(String text) {
    return text.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "(instant)")
        .replaceAll("[A-Z][a-z]{2}, \\d+ [A-Z][a-z]{2} \\d{4} [0-9:]+ \\+0000", "(date)")
        .replaceAll("\\b[0-9A-F]{16}\\b", "(session)")
        .replaceAll("TLS record: [0-9a-f]+", "TLS record: (bytes)")
        .replaceAll(":\\d{2,5}(?=$|[ ;])", "");
  }
}
