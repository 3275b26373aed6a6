package io.mailprobe.simulator.web;

import java.util.HashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param status the HTTP status
 * @param headers beside Content-Length and Date
 * @param body as text
 */
public record WebAnswer(int status, Map<String, String> headers, String body) {

  public WebAnswer {
    headers = Map.copyOf(headers);
  }

  /** An answer in JSON. */
  public static WebAnswer json(int status, String body) {
    return new WebAnswer(
        status,
        Map.of("Content-Type", "application/json; charset=utf-8", "Cache-Control", "no-store"),
        body);
  }

  /** The same with one header more. */
  public WebAnswer with(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new WebAnswer(status, more, body);
  }

  @Override
  public String toString() {
    return "HTTP " + status; // Bodies hold tokens.
  }
}
