package io.mailprobe.app.http;

import java.util.Map;
import java.util.Optional;

/**
 * What a handler may know of a request.
 *
 * @param path the path as it came, not decoded
 * @param variables the parts of the path that the route names
 * @param query the query's parameters
 * @param authorization the Authorization header
 * @param accept the Accept header; empty text where there is none
 */
record Request(
    String path,
    Map<String, String> variables,
    Parameters query,
    Optional<String> authorization,
    String accept) {

  String variable(String name) {
    return Optional.ofNullable(variables.get(name)).orElseThrow();
  }
}
