package io.mailprobe.app.doctor;

import io.mailprobe.prober.Path;
import io.mailprobe.prober.Recipient;
import java.util.List;

/** What to look at where a probe was taken and nothing was heard of it. */
final class NotArrived {

  private NotArrived() {}

  /** Probes for one address that do not come back have one cause. */
  static String cause(Way way) {
    return "kept: " + way.route().to();
  }

  static List<String> remedies(Way way) {
    String recipient =
        switch (way.route().to()) {
          case Recipient.Fixed(String address) -> address;
          case Recipient.TokenAt(String domain) -> "probe+…@" + domain;
        };
    if (way.route().path() == Path.CONTROL) {
      return List.of("look at the receiver's log: it took the message and tells nobody");
    }
    if (way.route().to() instanceof Recipient.Fixed) {
      return List.of(
          "Get-TransportRule -Identity 'Mailprobe loop' must be enabled; where there is none: New-TransportRule -Name 'Mailprobe loop' -SentTo %s -HeaderMatchesMessageHeader X-Mailprobe -HeaderMatchesPatterns '.' -RedirectMessageTo ADDRESS-OF-THE-RECEIVER"
              .formatted(recipient),
          "that address must be in receiver.addresses",
          "Get-MessageTraceV2 -RecipientAddress %s shows where it is".formatted(recipient));
    }
    return List.of(
        "Get-MessageTraceV2 -SenderAddress %s shows where it is, and the last error of its delivery"
            .formatted(way.route().from()),
        "wait longer: --wait 10m");
  }
}
