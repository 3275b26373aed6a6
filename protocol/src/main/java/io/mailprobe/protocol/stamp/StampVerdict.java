package io.mailprobe.protocol.stamp;

/** What the verification of a stamp came to. */
public sealed interface StampVerdict {

  /**
   * The stamp was signed with one of our keys, unaltered, and is young enough.
   *
   * @param stamp what it says
   * @param keyId the key that signed it
   */
  record Genuine(Stamp stamp, String keyId) implements StampVerdict {}

  /**
   * The stamp cannot be believed, and nothing it says may reach a metric.
   *
   * @param problem which check it failed
   * @param detail a sentence for the evidence; never contains a secret
   */
  record Refused(Problem problem, String detail) implements StampVerdict {}

  /** The checks a stamp can fail, in the order in which they are made. */
  enum Problem {
    /** Not of the form that {@link StampCodec} prints. */
    MALFORMED,
    /** Of a version that this build does not know. */
    UNKNOWN_VERSION,
    /** Signed with a key that is not on the ring. */
    UNKNOWN_KEY,
    /** The signature does not fit the content. */
    BAD_SIGNATURE,
    /** Its scheduled instant is longer ago than the age limit. */
    EXPIRED,
    /** Its scheduled instant is further in the future than clocks may differ. */
    FROM_THE_FUTURE
  }
}
