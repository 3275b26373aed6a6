package io.mailprobe.app.config.bind;

import java.util.Optional;

/**
 * One key of a section: how it is read and, in the same breath, what the reference says of it.
 *
 * @param name how it is written
 * @param kind what may stand behind it
 * @param required whether the section cannot do without
 * @param preset what holds where it is left out, written as in a file
 * @param otherwise what the reference says holds where it is left out and there is no preset
 * @param meaning what it is for, in a sentence for the reference
 */
public record Key<T>(
    String name,
    Kind<T> kind,
    boolean required,
    Optional<String> preset,
    String otherwise,
    String meaning) {

  /** A key that must be there. */
  public static <T> Key<T> required(String name, Kind<T> kind, String meaning) {
    return new Key<>(name, kind, true, Optional.empty(), "required", meaning);
  }

  /** A key that may be left out for a fixed value. */
  public static <T> Key<T> preset(String name, Kind<T> kind, String preset, String meaning) {
    return new Key<>(name, kind, false, Optional.of(preset), preset, meaning);
  }

  /** A key that may be left out; what holds then is told in words. */
  public static <T> Key<T> optional(String name, Kind<T> kind, String otherwise, String meaning) {
    return new Key<>(name, kind, false, Optional.empty(), otherwise, meaning);
  }
}
