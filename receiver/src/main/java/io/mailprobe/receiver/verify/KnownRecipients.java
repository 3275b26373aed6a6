package io.mailprobe.receiver.verify;

import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.protocol.stamp.RecipientToken;
import io.mailprobe.receiver.listen.Mailbox;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The addresses that mail is taken for: those of probes, those to which reports on them return, and
 * those that were configured.
 */
public final class KnownRecipients {

  private final Set<String> domains;
  private final Set<String> addresses;
  private final RecipientToken tokens;

  /**
   * @param domains where probes' token addresses are
   * @param addresses further addresses in full
   */
  public KnownRecipients(List<String> domains, List<String> addresses, RecipientToken tokens) {
    this.domains = folded(domains);
    this.addresses = folded(addresses);
    this.tokens = tokens;
  }

  /** In lower case: no mail system that we probe tells local parts apart by case. */
  private static Set<String> folded(List<String> texts) {
    return texts.stream().map(KnownRecipients::fold).collect(Collectors.toUnmodifiableSet());
  }

  private static String fold(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Whether mail for it is taken. */
  public boolean contains(Mailbox mailbox) {
    return addresses.contains(fold(mailbox.toString()))
        || probe(mailbox).isPresent()
        || bounced(mailbox).isPresent();
  }

  /** The probe whose address it is, if it is one. */
  Optional<ProbeId> probe(Mailbox mailbox) {
    return isOurs(mailbox) ? tokens.verifyLocalPart(mailbox.localPart()) : Optional.empty();
  }

  /** The probe whose reports go to it, if it is such an address. */
  Optional<ProbeId> bounced(Mailbox mailbox) {
    return isOurs(mailbox) ? tokens.verifyBounceLocalPart(mailbox.localPart()) : Optional.empty();
  }

  private boolean isOurs(Mailbox mailbox) {
    return domains.contains(fold(mailbox.domain()));
  }
}
