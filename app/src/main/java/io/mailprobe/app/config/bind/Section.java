package io.mailprobe.app.config.bind;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A mapping with known keys. Each key is read, whatever is wrong with the others; the check of what
 * must hold between keys sees those that could be read; the value is made only where nothing was
 * wrong.
 *
 * @param label what the reference calls it
 * @param keys what it may hold
 * @param check reports what is wrong between its keys
 * @param build makes the value
 */
public record Section<T>(
    String label, List<Key<?>> keys, Consumer<Fields> check, Function<Fields, T> build)
    implements Kind<T> {

  /** YAML 1.1's key for the keys of another mapping. */
  private static final String MERGE = "<<";

  public Section {
    keys = List.copyOf(keys);
  }

  /** A section with nothing to check between its keys. */
  public static <T> Section<T> of(String label, List<Key<?>> keys, Function<Fields, T> build) {
    return new Section<>(label, keys, _ -> {}, build);
  }

  @Override
  public Optional<T> read(Value value, Reading at) {
    return switch (value) {
      case Value.Mapping mapping -> fields(mapping, at);
      case Value.Broken _ -> Optional.empty();
      case Value.Text _, Value.Items _ -> {
        at.problems()
            .error(
                value.place(),
                at.key(),
                "expected keys (" + names() + "), each on a line of its own, got " + value.what());
        yield Optional.empty();
      }
    };
  }

  private Optional<T> fields(Value.Mapping mapping, Reading at) {
    int before = at.problems().errors();
    Map<Key<?>, Object> values = new HashMap<>();
    Set<String> misspelt = new HashSet<>();
    for (Value.Entry entry : mapping.entries()) {
      Reading child = at.child(entry.name(), entry.place());
      key(entry.name())
          .ifPresentOrElse(
              key -> {
                child.remember(entry.value().place());
                put(values, key, entry.value(), child);
              },
              () -> misspelt.addAll(near(entry, child)));
    }
    for (Key<?> key : keys) {
      if (mapping.find(key.name()).isEmpty() && !misspelt.contains(key.name())) {
        fillIn(values, key, at);
      }
    }
    Fields fields = new Fields(values, mapping.names(), at);
    check.accept(fields);
    boolean whole = at.problems().errors() == before && fields.allRead();
    return whole ? Optional.of(build.apply(fields)) : Optional.empty();
  }

  /** Says that there is no such key; the keys that may have been meant by it. */
  private List<String> near(Value.Entry entry, Reading at) {
    if (entry.name().equals(MERGE)) {
      at.problems()
          .error(entry.place(), at.key(), "keys are not merged here; write each of them out");
      return keys.stream().<String>map(Key::name).toList();
    }
    Optional<String> near = Nearest.to(entry.name(), keys.stream().<String>map(Key::name).toList());
    String advice =
        near.map(name -> "did you mean " + name + "?").orElseGet(() -> "here may stand " + names());
    at.problems().error(entry.place(), at.key(), "no such key; " + advice);
    return near.stream().toList();
  }

  private static void fillIn(Map<Key<?>, Object> values, Key<?> key, Reading at) {
    Reading child = at.child(key.name(), at.parent());
    if (key.required()) {
      at.problems().error(at.parent(), child.key(), missing(key));
    }
    key.preset()
        .ifPresent(text -> put(values, key, new Value.Text(at.parent(), text, false), child));
  }

  /** What to say of a key that is missing. */
  public static String missing(Key<?> key) {
    return "is missing and required (" + key.kind().label() + "): " + key.meaning();
  }

  private static void put(Map<Key<?>, Object> values, Key<?> key, Value value, Reading at) {
    key.kind().read(value, at).ifPresent(read -> values.put(key, read));
  }

  private Optional<Key<?>> key(String name) {
    for (Key<?> key : keys) {
      if (key.name().equals(name)) {
        return Optional.of(key);
      }
    }
    return Optional.empty();
  }

  private String names() {
    return String.join(", ", keys.stream().<String>map(Key::name).toList());
  }
}
