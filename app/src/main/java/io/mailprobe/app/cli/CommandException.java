package io.mailprobe.app.cli;

/** A command cannot go on. The message is all that the user is told, on standard error. */
public final class CommandException extends Exception {

  private static final long serialVersionUID = 1;

  private final int status;

  /**
   * @param status one of {@link ExitStatus}
   * @param message what is wrong and what to do about it
   */
  public CommandException(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
