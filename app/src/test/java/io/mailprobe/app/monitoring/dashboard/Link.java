package io.mailprobe.app.monitoring.dashboard;

import static io.mailprobe.app.monitoring.dashboard.Json.object;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A link from what is shown, with the time that is shown.
 *
 * @param title what it says
 * @param url where it leads; {@code ${__field.labels.x}} is a label of the series clicked on
 */
record Link(String title, String url) {

  /** What every dashboard keeps. */
  private static final String KEPT = "?${__url_time_range}&${datasource:queryparam}";

  /** Mailprobe's own page of the region chosen. */
  static final Link PAGE = new Link("Mailprobe's own page", "${page}/");

  /** From a series to its region. */
  static Link toRegion() {
    return to(RegionDashboard.UID, "Region ${__field.labels.region}")
        .with("region", "${__field.labels.region}");
  }

  /** To another dashboard, for what is chosen here. */
  static Link to(String uid, String title) {
    return new Link(title, "/d/" + uid + KEPT);
  }

  /** As chosen here. */
  Link keeping(String variable) {
    return new Link(title, url + "&${" + variable + ":queryparam}");
  }

  /** With a value. */
  Link with(String variable, String value) {
    return new Link(title, url + "&var-" + variable + "=" + value);
  }

  Map<String, @Nullable Object> json() {
    return object("title", title, "url", url, "targetBlank", url.startsWith("${page}"));
  }
}
