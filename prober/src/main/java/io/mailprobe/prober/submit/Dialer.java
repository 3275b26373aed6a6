package io.mailprobe.prober.submit;

import io.netty.util.NetUtil;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Tries addresses one after the other until one gives a connection. On the session's thread. */
final class Dialer {

  private final Reach reach;
  private final TlsMode tls;
  private final Timers timers;
  private final Duration each;
  private final Transcript transcript;
  private final Deque<Candidate> left = new ArrayDeque<>();
  private final List<String> failures = new ArrayList<>();
  private final Runnable connecting;
  private final BiConsumer<Reach.Connection, Candidate> connected;
  private final Consumer<String> failed;
  private Optional<Attempt> current = Optional.empty();

  /**
   * @param each the most for one address
   * @param connecting hears of each address just before its connection is asked for
   * @param connected takes the first connection
   * @param failed hears why there was none
   */
  Dialer(
      Reach reach,
      TlsMode tls,
      Timers timers,
      Duration each,
      Transcript transcript,
      Runnable connecting,
      BiConsumer<Reach.Connection, Candidate> connected,
      Consumer<String> failed) {
    this.reach = reach;
    this.tls = tls;
    this.timers = timers;
    this.each = each;
    this.transcript = transcript;
    this.connecting = connecting;
    this.connected = connected;
    this.failed = failed;
  }

  /** Tries these, in their order. */
  void dial(List<Candidate> candidates) {
    left.addAll(candidates);
    next();
  }

  /** Tries no more. */
  void cut(String when) {
    left.clear();
    current.ifPresent(attempt -> attempt.giveUp("no answer " + when));
  }

  private void next() {
    if (left.isEmpty()) {
      failed.accept("no connection: " + String.join("; ", failures));
    } else {
      Attempt attempt = new Attempt(left.remove());
      current = Optional.of(attempt);
      attempt.start();
    }
  }

  /** One address being tried. */
  private final class Attempt implements Reach.Caller {
    private final Candidate candidate;
    private Optional<Reach.Call> call = Optional.empty();

    Attempt(Candidate candidate) {
      this.candidate = candidate;
    }

    void start() {
      timers.phase(each, () -> giveUp("no answer within " + Failures.text(each)));
      transcript.note("connecting to " + NetUtil.toSocketAddressString(candidate.address()));
      call = Optional.of(reach.call(candidate, tls, this));
    }

    void giveUp(String why) {
      call.ifPresent(Reach.Call::giveUp);
      failed(why);
    }

    @Override
    public void calling() {
      connecting.run();
    }

    @Override
    public void connected(Reach.Connection connection) {
      connected.accept(connection, candidate);
    }

    @Override
    public void failed(String why) {
      String failure = NetUtil.toSocketAddressString(candidate.address()) + " " + why;
      failures.add(failure);
      transcript.note(failure);
      next();
    }
  }
}
