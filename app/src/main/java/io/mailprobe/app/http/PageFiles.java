package io.mailprobe.app.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The files of the page: a fixed table, read once; no path of a request ever reaches a file. */
final class PageFiles {

  /** Nothing but our own scripts, styles and API; nobody may frame the page. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Map<String, String> TYPES =
      Map.of(
          "index.html", "text/html; charset=utf-8",
          "probe.html", "text/html; charset=utf-8",
          "style.css", "text/css; charset=utf-8",
          "app.js", "text/javascript; charset=utf-8",
          "probe.js", "text/javascript; charset=utf-8",
          "words.js", "text/javascript; charset=utf-8",
          "chart.js", "text/javascript; charset=utf-8",
          "icon.svg", "image/svg+xml",
          "openapi.json", "application/json");

  private final Map<String, Answer> files = new LinkedHashMap<>();

  PageFiles() {
    TYPES.forEach((name, type) -> files.put(name, load(name, type)));
  }

  Answer file(String name) {
    return Optional.ofNullable(files.get(name)).orElseThrow();
  }

  private static Answer load(String name, String type) {
    byte[] bytes = read(name);
    return Answer.of(200, type, bytes)
        .with("Cache-Control", "no-cache")
        .with("ETag", "\"" + digest(bytes) + "\"")
        .with("Content-Security-Policy", POLICY);
  }

  private static byte[] read(String name) {
    try (InputStream file = PageFiles.class.getResourceAsStream("page/" + name)) {
      if (file == null) {
        throw new IllegalStateException("the program lacks its page file " + name);
      }
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("the page file " + name + " cannot be read", e);
    }
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(hash, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
