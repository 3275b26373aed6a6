package io.mailprobe.app.config.bind;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was read of one mapping, by key. */
public final class Fields {

  private final Map<Key<?>, Object> values;
  private final Set<String> written;
  private final Reading at;

  Fields(Map<Key<?>, Object> values, Set<String> written, Reading at) {
    this.values = values;
    this.written = written;
    this.at = at;
  }

  /** The value of a key; empty if it was left out without a preset, or could not be read. */
  @SuppressWarnings("unchecked") // Section alone puts values in, each as its own key's kind read it
  public <T> Optional<T> find(Key<T> key) {
    return Optional.ofNullable((T) values.get(key));
  }

  /** The value of a key that is required or has a preset, in a section without errors. */
  public <T> T get(Key<T> key) {
    return find(key)
        .orElseThrow(() -> new IllegalStateException(key.name() + " is not there to be had"));
  }

  /** Whether all that is in the file could be read. */
  boolean allRead() {
    long read = values.keySet().stream().map(Key::name).filter(written::contains).count();
    return read == written.size();
  }

  /** Whether a key is in the file, readable or not. */
  public boolean has(Key<?> key) {
    return written.contains(key.name());
  }

  /**
   * Notes an error where the value at a path below this section stands, such as {@code every} or
   * {@code routes[1].every}; an empty path is the section itself.
   */
  public void error(String path, String message) {
    at.problems().error(at.placeOf(path), path(path), message);
  }

  /** Notes a warning where the value at a path stands. */
  public void warning(String path, String message) {
    at.problems().warning(at.placeOf(path), path(path), message);
  }

  /** Notes a warning if the file that a key names cannot be read. */
  public void warnIfUnreadable(Key<Path> key) {
    find(key)
        .flatMap(at::unreadable)
        .ifPresent(why -> warning(key.name(), "the file cannot be read: " + why));
  }

  /** What the file holds that a key names; empty, with an error noted, if it cannot be read. */
  public Optional<byte[]> content(Key<Path> key, int atMost) {
    return find(key)
        .flatMap(
            file -> {
              try {
                return Optional.of(surroundings().read(file, atMost));
              } catch (IOException e) {
                error(key.name(), "the file cannot be read: " + Substitution.reason(e));
                return Optional.empty();
              }
            });
  }

  /** The machine that the configuration is read on. */
  public Surroundings surroundings() {
    return at.surroundings();
  }

  private String path(String below) {
    return below.isEmpty() ? at.key() : at.child(below, at.parent()).key();
  }
}
