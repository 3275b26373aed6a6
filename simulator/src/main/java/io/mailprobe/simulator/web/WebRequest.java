package io.mailprobe.simulator.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request, read whole.
 *
 * @param method such as {@code GET}
 * @param path without the query
 * @param query its parameters, the first of each name
 * @param headers by their names in lower case, the first of each
 * @param body as text
 */
public record WebRequest(
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    String body) {

  public WebRequest {
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  /** A header's value. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The body as a form. */
  public Map<String, String> form() {
    return parameters(body);
  }

  /** What {@code application/x-www-form-urlencoded} text holds, the first of each name. */
  static Map<String, String> parameters(String text) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.putIfAbsent(
            decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return text; // As it came: no name or secret is written like that.
    }
  }

  @Override
  public String toString() {
    return method + " " + path; // Bodies hold secrets.
  }
}
