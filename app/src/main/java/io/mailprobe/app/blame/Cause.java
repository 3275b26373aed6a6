package io.mailprobe.app.blame;

import io.mailprobe.protocol.classify.Classification;
import io.mailprobe.protocol.classify.Party;
import io.mailprobe.protocol.classify.Reason;
import java.util.Optional;

/**
 * Why a session failed, as far as it shows by itself.
 *
 * @param party whom it points at
 * @param classification what the reply means that ended it; empty where none did
 */
public record Cause(Party party, Optional<Classification> classification) {

  private static final String NO_REPLY = "none";

  /** Why the server refused; empty where it did not say. */
  public Optional<Reason> reason() {
    return classification.map(Classification::reason);
  }

  /** The reason as a label: {@code none} where there was no reply. */
  public String reasonLabel() {
    return reason().map(Reason::label).orElse(NO_REPLY);
  }

  /** Whether there was a reply, and no rule knows it. */
  public boolean isUnclassified() {
    return classification.filter(found -> found.rule().isEmpty()).isPresent();
  }
}
