package io.mailprobe.app.health;

import io.mailprobe.prober.submit.TokenSource;
import io.mailprobe.prober.web.WebClient;
import java.io.IOException;
import java.time.Instant;

/**
 * One reading of service health, for whoever only wants to know whether it can be read.
 *
 * @param result how it ended
 * @param words what came of it, as a clause
 */
public record HealthTrial(PollResult result, String words) {

  /**
   * Reads once. Blocks, for a bounded time.
   *
   * @param tokens tokens for Graph
   * @throws IOException if the trusted certificates cannot be used
   */
  public static HealthTrial make(HealthSettings settings, TokenSource tokens, Instant now)
      throws IOException, InterruptedException {
    WebClient client = ServiceHealth.client(settings);
    try (GraphIssues graph = new GraphIssues(settings.graph(), tokens, client)) {
      long open = graph.ask(now).issues().stream().filter(issue -> !issue.resolved()).count();
      return new HealthTrial(
          PollResult.OK, open == 1 ? "1 issue goes on now" : open + " issues go on now");
    } catch (GraphException e) {
      return new HealthTrial(e.result(), String.valueOf(e.getMessage()));
    }
  }
}
