package io.mailprobe.app.config.bind;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A value that may stand in a file of its own. What is wrong in that file is told where the path
 * stands, with the file's own line and column.
 *
 * @param inPlace what may stand here
 * @param file the other file as a whole
 */
record Included<T>(Kind<T> inPlace, Section<T> file) implements Kind<T> {

  private static final int MAX_BYTES = 1_000_000;
  private static final Kind<Path> PATH = Kinds.path();

  @Override
  public String label() {
    return inPlace.label() + ", or path";
  }

  @Override
  public Optional<T> read(Value value, Reading at) {
    return value instanceof Value.Text
        ? PATH.read(value, at).flatMap(path -> include(path, value.place(), at))
        : inPlace.read(value, at);
  }

  private Optional<T> include(Path path, Place place, Reading at) {
    byte[] content;
    try {
      content = at.surroundings().read(path, MAX_BYTES + 1);
    } catch (IOException e) {
      at.problems().error(place, at.key(), path + " cannot be read: " + Substitution.reason(e));
      return Optional.empty();
    }
    if (content.length > MAX_BYTES) {
      at.problems().error(place, at.key(), path + " is larger than 1 MB");
      return Optional.empty();
    }
    Problems within = new Problems();
    Path folder = Optional.ofNullable(path.getParent()).orElse(path);
    Optional<T> value = Document.read(content, file, folder, at.surroundings(), within);
    for (Problem problem : within.inOrder()) {
      at.problems()
          .add(
              new Problem(
                  problem.severity(),
                  place,
                  at.key(),
                  problem.describe(path.toString()),
                  Optional.empty()));
    }
    return value;
  }
}
