package io.mailprobe.app.token;

import io.mailprobe.app.config.ClientCredentials;
import io.mailprobe.prober.submit.TokenSource;
import io.mailprobe.protocol.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The tokens of one application. One is held and handed out until its time is up; at half of its
 * time the next is fetched in the background, so that a token endpoint in trouble is no trouble of
 * ours for as long as the one in hand is good. At most one request is under way. Nothing runs on
 * the caller's thread.
 */
public final class EntraTokens implements TokenSource {

  /** What is left of a token when it no longer counts as valid: clocks differ, sessions last. */
  private static final Duration MARGIN = Duration.ofMinutes(2);

  private final Fetch fetch;
  private final Executor executor;
  private final Clock clock;

  private Optional<Held> held = Optional.empty();
  private Optional<CompletableFuture<String>> underWay = Optional.empty();

  /** Fetches from the credentials' authority. */
  public EntraTokens(ClientCredentials credentials, Clock clock) {
    this(
        new MsalFetch(credentials),
        task -> Thread.ofVirtual().name("token-" + credentials.client()).start(task),
        clock);
  }

  EntraTokens(Fetch fetch, Executor executor, Clock clock) {
    this.fetch = fetch;
    this.executor = executor;
    this.clock = clock;
  }

  @Override
  public CompletableFuture<String> token() {
    CompletableFuture<String> answer = new CompletableFuture<>();
    boolean begin = false;
    synchronized (this) {
      Instant now = clock.wall();
      if (underWay.isEmpty() && held.filter(inHand -> now.isBefore(inHand.renewAt)).isEmpty()) {
        underWay = Optional.of(new CompletableFuture<>());
        begin = true;
      }
      held.filter(inHand -> now.isBefore(inHand.until))
          .ifPresentOrElse(
              inHand -> answer.complete(inHand.token), () -> pass(underWay.orElseThrow(), answer));
    }
    if (begin) {
      executor.execute(this::renew);
    }
    return answer;
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
    Instant asked = clock.wall();
    try {
      Fetched fetched = fetch.fetch();
      Instant half = asked.plus(Duration.between(asked, fetched.expires()).dividedBy(2));
      Instant until = fetched.expires().minus(MARGIN);
      hold(new Held(fetched.token(), half.isBefore(until) ? half : until, until));
      endRequest().complete(fetched.token());
    } catch (TokenException e) {
      endRequest().completeExceptionally(e);
    } catch (RuntimeException | Error e) {
      endRequest().completeExceptionally(new TokenException("no token: a fault of the program"));
      throw e;
    }
  }

  private synchronized void hold(Held next) {
    held = Optional.of(next);
  }

  private synchronized CompletableFuture<String> endRequest() {
    CompletableFuture<String> waiting = underWay.orElseThrow();
    underWay = Optional.empty();
    return waiting;
  }

  /** Asks for a token, on the thread of the call. */
  @FunctionalInterface
  interface Fetch {
    Fetched fetch() throws TokenException;
  }

  /** A token, and when it ends. */
  record Fetched(String token, Instant expires) {
    @Override
    public String toString() {
      return "Fetched[" + expires + "]";
    }
  }

  private record Held(String token, Instant renewAt, Instant until) {}
}
