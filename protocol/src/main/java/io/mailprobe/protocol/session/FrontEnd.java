package io.mailprobe.protocol.session;

import io.mailprobe.protocol.reply.Trailer;
import io.mailprobe.protocol.trace.ServerName;
import java.util.Optional;

/**
 * The server that answered.
 *
 * @param address its IP address
 * @param port its TCP port
 * @param name the name in its banner, or in the trailer of its latest reply that has one
 */
public record FrontEnd(String address, int port, Optional<String> name) {

  /** The server that the trailer of a reply of Exchange Online names, if it has one. */
  public static Optional<String> nameInTrailer(String replyText) {
    return Trailer.of(replyText).map(Trailer::server);
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
