package io.mailprobe.app.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** How many times as fast a scenario may be played. */
final class Speeds {

  /** The fastest. */
  static final int MOST = 1_000;

  private Speeds() {}

  /**
   * Checks one that the user gave.
   *
   * @throws ParameterException if it is out of bounds
   */
  static void check(int speed, CommandSpec spec) {
    if (speed < 1 || speed > MOST) {
      throw new ParameterException(
          spec.commandLine(),
          "Invalid value for option '--speed': expected a number from 1 to " + MOST);
    }
  }
}
