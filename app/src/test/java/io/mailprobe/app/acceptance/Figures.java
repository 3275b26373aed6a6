package io.mailprobe.app.acceptance;

/** Figures that a test measured, in its output where a reader of the build finds them. */
final class Figures {

  private Figures() {}

  static void tell(String what, Object figure) {
    System.out.println("figure: " + what + ": " + figure);
  }
}
