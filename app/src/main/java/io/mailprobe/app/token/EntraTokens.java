package io.mailprobe.app.token;

import io.mailprobe.app.config.ClientCredentials;
import io.mailprobe.prober.submit.TokenSource;
import io.mailprobe.protocol.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens of one application. One is held and handed out until its time is up; at half of its
 * time the next is fetched in the background, so that a token endpoint in trouble is no trouble of
 * ours for as long as the one in hand is good. At most one request is under way, and after one that
 * failed there is a pause, for all that ask. Nothing runs on the caller's thread.
 */
public final class EntraTokens implements TokenSource {

  private static final Logger log = LoggerFactory.getLogger(EntraTokens.class);

  /** What is left of a token when it no longer counts as valid: clocks differ, sessions last. */
  private static final Duration MARGIN = Duration.ofMinutes(2);

  /** A token younger than this is not fetched anew because it was refused: it is not its age. */
  private static final Duration OLD_ENOUGH = Duration.ofMinutes(5);

  private final ClientCredentials credentials;
  private final Fetch fetch;
  private final Executor executor;
  private final Clock clock;
  private final TokenEvents events;

  private Optional<Held> held = Optional.empty();
  private Optional<CompletableFuture<String>> underWay = Optional.empty();
  private Optional<Pause> pause = Optional.empty();

  public EntraTokens(
      ClientCredentials credentials,
      Fetch fetch,
      Executor executor,
      Clock clock,
      TokenEvents events) {
    this.credentials = credentials;
    this.fetch = fetch;
    this.executor = executor;
    this.clock = clock;
    this.events = events;
  }

  @Override
  public CompletableFuture<String> token() {
    CompletableFuture<String> answer = new CompletableFuture<>();
    boolean begin = false;
    synchronized (this) {
      long now = clock.nanos();
      if (isDue(now)) {
        underWay = Optional.of(new CompletableFuture<>());
        begin = true;
      }
      Optional<Held> good = held.filter(inHand -> now < inHand.until);
      if (good.isPresent()) {
        answer.complete(good.get().token);
      } else if (underWay.isPresent()) {
        pass(underWay.get(), answer);
      } else {
        answer.completeExceptionally(pause.orElseThrow().why);
      }
    }
    if (begin) {
      executor.execute(this::renew);
    }
    return answer;
  }

  private boolean isDue(long now) {
    return underWay.isEmpty()
        && held.filter(inHand -> now < inHand.renewAt).isEmpty()
        && pause.filter(since -> now < since.until).isEmpty();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Keys are revoked and permissions change while a token is good by its time.
   */
  @Override
  public synchronized void refused(String token) {
    long now = clock.nanos();
    held =
        held.filter(
            inHand -> !inHand.token.equals(token) || now - inHand.fetched < OLD_ENOUGH.toNanos());
  }

  /** Each caller has a future of its own, to give up on as it likes. */
  private static void pass(CompletableFuture<String> from, CompletableFuture<String> to) {
    from.thenAccept(to::complete)
        .exceptionally(
            e -> {
              to.completeExceptionally(e.getCause() == null ? e : e.getCause());
              return null;
            });
  }

  private void renew() {
    long asked = clock.nanos();
    try {
      Fetched fetched = fetch.fetch();
      Duration took = Duration.ofNanos(clock.nanos() - asked);
      hold(fetched, asked);
      events.fetched(credentials, took, clock.wall().plus(fetched.life()).minus(took));
      endRequest().complete(fetched.token());
    } catch (TokenException e) {
      fail(e, asked);
    } catch (RuntimeException | Error e) {
      fail(new TokenException(TokenFault.PROGRAM, "no token: a fault of the program"), asked);
      throw e;
    }
  }

  private synchronized void hold(Fetched fetched, long asked) {
    long life = fetched.life().toNanos();
    long margin = Math.min(MARGIN.toNanos(), life / 4);
    long until = asked + life - margin;
    held = Optional.of(new Held(fetched.token(), asked, Math.min(asked + life / 2, until), until));
    if (pause.isPresent()) {
      log.info("tokens for client {} can be had again", credentials.client());
    }
    pause = Optional.empty();
  }

  private void fail(TokenException why, long asked) {
    synchronized (this) {
      int failures = 1 + pause.map(Pause::failures).orElse(0);
      Duration wait = Pause.after(failures, why.askedToWait());
      if (failures == 1) {
        log.warn("{}", why.getMessage());
      }
      pause = Optional.of(new Pause(why, failures, clock.nanos() + wait.toNanos()));
    }
    events.failed(credentials, Duration.ofNanos(clock.nanos() - asked), why);
    endRequest().completeExceptionally(why);
  }

  private synchronized CompletableFuture<String> endRequest() {
    CompletableFuture<String> waiting = underWay.orElseThrow();
    underWay = Optional.empty();
    return waiting;
  }

  /** Asks for a token, on the thread of the call. */
  @FunctionalInterface
  public interface Fetch {
    Fetched fetch() throws TokenException;
  }

  /** A token, and how long it is good. */
  public record Fetched(String token, Duration life) {
    @Override
    public String toString() {
      return "Fetched[" + life + "]";
    }
  }

  /** A token in hand; the times are the monotonic clock's. */
  private record Held(String token, long fetched, long renewAt, long until) {}

  /** Why nothing is asked until then. */
  private record Pause(TokenException why, int failures, long until) {

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration LONGEST_ASKED_FOR = Duration.ofMinutes(5);

    static Duration after(int failures, Optional<Duration> asked) {
      Duration doubled = FIRST.multipliedBy(1L << Math.min(failures - 1, 10));
      Duration own = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
      return asked
          .map(wait -> wait.compareTo(LONGEST_ASKED_FOR) < 0 ? wait : LONGEST_ASKED_FOR)
          .filter(wait -> wait.compareTo(own) > 0)
          .orElse(own);
    }
  }
}
