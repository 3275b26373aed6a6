package io.mailprobe.protocol.trace;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.regex.Pattern;

/**
 * The client that a from clause names. Most write {@code helo (name [address])}; Exim and qmail
 * write {@code name (helo=… [address])} and {@code name (HELO …) (address)}; Exchange writes {@code
 * helo (address)}.
 *
 * @param name as the server looked it up
 * @param helo what it called itself
 * @param address its IP address
 */
record Client(Optional<String> name, Optional<String> helo, Optional<String> address) {

  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?");

  /** The only client whose name is more than one word: a folder of Windows' SMTP service. */
  private static final String PICKUP = "mail pickup service";

  static Client of(List<String> words, List<String> comments) {
    Optional<String> stated = stated(words);
    Optional<String> address =
        addressIn(comments).or(() -> words.stream().findFirst().flatMap(Address::of));
    Optional<String> said = heloIn(comments);
    if (said.isPresent()) {
      return new Client(stated.filter(Client::isLookedUp), said, address);
    }
    Optional<String> lookedUp = comments.stream().findFirst().flatMap(Client::nameBesideAddress);
    return new Client(lookedUp, stated, address);
  }

  private static Optional<String> stated(List<String> words) {
    return words.equals(List.of(PICKUP.split(" ")))
        ? Optional.of(PICKUP)
        : words.stream().findFirst().flatMap(Clauses::name).filter(name -> !isUnknown(name));
  }

  private static boolean isLookedUp(String name) {
    return isHost(name) && Address.of(name).isEmpty();
  }

  private static boolean isHost(String name) {
    return HOST.matcher(name).matches() && !isUnknown(name);
  }

  private static boolean isUnknown(String name) {
    return name.equalsIgnoreCase("unknown");
  }

  /** The first address in any of the comments, bare or in brackets. */
  static Optional<String> addressIn(List<String> comments) {
    for (String comment : comments) {
      StringTokenizer words = new StringTokenizer(comment, " \t()@");
      while (words.hasMoreTokens()) {
        Optional<String> address = Address.of(words.nextToken());
        if (address.isPresent()) {
          return address;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> heloIn(List<String> comments) {
    for (String comment : comments) {
      StringTokenizer words = new StringTokenizer(comment, " \t()");
      while (words.hasMoreTokens()) {
        String word = words.nextToken();
        String lower = word.toLowerCase(Locale.ROOT);
        if (lower.startsWith("helo=") || lower.startsWith("ehlo=")) {
          return Clauses.name(word.substring(5));
        }
        if ((lower.equals("helo") || lower.equals("ehlo")) && words.hasMoreTokens()) {
          return Clauses.name(words.nextToken());
        }
      }
    }
    return Optional.empty();
  }

  /** {@code name [address]}, perhaps with {@code user@} before it and more words behind it. */
  private static Optional<String> nameBesideAddress(String comment) {
    StringTokenizer words = new StringTokenizer(comment, " \t");
    if (words.countTokens() < 2) {
      return Optional.empty();
    }
    String first = words.nextToken();
    Optional<String> name = Clauses.name(first.substring(first.lastIndexOf('@') + 1));
    return Address.of(words.nextToken()).isPresent()
        ? name.filter(Client::isLookedUp)
        : Optional.empty();
  }
}
