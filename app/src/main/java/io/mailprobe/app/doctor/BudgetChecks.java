package io.mailprobe.app.doctor;

import io.mailprobe.prober.account.LedgerReader;
import io.mailprobe.prober.account.MailboxUse;
import io.mailprobe.prober.restraint.MailboxLimits;
import io.mailprobe.store.StoreAddress;
import io.mailprobe.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What mailboxes have sent in the last day, and what the schedule asks of them. */
final class BudgetChecks {

  private static final long MINUTES_OF_A_DAY = Duration.ofDays(1).toMinutes();

  private final Bench bench;
  private final Examination examination;

  BudgetChecks(Bench bench, Examination examination) {
    this.bench = bench;
    this.examination = examination;
  }

  void look(Way way) throws InterruptedException {
    if (way.route().mailbox().isPresent()) {
      String mailbox = way.route().mailbox().get();
      examination.make(
          Check.of("budget", mailbox, () -> judge(mailbox))
              .needing(StoreChecks.title(bench.config())));
    }
  }

  private Seen judge(String mailbox) {
    List<Way> ways =
        bench.ways().stream()
            .filter(way -> way.route().mailbox().filter(mailbox::equals).isPresent())
            .toList();
    MailboxLimits limits = ways.getFirst().route().limits();
    List<MailboxUse> uses = uses(mailbox);
    long recipients = uses.stream().mapToLong(MailboxUse::recipients).sum();
    long external = uses.stream().mapToLong(MailboxUse::external).sum();
    String words =
        "%d sent in the last day, %d of them to other domains; the schedule asks for %.0f a day"
            .formatted(recipients, external, perDay(ways));
    boolean spent = recipients >= limits.recipientsPerDay() || external >= limits.externalPerDay();
    if (spent) {
      return Seen.fault(
          "%s: as many as it may (%d, %d to other domains), so that probes are skipped"
              .formatted(words, limits.recipientsPerDay(), limits.externalPerDay()),
          "make %s longer, look what else sends through %s, and wait: the day is the last 24 hours"
              .formatted(ways.getFirst().key("every"), mailbox));
    }
    return Seen.ok(
        limits.equals(MailboxLimits.NONE)
            ? words + "; limits are overridden"
            : "%s; it may send %d".formatted(words, limits.externalPerDay()));
  }

  private static double perDay(List<Way> ways) {
    return ways.stream()
        .mapToDouble(way -> Duration.ofDays(1).toMillis() / (double) way.route().every().toMillis())
        .sum();
  }

  private List<MailboxUse> uses(String mailbox) {
    StoreAddress address = StoreChecks.ledger(bench.config());
    long from = MailboxUse.minute(bench.tools().clock().wall()) - MINUTES_OF_A_DAY;
    try (LedgerReader ledger = LedgerReader.open(address)) {
      return ledger.mailboxUse().stream()
          .filter(use -> use.mailbox().equals(mailbox.toLowerCase(Locale.ROOT)))
          .filter(use -> use.minute() > from)
          .toList();
    } catch (StoreException _) {
      return List.of(); // There is none yet, or none of this version; the store's check says so.
    }
  }
}
