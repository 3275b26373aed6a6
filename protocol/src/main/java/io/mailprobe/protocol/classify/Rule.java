package io.mailprobe.protocol.classify;

/**
 * One line of the rules: under which conditions a reply has which reason. It cannot say whether the
 * reply is transient or permanent, see {@link ReplyClass}.
 *
 * @param name tells it from the other rules
 * @param conditions when it applies
 * @param reason what it finds
 * @param party whom that points at
 * @param advice what to do
 */
public record Rule(String name, Conditions conditions, Reason reason, Party party, String advice) {

  public Rule {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a rule has a name");
    }
    if (reason == Reason.UNCLASSIFIED) {
      throw new IllegalArgumentException("a rule finds a reason");
    }
  }
}
