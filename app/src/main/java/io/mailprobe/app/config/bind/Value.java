package io.mailprobe.app.config.bind;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A node of the file, with its place. */
sealed interface Value {

  Place place();

  /** What to call it in an error; never what it holds. */
  String what();

  /** A scalar, as it is written: what it stands for is for its reader to say. */
  record Text(Place place, String raw, boolean plain) implements Value {

    /** Whether a key stands there with nothing behind it. */
    boolean absent() {
      return plain && (raw.isEmpty() || raw.equals("~") || raw.equals("null"));
    }

    @Override
    public String what() {
      return absent() ? "nothing" : "text";
    }
  }

  /** A sequence. */
  record Items(Place place, List<Value> items) implements Value {
    @Override
    public String what() {
      return "a list";
    }
  }

  /** A mapping, its keys in the file's order, none twice. */
  record Mapping(Place place, List<Entry> entries) implements Value {

    Optional<Entry> find(String name) {
      return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    Set<String> names() {
      return entries.stream().map(Entry::name).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public String what() {
      return "a mapping";
    }
  }

  /** One key of a mapping and what stands behind it. */
  record Entry(Place place, String name, Value value) {}

  /** A node that cannot be read, which has been reported. */
  record Broken(Place place) implements Value {
    @Override
    public String what() {
      return "nothing readable";
    }
  }
}
