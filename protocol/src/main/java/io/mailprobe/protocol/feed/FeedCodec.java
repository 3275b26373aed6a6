package io.mailprobe.protocol.feed;

import io.mailprobe.protocol.report.DeliveryReport;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A feed page as NDJSON: one object a line, first the arrivals, then the delivery reports, and the
 * page's own line ({@code next}, {@code complete}, the receiver's instants) last, so that a page
 * cut off on its way is never taken for whole. Unknown fields and kinds of lines are passed over,
 * so that a newer receiver can serve an older prober.
 */
public final class FeedCodec {

  /** The media type of a page. */
  public static final String MEDIA_TYPE = "application/x-ndjson";

  private static final JsonFactory JSON = new JsonFactory();

  private FeedCodec() {}

  /** The page as text, each line ended by LF. */
  public static String print(FeedPage page) {
    StringBuilder text = new StringBuilder();
    page.arrivals().forEach(arrival -> text.append(ArrivalLine.print(arrival)).append('\n'));
    page.reports().forEach(report -> text.append(ReportLine.print(report)).append('\n'));
    StringWriter last = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), last)) {
      json.writeStartObject();
      json.writeStringProperty("next", page.next().toString());
      json.writeStringProperty("complete", page.complete().toString());
      if (page.times().isPresent()) {
        json.writeStringProperty("asked", page.times().get().asked().toString());
        json.writeStringProperty("answered", page.times().get().answered().toString());
      }
      if (page.troubled().isPresent()) {
        json.writeStringProperty("troubled", page.troubled().get().toString());
      }
      json.writeEndObject();
    }
    return text.append(last).append('\n').toString();
  }

  /**
   * Reads a page.
   *
   * @throws FeedFormatException if the text is anything but a whole page
   */
  public static FeedPage parse(String text) throws FeedFormatException {
    List<Arrival> arrivals = new ArrayList<>();
    List<DeliveryReport> reports = new ArrayList<>();
    int from = 0;
    for (int number = 1; ; number++) {
      int end = text.indexOf('\n', from);
      if (end < 0) {
        throw new FeedFormatException(number, "the page is cut off");
      }
      Fields fields = Fields.of(text.substring(from, end), number);
      from = end + 1;
      if (!fields.has("next")) {
        String kind = fields.find(Fields.KIND).orElse("");
        switch (kind) {
          case "" -> arrivals.add(ArrivalLine.parse(fields));
          case ReportLine.KIND -> reports.add(ReportLine.parse(fields));
          default -> {} // Newer than this build.
        }
      } else if (from < text.length()) {
        throw new FeedFormatException(number + 1, "there is more after the page's end");
      } else {
        return new FeedPage(
            next(fields),
            fields.instant("complete"),
            arrivals,
            reports,
            times(fields),
            fields.has("troubled") ? Optional.of(fields.instant("troubled")) : Optional.empty());
      }
    }
  }

  private static Optional<FeedTimes> times(Fields fields) throws FeedFormatException {
    return fields.has("asked") && fields.has("answered")
        ? Optional.of(new FeedTimes(fields.instant("asked"), fields.instant("answered")))
        : Optional.empty();
  }

  /** One report as a line of its own, without the line's end. */
  public static String print(DeliveryReport report) {
    return ReportLine.print(report);
  }

  /**
   * Reads what {@link #print(DeliveryReport)} wrote.
   *
   * @throws FeedFormatException if the text is anything else
   */
  public static DeliveryReport parseReport(String line) throws FeedFormatException {
    return ReportLine.parse(Fields.of(line, 1));
  }

  private static FeedCursor next(Fields fields) throws FeedFormatException {
    return FeedCursor.parse(fields.text("next")).orElseThrow(() -> fields.fault("next"));
  }
}
