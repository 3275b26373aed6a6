package io.mailprobe.receiver;

import io.mailprobe.receiver.journal.Retention;
import io.mailprobe.store.StoreAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a receiver is told at its start.
 *
 * @param listen the address and port to take mail on
 * @param hostname the name it greets with
 * @param domains the domains it takes mail for, at probes' token addresses
 * @param addresses further addresses in full that it takes mail for: loop and bounce addresses
 * @param tls certificate and key; empty for a self-signed one, made at first start and kept
 * @param store where the journal lives, and in a folder a self-signed certificate too
 * @param retention how much the journal keeps
 * @param limits what it allows its peers
 */
public record ReceiverSettings(
    InetSocketAddress listen,
    String hostname,
    List<String> domains,
    List<String> addresses,
    Optional<PemFiles> tls,
    StoreAddress store,
    Retention retention,
    Limits limits) {

  public ReceiverSettings {
    domains = List.copyOf(domains);
    addresses = List.copyOf(addresses);
  }

  /** One with its journal in a folder, and the usual retention. */
  public ReceiverSettings(
      InetSocketAddress listen,
      String hostname,
      List<String> domains,
      List<String> addresses,
      Optional<PemFiles> tls,
      Path folder,
      Limits limits) {
    this(
        listen,
        hostname,
        domains,
        addresses,
        tls,
        StoreAddress.folder(folder),
        Retention.DEFAULT,
        limits);
  }

  /** A certificate chain and its private key (PKCS #8), as PEM files. */
  public record PemFiles(Path certificate, Path key) {}

  /**
   * What a receiver allows its peers. Generous: Exchange Online comes from many addresses, and a
   * refusal of ours must never look like a fault of theirs.
   *
   * @param connections at once, in all
   * @param connectionsPerPeer at once from one IP address
   * @param messageBytes the largest message
   * @param recipients per message
   * @param badCommands in one session before it is ended
   * @param refusals a second, in all, before their answers are held back
   * @param idle without a byte from the peer
   * @param session from connect to end
   */
  public record Limits(
      int connections,
      int connectionsPerPeer,
      long messageBytes,
      int recipients,
      int badCommands,
      int refusals,
      Duration idle,
      Duration session) {

    /** What holds unless it is told otherwise. */
    public static final Limits DEFAULT =
        new Limits(
            2_000, 500, 1_048_576, 100, 20, 1_000, Duration.ofMinutes(5), Duration.ofMinutes(15));
  }
}
