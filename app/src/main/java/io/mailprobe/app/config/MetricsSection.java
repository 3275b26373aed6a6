package io.mailprobe.app.config;

import static io.mailprobe.app.config.bind.Key.optional;
import static io.mailprobe.app.config.bind.Key.preset;
import static io.mailprobe.app.config.bind.Key.required;

import io.mailprobe.app.config.bind.Durations;
import io.mailprobe.app.config.bind.Fields;
import io.mailprobe.app.config.bind.Key;
import io.mailprobe.app.config.bind.Kinds;
import io.mailprobe.app.config.bind.Secret;
import io.mailprobe.app.config.bind.Section;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What becomes of metrics beside being scraped. */
final class MetricsSection {

  /** These are the client's own to set. */
  private static final Set<String> OF_HTTP =
      Set.of(
          "connection",
          "content-length",
          "content-type",
          "expect",
          "host",
          "transfer-encoding",
          "upgrade");

  private static final Key<String> HEADER =
      required(
          "name",
          Kinds.text(
              "header",
              "expected the name of a header that is not HTTP's own, such as Authorization",
              MetricsSection::isHeader),
          "the header; unique");
  private static final Key<Secret> VALUE =
      required("value", Kinds.secret(1), "what it says; not shown, as it may be a secret");
  private static final Section<Config.Header> HEADERS =
      new Section<>(
          "section",
          List.of(HEADER, VALUE),
          MetricsSection::checkHeader,
          fields -> new Config.Header(fields.get(HEADER), fields.get(VALUE)));

  private static final Key<URI> URL =
      required(
          "url",
          MailKinds.WEB_ADDRESS,
          "the whole address, such as https://otel.example.net:4318/v1/metrics");
  private static final Key<List<Config.Header>> ALL_HEADERS =
      optional(
          "headers",
          Kinds.listOf(HEADERS, 0, HEADER),
          "none",
          "headers that it wants, such as Authorization");
  private static final Key<Duration> EVERY =
      preset(
          "every",
          Durations.between(Duration.ofSeconds(5), Duration.ofHours(1)),
          "60s",
          "how often they are pushed");
  private static final Section<Config.Otlp> OTLP =
      new Section<>(
          "section",
          List.of(URL, ALL_HEADERS, EVERY),
          MetricsSection::warnOfClearText,
          fields ->
              new Config.Otlp(
                  fields.get(URL), fields.find(ALL_HEADERS).orElse(List.of()), fields.get(EVERY)));

  private static final Key<Config.Histograms> HISTOGRAMS =
      preset(
          "histograms",
          Kinds.choice(Config.Histograms.class),
          "classic",
          "the form of histograms; native ones too only where Prometheus keeps the classic beside"
              + " them, see docs/metrics.md");
  private static final Key<Config.Otlp> PUSHED =
      optional("otlp", OTLP, "not pushed", "a collector that all metrics are pushed to by OTLP");

  static final Config.Metrics USUAL =
      new Config.Metrics(Config.Histograms.CLASSIC, Optional.empty());
  static final Section<Config.Metrics> SECTION =
      Section.of(
          "section",
          List.of(HISTOGRAMS, PUSHED),
          fields -> new Config.Metrics(fields.get(HISTOGRAMS), fields.find(PUSHED)));

  private MetricsSection() {}

  /** A token of RFC 9110 5.6.2. */
  private static boolean isHeader(String text) {
    return text.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
        && !OF_HTTP.contains(text.toLowerCase(Locale.ROOT));
  }

  private static void checkHeader(Fields fields) {
    fields
        .find(VALUE)
        .filter(value -> !StandardCharsets.US_ASCII.newEncoder().canEncode(value.reveal()))
        .ifPresent(_ -> fields.error(VALUE.name(), "a header's value is ASCII only"));
  }

  private static void warnOfClearText(Fields fields) {
    fields
        .find(URL)
        .filter(url -> fields.has(ALL_HEADERS) && "http".equalsIgnoreCase(url.getScheme()))
        .filter(url -> !isLoopback(url.getHost()))
        .ifPresent(
            _ -> fields.warning(URL.name(), "the headers go over the network in clear text"));
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }
}
