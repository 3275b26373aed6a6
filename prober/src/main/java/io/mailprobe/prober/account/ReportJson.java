package io.mailprobe.prober.account;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import io.mailprobe.protocol.session.SessionReport;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Session reports as the JSON that the ledger keeps. The records of {@code protocol.session} are
 * the format: a component that is renamed or added there must stay readable here.
 */
final class ReportJson {

  private static final Logger log = LoggerFactory.getLogger(ReportJson.class);

  /** Record components only: methods such as {@code isTransient()} are derived. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .changeDefaultVisibility(
              visibility ->
                  visibility
                      .withVisibility(PropertyAccessor.ALL, Visibility.NONE)
                      .withVisibility(PropertyAccessor.FIELD, Visibility.ANY)
                      .withVisibility(PropertyAccessor.CREATOR, Visibility.ANY))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  /** What takes most of the room. */
  private static final Set<String> LONG = Set.of("phases", "transcript");

  /** How many other fields there are. */
  private static final int SHORT = SessionReport.class.getRecordComponents().length - LONG.size();

  private ReportJson() {}

  static String print(SessionReport report) {
    return JSON.writeValueAsString(report);
  }

  /**
   * Reads a report but for its phases and dialogue, most of its text, which it leaves unread where
   * they come last; empty for anything else.
   */
  static Optional<SessionReport> glance(String text) {
    ObjectNode head = JSON.createObjectNode();
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return parse(text);
      }
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        parser.nextToken();
        if (!LONG.contains(name)) {
          head.set(name, parser.<JsonNode>readValueAsTree());
        } else if (head.size() >= SHORT) {
          break;
        } else {
          parser.skipChildren();
        }
      }
      LONG.forEach(head::putArray);
      return Optional.of(JSON.treeToValue(head, SessionReport.class));
    } catch (JacksonException e) {
      log.warn("a session report in the ledger cannot be read: {}", e.getOriginalMessage());
      return Optional.empty();
    }
  }

  /** Reads a report; empty for anything else, which is logged: evidence was damaged. */
  static Optional<SessionReport> parse(String text) {
    try {
      return Optional.ofNullable(JSON.readValue(text, SessionReport.class));
    } catch (JacksonException e) {
      log.warn("a session report in the ledger cannot be read: {}", e.getOriginalMessage());
      return Optional.empty();
    }
  }
}
