package io.mailprobe.app.doctor.spf;

/**
 * What a domain says of a host.
 *
 * @param verdict its word (RFC 7208 2.6)
 * @param record the domain's record; empty where it has none that could be read
 * @param why what decided, as a clause
 * @param lookups how many terms that ask DNS were met; ten are allowed
 */
public record SpfResult(Verdict verdict, String record, String why, int lookups) {

  /** The results of RFC 7208 2.6. */
  public enum Verdict {
    /** The domain has no record. */
    NONE,
    /** It does not say. */
    NEUTRAL,
    /** The host may send for it. */
    PASS,
    /** It may not. */
    FAIL,
    /** It probably may not. */
    SOFTFAIL,
    /** DNS failed; another time may tell. */
    TEMPERROR,
    /** The record, or one that it includes, is wrong. */
    PERMERROR
  }
}
