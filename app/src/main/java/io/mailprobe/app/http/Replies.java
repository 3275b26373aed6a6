package io.mailprobe.app.http;

import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.DirectHandler.TransportResponse;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** Sends answers: compressed where the client takes that, without a body to HEAD. */
final class Replies {

  static final MediaType EVENT_STREAM = MediaTypes.TEXT_EVENT_STREAM;

  private static final int WORTH_COMPRESSING = 1_024;

  /** gzip in a list of codings, without a weight of 0 (RFC 9110 12.5.3). */
  private static final Pattern GZIP =
      Pattern.compile(
          "(?:^|,)\\s*gzip\\s*(?:;\\s*q=(?:1(?:\\.0*)?|0\\.\\d*[1-9]\\d*)\\s*)?(?:,|$)",
          Pattern.CASE_INSENSITIVE);

  private Replies() {}

  static void send(ServerRequest request, ServerResponse response, Answer answer) {
    answer.headers().forEach((name, value) -> response.header(name, value));
    secure(response);
    if (unchanged(request, answer)) {
      response.status(Status.NOT_MODIFIED_304).send();
      return;
    }
    response.status(answer.status());
    response.header("Content-Type", answer.contentType());
    byte[] body = answer.body();
    if (body.length >= WORTH_COMPRESSING) {
      response.header("Vary", "Accept-Encoding");
      if (takesGzip(request)) {
        response.header("Content-Encoding", "gzip");
        body = gzip(body);
      }
    }
    if (request.prologue().method().equals(Method.HEAD)) {
      response.contentLength(body.length);
      response.send();
    } else {
      response.send(body);
    }
    if (request.headers().contains(HeaderValues.CONNECTION_CLOSE)) {
      // The server would say that it closes, and leave it to the client.
      throw new CloseConnectionException("the client asked for it");
    }
  }

  /** Headers that every answer has. */
  static void secure(ServerResponse response) {
    response.header("X-Content-Type-Options", "nosniff");
    response.header("Referrer-Policy", "no-referrer");
  }

  /** The answer to what is not a request at all, or not one that is read to its end. */
  static TransportResponse direct(Status status, ServerResponseHeaders headers) {
    String detail =
        switch (status.code()) {
          case 413 -> "a request here has no body, or a small one";
          case 414, 431 -> "the request line or a header is too long";
          case 400 -> "this is no HTTP request, or its headers are malformed or too long";
          default -> "the request cannot be served";
        };
    Answer problem = Answer.problem(status.code(), detail);
    headers.set(HeaderNames.CONTENT_TYPE, problem.contentType());
    return TransportResponse.builder()
        .status(status)
        .headers(headers)
        .entity(problem.body())
        .keepAlive(false)
        .build();
  }

  private static boolean unchanged(ServerRequest request, Answer answer) {
    String tag = answer.headers().getOrDefault("ETag", "");
    return !tag.isEmpty()
        && request
            .headers()
            .first(HeaderNames.IF_NONE_MATCH)
            .filter(tags -> tags.contains(tag))
            .isPresent();
  }

  private static boolean takesGzip(ServerRequest request) {
    return request
        .headers()
        .first(HeaderNames.ACCEPT_ENCODING)
        .filter(codings -> GZIP.matcher(codings).find())
        .isPresent();
  }

  private static byte[] gzip(byte[] body) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream(body.length / 4);
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return compressed.toByteArray();
  }
}
