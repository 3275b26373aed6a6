package io.mailprobe.app.doctor.spf;

import io.mailprobe.prober.lookup.Answer;
import io.mailprobe.prober.lookup.RecordData;
import io.mailprobe.prober.lookup.RecordType;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/** Asks a domain whether a host may send for it, as a mail server does (RFC 7208 4). */
public final class Spf {

  /** No host at all: what passes it passes everybody. */
  public static final InetAddress NOBODY = InetAddress.ofLiteral("240.0.0.1");

  private final BiFunction<String, RecordType, Answer> names;

  /**
   * @param names asks DNS; may block
   */
  public Spf(BiFunction<String, RecordType, Answer> names) {
    this.names = names;
  }

  /**
   * Whether the host may send.
   *
   * @param sender the envelope sender, of the domain or of another
   * @param helo what the host calls itself
   */
  public SpfResult check(InetAddress host, String domain, String sender, String helo) {
    Evaluation evaluation = new Evaluation(names, new Macros(host, sender, helo));
    try {
      return evaluation.of(domain);
    } catch (SpfException e) {
      return new SpfResult(e.verdict(), evaluation.record(), e.why(), evaluation.lookups());
    }
  }

  /** The records of a domain that say what SPF is: there should be one. */
  static List<String> records(Answer texts) {
    return texts
        .all(RecordData.Text.class)
        .map(RecordData.Text::text)
        .filter(
            text -> {
              String lower = text.toLowerCase(Locale.ROOT);
              return lower.equals("v=spf1") || lower.startsWith("v=spf1 ");
            })
        .toList();
  }
}
