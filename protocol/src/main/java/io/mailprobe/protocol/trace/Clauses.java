package io.mailprobe.protocol.trace;

import io.mailprobe.protocol.trace.Lexer.Kind;
import io.mailprobe.protocol.trace.Lexer.Piece;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A Received field by its clauses. Each keyword opens its clause once; what comes again is taken as
 * a word, so that no name is put together from two places.
 */
final class Clauses {

  private enum Keyword {
    FROM,
    BY,
    VIA,
    WITH,
    ID,
    FOR,
    TLS
  }

  private record Clause(List<String> words, List<String> comments) {
    static final Clause NONE = new Clause(List.of(), List.of());

    static Clause open() {
      return new Clause(new ArrayList<>(), new ArrayList<>());
    }

    Optional<String> first() {
      return words.stream().findFirst();
    }
  }

  /** How many semicolons are tried, from the last one: the date follows one of them. */
  private static final int TRIED = 4;

  private static final int LONGEST = 255;
  private static final int LONGEST_PROTOCOL = 60;

  private final Map<Keyword, Clause> clauses = new EnumMap<>(Keyword.class);
  private Optional<TraceTime> time = Optional.empty();

  private Clauses() {}

  static Clauses of(String value) {
    Clauses read = new Clauses();
    List<Piece> pieces = Lexer.pieces(value);
    read.takeClauses(pieces, read.takeDate(value, pieces));
    return read;
  }

  /** Reads the date; where the clauses before it end. */
  private int takeDate(String value, List<Piece> pieces) {
    List<Piece> semicolons = pieces.stream().filter(p -> p.kind() == Kind.SEMICOLON).toList();
    List<Piece> last =
        semicolons.subList(Math.max(0, semicolons.size() - TRIED), semicolons.size());
    int end = value.length();
    for (Piece semicolon : last.reversed()) {
      time = TraceTime.parse(value.substring(semicolon.at() + 1, end));
      if (time.isPresent()) {
        return semicolon.at();
      }
      end = semicolon.at();
    }
    return semicolons.isEmpty() ? value.length() : semicolons.getFirst().at();
  }

  private void takeClauses(List<Piece> pieces, int end) {
    Clause current = Clause.open(); // What comes before the first keyword belongs to none.
    for (Piece piece : pieces) {
      if (piece.at() >= end) {
        return;
      }
      switch (piece.kind()) {
        case COMMENT -> current.comments().add(piece.text());
        case SEMICOLON -> {}
        case WORD -> {
          Optional<Keyword> keyword = keyword(piece.text());
          if (keyword.isPresent() && !clauses.containsKey(keyword.get())) {
            current = Clause.open();
            clauses.put(keyword.get(), current);
          } else {
            current.words().add(piece.text());
          }
        }
      }
    }
  }

  private static Optional<Keyword> keyword(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "from" -> Optional.of(Keyword.FROM);
      case "by" -> Optional.of(Keyword.BY);
      case "via" -> Optional.of(Keyword.VIA);
      case "with" -> Optional.of(Keyword.WITH);
      case "id" -> Optional.of(Keyword.ID);
      case "for" -> Optional.of(Keyword.FOR);
      case "tls" -> Optional.of(Keyword.TLS);
      default -> Optional.empty();
    };
  }

  Optional<Received> received() {
    Clause from = clauses.getOrDefault(Keyword.FROM, Clause.NONE);
    Clause by = clauses.getOrDefault(Keyword.BY, Clause.NONE);
    Optional<String> server = by.first().flatMap(Clauses::name);
    Client client = Client.of(from.words(), from.comments());
    Received received =
        new Received(
            client.name(),
            client.helo(),
            client.address(),
            server.filter(name -> Address.of(name).isEmpty()),
            server.flatMap(Address::of).or(() -> Client.addressIn(by.comments())),
            protocol(),
            clauses.getOrDefault(Keyword.ID, Clause.NONE).first().flatMap(Clauses::id),
            time);
    boolean tells = received.server().isPresent() || received.client().isPresent();
    return tells || time.isPresent() ? Optional.of(received) : Optional.empty();
  }

  /** A word that may be a name: without the dot or comma that some put behind it. */
  static Optional<String> name(String word) {
    int end = word.length();
    while (end > 0 && (word.charAt(end - 1) == '.' || word.charAt(end - 1) == ',')) {
      end--;
    }
    String name = word.substring(0, end);
    boolean fits = !name.isEmpty() && end <= LONGEST && name.chars().noneMatch(c -> c <= ' ');
    return fits ? Optional.of(name) : Optional.empty();
  }

  private static Optional<String> id(String word) {
    String id =
        word.startsWith("<") && word.endsWith(">") ? word.substring(1, word.length() - 1) : word;
    return id.isEmpty() || id.length() > LONGEST ? Optional.empty() : Optional.of(id);
  }

  private Optional<String> protocol() {
    String words = String.join(" ", clauses.getOrDefault(Keyword.WITH, Clause.NONE).words());
    return words.isEmpty() || words.length() > LONGEST_PROTOCOL
        ? Optional.empty()
        : Optional.of(words);
  }
}
