package io.mailprobe.protocol.trace;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The three places in Exchange Online that a message went through; they may be far from each other.
 *
 * @param frontEnd the region of the front end that took it
 * @param mailboxForest the forest of the mailbox, or of the first server whose name tells one
 * @param egress the region of the server that handed it to the world
 */
public record Regions(String frontEnd, String mailboxForest, String egress) {

  /** What stands for a place that no name tells. */
  public static final String UNKNOWN = "unknown";

  /** {@code SJ5PEPF000001F2.…}, {@code FR2P281CA0029.…}, {@code SG2APC01FT012.…}. */
  private static final Pattern FRONT_END =
      Pattern.compile(
          "[a-z]{2}[a-z0-9]{0,60}?(?:pepf[0-9a-f]{1,12}|(?:ca|ft)[0-9]{1,6})\\..*",
          Pattern.CASE_INSENSITIVE);

  /**
   * The places that a trace tells.
   *
   * @param helo what the last server called itself when it connected to us
   */
  public static Regions of(Trace trace, String helo) {
    return new Regions(
        trace
            .marks()
            .proxiedBy()
            .map(ServerName::of)
            .flatMap(ServerName::region)
            .or(
                () ->
                    servers(trace)
                        .filter(name -> FRONT_END.matcher(name).matches())
                        .map(ServerName::of)
                        .flatMap(name -> name.region().stream())
                        .findFirst())
            .orElse(UNKNOWN),
        trace
            .marks()
            .authSource()
            .map(ServerName::of)
            .flatMap(ServerName::forest)
            .or(
                () ->
                    servers(trace)
                        .map(ServerName::of)
                        .flatMap(name -> name.forest().stream())
                        .findFirst())
            .orElse(UNKNOWN),
        senders(trace, helo)
            .filter(name -> name.contains(".outbound.protection."))
            .map(ServerName::of)
            .flatMap(name -> name.region().stream())
            .findFirst()
            .orElse(UNKNOWN));
  }

  /** The first one first. */
  private static Stream<String> servers(Trace trace) {
    return trace.received().stream()
        .flatMap(hop -> Stream.of(hop.helo(), hop.by()).flatMap(Optional::stream));
  }

  /** Who handed the message on, the last one first. */
  private static Stream<String> senders(Trace trace, String helo) {
    return Stream.concat(
        Stream.of(helo),
        trace.received().reversed().stream()
            .flatMap(hop -> Stream.of(hop.from(), hop.helo()).flatMap(Optional::stream)));
  }
}
