package io.mailprobe.simulator.frontend;

import io.mailprobe.protocol.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** What each mailbox has sent, and what it may still send. Thread safe. */
public final class Allowance {

  private static final Duration DAY = Duration.ofHours(24);

  private final SendingLimits limits;
  private final Clock clock;
  private final Map<String, Account> accounts = new HashMap<>();

  public Allowance(SendingLimits limits, Clock clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Takes a message to so many recipients out of the mailbox's day.
   *
   * @param external how many of the recipients are outside the tenant
   * @return whether there was room
   */
  synchronized boolean take(String mailbox, int recipients, int external) {
    Account account = accounts.computeIfAbsent(mailbox, _ -> new Account());
    account.forgetBefore(clock.wall().minus(DAY));
    if (account.recipients + recipients > limits.recipientsPerDay()
        || account.external + external > limits.externalPerDay()) {
      return false;
    }
    account.add(new Sent(clock.wall(), recipients, external));
    return true;
  }

  /** How long a message waits for a minute in which the mailbox may still send; its place there. */
  synchronized Duration carriedOver(String mailbox) {
    Account account = accounts.computeIfAbsent(mailbox, _ -> new Account());
    Instant now = clock.wall();
    Instant thisMinute = now.truncatedTo(ChronoUnit.MINUTES);
    if (account.minute.isBefore(thisMinute)) {
      account.minute = thisMinute;
      account.inMinute = 0;
    }
    if (account.inMinute >= limits.perMinute()) {
      account.minute = account.minute.plus(1, ChronoUnit.MINUTES);
      account.inMinute = 0;
    }
    account.inMinute++;
    return account.minute.isAfter(now) ? Duration.between(now, account.minute) : Duration.ZERO;
  }

  private record Sent(Instant at, int recipients, int external) {}

  /** One mailbox's sums, and the minute whose messages it fills up now. */
  private static final class Account {
    private final Deque<Sent> day = new ArrayDeque<>();
    private int recipients;
    private int external;
    private Instant minute = Instant.MIN;
    private int inMinute;

    private void add(Sent sent) {
      day.addLast(sent);
      recipients += sent.recipients();
      external += sent.external();
    }

    private void forgetBefore(Instant oldest) {
      while (!day.isEmpty() && day.getFirst().at().isBefore(oldest)) {
        Sent sent = day.removeFirst();
        recipients -= sent.recipients();
        external -= sent.external();
      }
    }
  }
}
