package io.mailprobe.prober.restraint;

/**
 * What a provider takes from one mailbox.
 *
 * @param perMinute messages in any minute; what is above is carried over to later ones, and that
 *     delay would be measured
 * @param externalPerDay recipients outside the mailbox's own domain in any 24 hours
 * @param recipientsPerDay recipients in any 24 hours
 */
public record MailboxLimits(int perMinute, int externalPerDay, int recipientsPerDay) {

  /** More submissions at a time are refused with 432 4.3.2. No configuration changes it. */
  public static final int PARALLEL = 3;

  /** What Exchange Online takes. */
  public static final MailboxLimits EXCHANGE_ONLINE = new MailboxLimits(30, 2_000, 10_000);

  /** No limits: of a mailbox elsewhere, or by the user's own wish. */
  public static final MailboxLimits NONE =
      new MailboxLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
}
