package io.mailprobe.prober.submit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;
import java.util.List;

/** Our side of one AUTH exchange (RFC 4954 4): the command, then an answer to each challenge. */
final class AuthExchange {

  /** The longest command line, CRLF included (RFC 5321 4.5.3.1.4), which AUTH keeps to. */
  private static final int LONGEST_LINE = 512;

  /** Gives the exchange up, which the server must answer with 501. */
  private static final String CANCEL = "*";

  private final String mechanism;
  private final String command;
  private final List<String> answers;
  private int said;

  private AuthExchange(String mechanism, String command, List<String> answers) {
    this.mechanism = mechanism;
    this.command = command;
    this.answers = answers;
  }

  /** With the first answer on the command line, where it fits; else it waits for a challenge. */
  static AuthExchange initial(String mechanism, String... answers) {
    String line = "AUTH " + mechanism + " " + answers[0];
    return line.length() + 2 <= LONGEST_LINE
        ? new AuthExchange(mechanism, line, List.of(answers).subList(1, answers.length))
        : prompted(mechanism, answers);
  }

  /** With every answer to a challenge. */
  static AuthExchange prompted(String mechanism, String... answers) {
    return new AuthExchange(mechanism, "AUTH " + mechanism, List.of(answers));
  }

  String command() {
    return command;
  }

  /** The command with what is secret left out. */
  String shownCommand() {
    String bare = "AUTH " + mechanism;
    return command.equals(bare) ? bare : bare + " ***";
  }

  /** The answer to the next challenge; empty when the exchange is given up for good. */
  String answer() {
    return said < answers.size() ? answers.get(said++) : CANCEL;
  }

  /** An answer with what is secret left out. */
  static String shown(String answer) {
    return answer.isEmpty() || answer.equals(CANCEL) ? answer : "***";
  }

  /** What a challenge says; empty where it is not in base 64. */
  static String decoded(String base64) {
    try {
      return Transcript.clip(new String(Base64.getDecoder().decode(base64.strip()), ISO_8859_1));
    } catch (IllegalArgumentException _) {
      return "";
    }
  }
}
