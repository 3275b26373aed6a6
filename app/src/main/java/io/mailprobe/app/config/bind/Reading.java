package io.mailprobe.app.config.bind;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One pass over a configuration: where in it we are, and where to say what is wrong. */
final class Reading {

  private final String key;
  private final Place parent;
  private final Context context;

  private Reading(String key, Place parent, Context context) {
    this.key = key;
    this.parent = parent;
    this.context = context;
  }

  /** At the root of a file; relative paths in it start from the base. */
  static Reading ofRoot(Problems problems, Surroundings surroundings, Path base) {
    return new Reading(
        "",
        Place.START,
        new Context(
            problems, surroundings, new Substitution(surroundings, base), base, new HashMap<>()));
  }

  /** One key further in. */
  Reading child(String name, Place place) {
    return new Reading(key.isEmpty() ? name : key + "." + name, place, context);
  }

  /** One item further in. */
  Reading item(int index, Place place) {
    return new Reading(key + "[" + index + "]", place, context);
  }

  /** The path of the key, such as {@code routes[0].every}. */
  String key() {
    return key;
  }

  /** Where its name stands, which is where to point when something below it is missing. */
  Place parent() {
    return parent;
  }

  Problems problems() {
    return context.problems;
  }

  Surroundings surroundings() {
    return context.surroundings;
  }

  String resolve(String raw) throws UnfitException {
    return context.substitution.resolve(raw);
  }

  Path path(String text) throws UnfitException {
    try {
      return context.base.resolve(text).normalize();
    } catch (InvalidPathException e) {
      throw new UnfitException("expected the path of a file");
    }
  }

  /** Why a file cannot be read, in words; empty if it can. */
  Optional<String> unreadable(Path file) {
    try {
      context.surroundings.read(file, 1);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(Substitution.reason(e));
    }
  }

  /** Remembers where the value of a key stands, for problems that show only later. */
  void remember(Place place) {
    context.places.put(key, place);
  }

  /** Where the value of the key at a path below this one stands, or else the nearest above it. */
  Place placeOf(String path) {
    for (int end = path.length(); end > 0; end = lastStep(path.substring(0, end))) {
      Place place = context.places.get(child(path.substring(0, end), parent).key);
      if (place != null) {
        return place;
      }
    }
    return parent;
  }

  /** Where the last step of a path begins: a name with its dot, or an index. */
  private static int lastStep(String path) {
    return Math.max(Math.max(path.lastIndexOf('.'), path.lastIndexOf('[')), 0);
  }

  private record Context(
      Problems problems,
      Surroundings surroundings,
      Substitution substitution,
      Path base,
      Map<String, Place> places) {}
}
