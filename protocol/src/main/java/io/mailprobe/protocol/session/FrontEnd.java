package io.mailprobe.protocol.session;

import io.mailprobe.protocol.trace.ServerName;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server that answered.
 *
 * @param address its IP address
 * @param port its TCP port
 * @param name the name in its banner, or in the trailer of its latest reply that has one
 */
public record FrontEnd(String address, int port, Optional<String> name) {

  /**
   * {@code [server.fqdn 2024-10-10T20:31:23.429Z 08DCE853B9232A86]}, {@code [server]}, {@code
   * [Hostname=server]}.
   */
  private static final Pattern TRAILER =
      Pattern.compile(
          "\\[(?:Hostname=)?((?:[A-Za-z0-9_-]{1,63}\\.){1,10}[A-Za-z]{2,63})(?: [^\\[\\]]{0,200})?\\]\\s{0,9}$",
          Pattern.CASE_INSENSITIVE);

  /** The server that the trailer of a reply of Exchange Online names, if it has one. */
  public static Optional<String> nameInTrailer(String replyText) {
    Matcher trailer = TRAILER.matcher(replyText);
    return trailer.find() ? Optional.of(trailer.group(1)) : Optional.empty();
  }

  /** The same server under the given name. */
  public FrontEnd named(String newName) {
    return new FrontEnd(address, port, Optional.of(newName));
  }

  /** The forest that the name tells, in lower case, such as {@code namprd07} or {@code deup281}. */
  public Optional<String> forest() {
    return name.map(ServerName::of).flatMap(ServerName::forest);
  }

  /** The address and port as one text, such as {@code 127.0.1.11:25} or {@code [::1]:25}. */
  public String endpoint() {
    return (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + port;
  }
}
