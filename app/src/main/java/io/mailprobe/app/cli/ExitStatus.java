package io.mailprobe.app.cli;

/** What the program ends with. */
public final class ExitStatus {

  /** All is well. */
  public static final int OK = 0;

  /** It found a fault, or met one. */
  public static final int FAULT = 1;

  /** It was used wrongly: bad flags, a bad configuration. */
  public static final int USAGE = 2;

  private ExitStatus() {}
}
