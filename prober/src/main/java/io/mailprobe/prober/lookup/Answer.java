package io.mailprobe.prober.lookup;

import java.util.List;
import java.util.stream.Stream;

/**
 * What became of a question.
 *
 * @param name what was asked for, without a final dot
 * @param type which of its records
 * @param kind whether there are any, and if not, why
 * @param failure what the name servers said where they failed; otherwise empty
 * @param aliases the names that the name is an alias of (CNAME), in their order; mostly none
 * @param data what its records hold, in the order of the answer
 * @param authentic whether a resolver that checks signatures says that they are good (the AD bit)
 */
public record Answer(
    String name,
    RecordType type,
    Kind kind,
    String failure,
    List<String> aliases,
    List<RecordData> data,
    boolean authentic) {

  /** Whether there are records, and if not, why. */
  public enum Kind {
    /** There are. */
    FOUND,
    /** The name is there, and has none of the type. */
    NO_RECORD,
    /** There is no such name (NXDOMAIN). */
    NO_SUCH_NAME,
    /** The name servers could not find out (SERVFAIL and its like). */
    FAILED,
    /** No name server answered in time. */
    NO_ANSWER
  }

  public Answer {
    aliases = List.copyOf(aliases);
    data = List.copyOf(data);
  }

  static Answer of(String name, RecordType type, Kind kind, String failure) {
    return new Answer(name, type, kind, failure, List.of(), List.of(), false);
  }

  /** Whether there are records. */
  public boolean isFound() {
    return kind == Kind.FOUND;
  }

  /** Whether the name servers know for certain that there is none. */
  public boolean isAbsent() {
    return kind == Kind.NO_RECORD || kind == Kind.NO_SUCH_NAME;
  }

  /** The records of one sort. */
  public <T extends RecordData> Stream<T> all(Class<T> sort) {
    return data.stream().filter(sort::isInstance).map(sort::cast);
  }

  /** The answer as a clause, such as {@code mx.example.net does not exist (NXDOMAIN)}. */
  public String words() {
    String through = aliases.isEmpty() ? "" : " (an alias of " + String.join(", ", aliases) + ")";
    return switch (kind) {
      case FOUND ->
          name
              + through
              + " has "
              + type
              + " "
              + String.join(", ", data.stream().map(String::valueOf).toList());
      case NO_RECORD -> name + through + " has no " + type + " record";
      case NO_SUCH_NAME -> name + through + " does not exist (NXDOMAIN)";
      case FAILED ->
          "the name servers failed on the " + type + " of " + name + " (" + failure + ")";
      case NO_ANSWER -> "no name server answered for the " + type + " of " + name;
    };
  }
}
