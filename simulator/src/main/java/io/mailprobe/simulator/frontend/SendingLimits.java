package io.mailprobe.simulator.frontend;

/**
 * How much a mailbox may send.
 *
 * @param perMinute what is above is delivered in the minutes after
 * @param recipientsPerDay the most recipients in 24 hours
 * @param externalPerDay the most of them outside the tenant
 */
public record SendingLimits(int perMinute, int recipientsPerDay, int externalPerDay) {

  public SendingLimits {
    if (perMinute < 1 || recipientsPerDay < 1 || externalPerDay < 1) {
      throw new IllegalArgumentException("limits must leave room for one message");
    }
  }

  /** As Exchange Online. */
  public static SendingLimits exchangeOnline() {
    return new SendingLimits(30, 10_000, 2_000);
  }

  /** As good as none. */
  public static SendingLimits generous() {
    return new SendingLimits(1_000_000, 1_000_000, 1_000_000);
  }
}
