package io.mailprobe.simulator.frontend;

import io.mailprobe.protocol.session.TlsSession;
import io.mailprobe.simulator.server.Servers;
import io.mailprobe.simulator.topology.Latency;
import io.mailprobe.simulator.topology.Place;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * One front end without sockets and threads: it holds the same dialogues as a {@link
 * FrontEndServer} by tasks of the scheduler, on its thread.
 */
public final class VirtualFrontEnd {

  /**
   * How far away the front end is.
   *
   * @param roundTrip of the network between client and front end, the same for a whole session
   * @param answer how long the front end takes for an answer
   */
  public record Distance(Latency roundTrip, Latency answer) {

    /** As between a data centre and the nearest one of Exchange Online. */
    public static Distance near() {
      return new Distance(Latency.ofMillis(12, 0.25), Latency.ofMillis(6, 0.4));
    }
  }

  /** What a client does. Text has one character for each byte, line ends included. */
  public interface Connection {

    /** Sends text. */
    void say(String text);

    /**
     * Begins the TLS handshake.
     *
     * @param serverName whom the client asks for; empty where it does not say
     * @param certificates the client's, leaf first; none where it shows none
     */
    void startTls(String serverName, List<X509Certificate> certificates);

    /** Closes, and hears nothing more. */
    void close();
  }

  /** What a client hears, each in a task of its own and in the order in which it was sent. */
  public interface Client {

    /** The connection has come about. */
    void connected();

    /** It has not, for this reason. */
    void unreachable(String why);

    /** The front end sent text. */
    void said(String text);

    /** The TLS handshake is done. */
    void secured(TlsSession session);

    /** The TLS handshake failed, for this reason. */
    void tlsFailed(String why);

    /** The front end has closed. */
    void closed();

    /** The front end has reset the connection. */
    void reset();
  }

  private final Door door;
  private final TlsSession tls;
  private final Distance distance;
  private final SplittableRandom timing;
  private final Set<VirtualSession> sessions = new LinkedHashSet<>();

  /**
   * @param tls what each session under TLS is
   * @param fates what the fates of its sessions are drawn from, in the order of their connections
   * @param timing what network and answers take is drawn from
   */
  public VirtualFrontEnd(
      Edge edge,
      Place place,
      TlsSession tls,
      Distance distance,
      RandomGenerator fates,
      SplittableRandom timing) {
    door = new Door(edge, place, fates);
    this.tls = tls;
    this.distance = distance;
    this.timing = timing;
    edge.queue().servers().watch(new Restarts(place));
  }

  /** A client at this address asks for a connection. */
  public Connection connect(String clientAddress, Client client) {
    SplittableRandom chance = timing.split();
    VirtualSession session =
        new VirtualSession(
            door.edge(),
            door.next(clientAddress),
            client,
            tls,
            distance.roundTrip().sample(chance),
            () -> distance.answer().sample(chance),
            sessions::remove);
    sessions.add(session);
    session.start();
    return session;
  }

  /** Resets all sessions where the server starts anew. */
  private final class Restarts implements Servers.Watcher {
    private final Place place;

    Restarts(Place place) {
      this.place = place;
    }

    @Override
    public void restarted(Place server, Duration away, Duration drain) {
      if (server.label().equals(place.label())) {
        List.copyOf(sessions).forEach(VirtualSession::breakOff);
      }
    }
  }
}
