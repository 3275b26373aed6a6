package io.mailprobe.app.doctor.spf;

/** Ends an evaluation with one of the two errors. */
final class SpfException extends Exception {

  private static final long serialVersionUID = 1;

  private final SpfResult.Verdict verdict;

  private SpfException(SpfResult.Verdict verdict, String why) {
    super(why);
    this.verdict = verdict;
  }

  static SpfException permanent(String why) {
    return new SpfException(SpfResult.Verdict.PERMERROR, why);
  }

  static SpfException temporary(String why) {
    return new SpfException(SpfResult.Verdict.TEMPERROR, why);
  }

  SpfResult.Verdict verdict() {
    return verdict;
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
