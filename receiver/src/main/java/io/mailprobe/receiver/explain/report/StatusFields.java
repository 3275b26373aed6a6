package io.mailprobe.receiver.explain.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fields of a delivery status (RFC 3464 2), found in any text. Names are in lower case. Blank
 * lines are not relied on to tell recipients apart: some producers leave them out, others put them
 * anywhere.
 *
 * @param message those about the message
 * @param recipients those about each recipient; at least one, each with an address and an action or
 *     status
 */
record StatusFields(Map<String, String> message, List<Map<String, String>> recipients) {

  private static final int MOST_RECIPIENTS = 50;

  private static final Pattern FIELD = Pattern.compile("([A-Za-z][A-Za-z0-9-]{1,60})[ \t]*:(.*)");
  private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");

  private static final Set<String> ADDRESSES = Set.of("original-recipient", "final-recipient");

  /** Those that no recipient has twice; of the others a second one is passed over. */
  private static final Set<String> LEADING =
      Set.of("original-recipient", "final-recipient", "action", "status");

  private static final Set<String> OF_RECIPIENT =
      Set.of(
          "original-recipient",
          "final-recipient",
          "action",
          "status",
          "remote-mta",
          "diagnostic-code",
          "last-attempt-date",
          "will-retry-until",
          "final-log-id");
  private static final Set<String> OF_MESSAGE =
      Set.of(
          "original-envelope-id",
          "reporting-mta",
          "dsn-gateway",
          "received-from-mta",
          "arrival-date");

  /** The fields in a text; empty where they tell of no recipient. */
  static Optional<StatusFields> in(String text) {
    Reading reading = new Reading();
    for (String line : LINE_END.split(text, -1)) {
      reading.take(line);
    }
    reading.endField();
    List<Map<String, String>> whole =
        reading.groups.stream().filter(StatusFields::tellsOfARecipient).toList();
    return whole.isEmpty()
        ? Optional.empty()
        : Optional.of(new StatusFields(reading.message, whole));
  }

  private static boolean tellsOfARecipient(Map<String, String> group) {
    return ADDRESSES.stream().anyMatch(group::containsKey)
        && (group.containsKey("action") || group.containsKey("status"));
  }

  /** What has been read so far. */
  private static final class Reading {

    private final Map<String, String> message = new LinkedHashMap<>();
    private final List<Map<String, String>> groups = new ArrayList<>();
    private Map<String, String> group = new LinkedHashMap<>();
    private boolean blankBefore;
    private String name = "";
    private final StringBuilder value = new StringBuilder();

    void take(String line) {
      boolean folded = !name.isEmpty() && (line.startsWith(" ") || line.startsWith("\t"));
      if (folded && !line.isBlank()) {
        value.append(' ').append(line.strip());
        return;
      }
      endField();
      Matcher field = FIELD.matcher(line);
      if (field.matches()) {
        name = field.group(1).toLowerCase(Locale.ROOT);
        value.append(field.group(2).strip());
      } else if (line.isBlank()) {
        blankBefore = true;
      }
    }

    void endField() {
      if (OF_MESSAGE.contains(name)) {
        message.putIfAbsent(name, value.toString());
      } else if (OF_RECIPIENT.contains(name)) {
        if (beginsAnother()) {
          begin();
        }
        group.putIfAbsent(name, value.toString());
        blankBefore = false;
      }
      name = "";
      value.setLength(0);
    }

    /** Whether the field is of another recipient than the fields before it. */
    private boolean beginsAnother() {
      boolean complete = group.containsKey("action") || group.containsKey("status");
      boolean repeated = group.containsKey(name) && (blankBefore || LEADING.contains(name));
      return group.isEmpty() || repeated || (blankBefore && complete && ADDRESSES.contains(name));
    }

    private void begin() {
      group = new LinkedHashMap<>();
      if (groups.size() < MOST_RECIPIENTS) {
        groups.add(group);
      }
    }
  }
}
