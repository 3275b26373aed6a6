package io.mailprobe.prober.compose;

import io.mailprobe.protocol.stamp.Stamp;
import java.util.Locale;

/** What the message says to a human. Seven-bit, no line over 78 characters but for long names. */
final class ProbeText {

  private ProbeText() {}

  static String of(Stamp stamp, String token, String contact) {
    return String.format(
            Locale.ROOT,
            """
      This is a test message. Nobody needs to read, answer or keep it.

      Mailprobe sends a message like this one at fixed intervals, to measure how
      long mail takes on its way and to notice within a minute when it is delayed
      or refused. A receiver at the far end recognises the message, takes its
      time of arrival and throws it away.

      If it has come to a mailbox, a forwarding rule or a mail flow rule has led
      it there, or a filter has set it aside. You may delete it without harm; the
      measurement will then show this message as lost.

      If such messages keep coming to you, or if you look after a mail system and
      wonder what they are, please ask whoever runs the prober named below, at

        %s

      and quote the lines that follow.

        Prober:     %s
        Region:     %s
        Route:      %s
        Number:     %d
        Scheduled:  %s
        Attempt:    %d, begun %s
        Probe:      %s
        Token:      %s

      The header X-Mailprobe carries the same in signed form. A message that
      claims to be from Mailprobe and is not signed is not counted by any
      receiver. The message holds no personal data, and nothing but its time of
      arrival and the way it took is kept.
      """,
            contact,
            stamp.prober(),
            stamp.region(),
            stamp.route(),
            stamp.sequence(),
            stamp.scheduled(),
            stamp.attempt(),
            stamp.thisAttempt(),
            stamp.id(),
            token)
        .replace("\n", "\r\n");
  }
}
