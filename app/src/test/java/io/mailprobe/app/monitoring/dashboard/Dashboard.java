package io.mailprobe.app.monitoring.dashboard;

import static io.mailprobe.app.monitoring.dashboard.Json.list;
import static io.mailprobe.app.monitoring.dashboard.Json.object;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A dashboard, in the classic JSON model of Grafana 9.3, which newer ones read, too.
 *
 * @param uid by which it is linked to
 * @param title what it is called
 * @param question which question it answers
 * @param from the time that it shows at first, up to now
 * @param variables beside those that all have
 * @param panels by which it answers it
 */
public record Dashboard(
    String uid,
    String title,
    String question,
    String from,
    List<Object> variables,
    List<Map<String, @Nullable Object>> panels) {

  /** What Grafana 9.3 writes. */
  private static final int SCHEMA = 37;

  public Dashboard {
    variables = List.copyOf(variables);
    panels = List.copyOf(panels);
  }

  /** Where it is committed. */
  public String file() {
    return "grafana/dashboards/" + uid + ".json";
  }

  /** What is committed. */
  public String text() {
    return JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writeValueAsString(json())
        + "\n";
  }

  private Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json =
        object(
            "uid",
            uid,
            "title",
            "Mailprobe: " + title,
            "description",
            question,
            "tags",
            list("mailprobe"),
            "schemaVersion",
            SCHEMA,
            "version",
            1,
            "editable",
            false,
            "timezone",
            "utc",
            "graphTooltip",
            1,
            "refresh",
            "30s",
            "time",
            object("from", from, "to", "now"));
    json.put("links", Frame.links());
    json.put("annotations", object("list", Frame.annotations()));
    json.put("templating", object("list", Frame.variables(variables)));
    json.put("panels", panels);
    return json;
  }
}
