package io.mailprobe.app.http;

import io.mailprobe.app.evidence.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A whole answer: status, headers, body. */
final class Answer {

  static final String JSON = "application/json";
  static final String TEXT = "text/plain; charset=utf-8";

  private final int status;
  private final String contentType;
  private final byte[] body;
  private final Map<String, String> headers;

  private Answer(int status, String contentType, byte[] body, Map<String, String> headers) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.headers = headers;
  }

  /** An answer that no cache may keep. */
  static Answer of(int status, String contentType, byte[] body) {
    return new Answer(status, contentType, body, Map.of("Cache-Control", "no-store"));
  }

  static Answer text(int status, String text) {
    return of(status, TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  static Answer json(Object value) {
    return of(200, JSON, Json.bytes(value));
  }

  /** An error as a problem document (RFC 9457). */
  static Answer problem(int status, String detail) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("status", status);
    problem.put("title", title(status));
    problem.put("detail", detail);
    return of(status, "application/problem+json", Json.bytes(problem));
  }

  static Answer problem(RefusedException refusal) {
    return problem(refusal.status(), refusal.sentence());
  }

  Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, contentType, body, more);
  }

  int status() {
    return status;
  }

  String contentType() {
    return contentType;
  }

  byte[] body() {
    return body;
  }

  Map<String, String> headers() {
    return headers;
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "Bad request";
      case 401 -> "Unauthorized";
      case 404 -> "Not found";
      case 405 -> "Method not allowed";
      case 406 -> "Not acceptable";
      case 413, 414, 431 -> "Request too large";
      case 503 -> "Not available now";
      default -> "Internal error";
    };
  }
}
