package io.mailprobe.app.doctor;

import java.util.List;
import java.util.Optional;

/**
 * One check that was made.
 *
 * @param check what was checked, such as {@code mx}
 * @param subject of what, such as a domain
 * @param standing how it ended
 * @param seen what was seen, as a clause
 * @param remedies what to do, each a whole step; none where all is well
 * @param because the fault that explains why it was skipped, as check and subject
 */
public record Finding(
    String check,
    String subject,
    Standing standing,
    String seen,
    List<String> remedies,
    Optional<String> because) {

  public Finding {
    remedies = List.copyOf(remedies);
    if (because.isPresent() != (standing == Standing.SKIPPED)) {
      throw new IllegalArgumentException("what is skipped has a fault that explains it, no other");
    }
  }

  /** What names it among all, such as {@code mx probe.example.net}. */
  public String title() {
    return title(check, subject);
  }

  static String title(String check, String subject) {
    return check + " " + subject;
  }
}
