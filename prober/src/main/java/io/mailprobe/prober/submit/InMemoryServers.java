package io.mailprobe.prober.submit;

import io.mailprobe.protocol.session.TlsSession;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Mail servers that are reached without a network, for an {@link InMemoryEngine}. All is said and
 * heard on one thread, that of the engine's scheduler, and each in its own task: nothing comes back
 * while something is being said. {@link NameAnswer.Silence} may be answered at once; the engine
 * waits for as long as for servers that are silent.
 */
public interface InMemoryServers extends Names {

  /** Asks for a connection. */
  Connection connect(InetSocketAddress address, Client client);

  /** The client's end of a connection, from the moment on at which it is asked for. */
  interface Connection {

    /** Sends text, one character for each byte, line ends included. */
    void say(String text);

    /**
     * Begins the TLS handshake.
     *
     * @param serverName whom the server's certificate must be for
     * @param own what is shown of the client, leaf first; empty for nothing
     */
    void startTls(String serverName, List<X509Certificate> own);

    /** Closes; the client hears nothing more. */
    void close();
  }

  /** What a client hears of its connection. */
  interface Client {

    /** The connection has come about. */
    void connected();

    /** It has not, for this reason, such as {@code connection refused}. */
    void unreachable(String why);

    /** The server sent text, one character for each byte, line ends included. */
    void said(String text);

    /** The TLS handshake is done. */
    void secured(TlsSession session);

    /** The TLS handshake failed, for this reason. */
    void tlsFailed(String why);

    /** The server has closed. */
    void closed();

    /** The server has reset the connection. */
    void reset();
  }
}
