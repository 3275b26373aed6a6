package io.mailprobe.prober.submit;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * How one session gets at servers, by sockets or in memory; as an executor, the one thread on which
 * the session does all that it does.
 */
interface Reach extends Executor {

  /** Runs a task that may wait for files, where it delays no other session. */
  void waitForFiles(Runnable task);

  /** The same, showing this certificate to servers that ask for one. */
  Reach showing(ClientCertificate.Shown own);

  /** Looks up the target, beginning with another one of equal addresses for each rotation. */
  CompletableFuture<Found> find(Target target, int rotation);

  /** Asks for a connection to the address. */
  Call call(Candidate candidate, TlsMode tls, Caller caller);

  /** A connection that is asked for. */
  interface Call {

    /** Asks no more; the caller hears nothing more. */
    void giveUp();
  }

  /** Hears what becomes of a call. */
  interface Caller {

    /** It is asked for now. */
    void calling();

    /** It has come about. */
    void connected(Connection connection);

    /** It has not, for this reason. */
    void failed(String why);
  }

  /**
   * A connection that nobody talks on yet.
   *
   * @param peer who has answered
   * @param line makes the line, which tells these events
   */
  record Connection(InetSocketAddress peer, Function<Line.Events, Line> line) {}
}
