package io.mailprobe.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.health.Issues;
import io.mailprobe.app.metrics.Build;
import io.mailprobe.app.metrics.Metrics;
import io.mailprobe.app.scene.FrontEnds;
import io.mailprobe.app.scene.Replies;
import io.mailprobe.app.scene.Routes;
import io.mailprobe.app.scene.Scene;
import io.mailprobe.app.scene.Sessions;
import io.mailprobe.app.status.StatusBoard;
import io.mailprobe.prober.Route;
import io.mailprobe.protocol.report.Action;
import io.mailprobe.protocol.session.Phase;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.testkit.time.ManualTime;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The API's document says of every path and every field what is really served, and no more. */
class OpenApiTest {

  private static final JsonNode DOCUMENT =
      new ObjectMapper().readTree(new PageFiles().file("openapi.json").body());

  @TempDir Path folder;

  @Test
  void describesAllThatIsServed() throws Exception {
    ManualTime time = new ManualTime();
    Route route = Routes.outbound("amer");
    StatusBoard board = new StatusBoard(time, time, Replies.BLAME);
    try (Metrics metrics = new Metrics(time, new Build("0.1.0", "abc"), Replies.BLAME);
        Scene scene = new Scene(folder, List.of(route), time, board.events())) {
      board.watch(scene.ledger());
      ProbeId probe = scene.tick(route);
      scene.ended(
          probe,
          Sessions.refused(time.wall(), Phase.BANNER, 421, Sessions.FOREST_LIMIT),
          Duration.ofSeconds(15));
      scene.retry(probe);
      scene.ended(probe, Sessions.accepted(time.wall()), Duration.ZERO);
      scene.reported(probe, Action.DELAYED);
      scene.arrived(probe);
      board.events().feedRead("local", true);
      FrontEnds seen =
          FrontEnds.of("amer", io.mailprobe.prober.Path.INBOUND)
              .with(2, "namprd07", Sessions.accepted(time.wall()), 0)
              .with(
                  1, "", Sessions.refused(time.wall(), Phase.BANNER, 421, Sessions.FOREST_LIMIT), 1)
              .withNew(time.wall());
      board.watchCanaries(() -> List.of(seen.view()));
      HttpSources sources =
          new HttpSources(
              new Build("0.1.0", "abc"),
              metrics,
              board,
              Replies.BLAME,
              List.of(scene.ledger()),
              Optional.empty(),
              () -> Optional.of(Issues.report(time.wall())),
              List::of);
      HttpSettings settings =
          new HttpSettings(
              InetSocketAddress.createUnresolved("127.0.0.1", 0),
              Optional.empty(),
              Optional.empty());
      Api api = new Api(sources, time);
      Endpoints endpoints =
          new Endpoints(sources, api, new FeedEndpoint(sources, settings), new PageFiles());

      assertThat(DOCUMENT.get("paths").propertyNames())
          .containsExactlyInAnyOrderElementsOf(endpoints.paths());
      assertDescribed("Status", api.status(request(Map.of())));
      assertDescribed("Probes", api.probes(request(Map.of())));
      assertDescribed("History", api.probe(request(Map.of("id", probe.toString()))));
      assertDescribed("Problem", Answer.problem(404, "nothing"));
    }
  }

  private static Request request(Map<String, String> variables) {
    return new Request("/", variables, new Parameters(Map.of()), Optional.empty(), "");
  }

  private static void assertDescribed(String schema, Answer answer) {
    JsonNode described = DOCUMENT.get("components").get("schemas").get(schema);
    compare(schema, described, new ObjectMapper().readTree(answer.body()));
  }

  private static void compare(String where, JsonNode schema, JsonNode value) {
    if (schema.has("$ref")) {
      String name = schema.get("$ref").stringValue().replace("#/components/schemas/", "");
      compare(where, DOCUMENT.get("components").get("schemas").get(name), value);
    } else if (schema.has("anyOf")) {
      // Null is the other of the two, as for the TLS of a session that came to none.
      if (!value.isNull()) {
        compare(where, schema.get("anyOf").get(0), value);
      }
    } else if (value.isObject()) {
      assertThat(new TreeSet<>(value.propertyNames()))
          .as(where)
          .isEqualTo(new TreeSet<>(schema.get("properties").propertyNames()));
      value.forEachEntry(
          (name, field) -> compare(where + "." + name, schema.get("properties").get(name), field));
    } else if (value.isArray()) {
      value.forEach(each -> compare(where + "[]", schema.get("items"), each));
    } else {
      compareScalar(where, schema, value);
    }
  }

  private static void compareScalar(String where, JsonNode schema, JsonNode value) {
    String type =
        value.isNull()
            ? "null"
            : value.isString()
                ? "string"
                : value.isBoolean() ? "boolean" : value.isIntegralNumber() ? "integer" : "number";
    assertThat(schema.get("type").toString()).as("%s: %s", where, value).contains(type);
    if (schema.has("enum")) {
      assertThat(schema.get("enum").toString()).as(where).contains(value.toString());
    }
  }
}
