package io.mailprobe.app.doctor;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes checks one after the other, each bounded in time, and tells what each showed. What an
 * earlier fault explains is skipped, so that a fault is told once. On one thread only.
 */
final class Examination {

  private static final Logger log = LoggerFactory.getLogger(Examination.class);

  private final Consumer<Finding> sink;
  private final Map<String, Finding> made = new LinkedHashMap<>();
  private final Map<String, String> causes = new HashMap<>();

  Examination(Consumer<Finding> sink) {
    this.sink = sink;
  }

  /** Makes a check; not again where it was made before. */
  void make(Check check) throws InterruptedException {
    if (made.containsKey(check.title())) {
      return;
    }
    Optional<String> missing = firstFault(check.needs());
    if (missing.isPresent()) {
      skip(check, "it cannot be made", missing.get());
      return;
    }
    Seen seen = look(check);
    if (seen.standing() != Standing.FAULT) {
      tell(check, seen);
      return;
    }
    Optional<String> explained =
        firstFault(seen.stemsFrom()).or(() -> seen.cause().map(causes::get));
    if (explained.isPresent()) {
      skip(check, seen.words(), explained.get());
    } else {
      seen.cause().ifPresent(cause -> causes.put(cause, check.title()));
      tell(check, seen);
    }
  }

  /** Whether a check could be made, as far as is known by now. */
  boolean allows(Check check) {
    return firstFault(check.needs()).isEmpty();
  }

  /** Whether nothing is broken so far. */
  boolean isWell() {
    return made.values().stream().noneMatch(each -> each.standing() == Standing.FAULT);
  }

  /** The fault that makes one of these say nothing, the first of them; empty if all are well. */
  private Optional<String> firstFault(List<String> titles) {
    return titles.stream()
        .map(made::get)
        .filter(found -> found != null)
        .flatMap(
            found ->
                switch (found.standing()) {
                  case OK, NOTE -> Optional.<String>empty().stream();
                  case FAULT -> Optional.of(found.title()).stream();
                  case SKIPPED -> found.because().stream();
                })
        .findFirst();
  }

  private void tell(Check check, Seen seen) {
    add(
        new Finding(
            check.name(),
            check.subject(),
            seen.standing(),
            seen.words(),
            seen.remedies(),
            Optional.empty()));
  }

  private void skip(Check check, String words, String because) {
    add(
        new Finding(
            check.name(),
            check.subject(),
            Standing.SKIPPED,
            words,
            List.of(),
            Optional.of(because)));
  }

  private void add(Finding finding) {
    made.put(finding.title(), finding);
    sink.accept(finding);
  }

  private static Seen look(Check check) throws InterruptedException {
    CompletableFuture<Seen> seen = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .name("check-" + check.name())
            .start(
                () -> {
                  try {
                    seen.complete(check.look().look());
                  } catch (Exception e) { // Told as a fault, whatever it is.
                    seen.completeExceptionally(e);
                  }
                });
    try {
      return seen.get(check.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      return Seen.fault("nothing came of it within " + Words.seconds(check.patience()));
    } catch (ExecutionException e) {
      return failed(check, e.getCause() == null ? e : e.getCause());
    } finally {
      thread.interrupt();
    }
  }

  private static Seen failed(Check check, Throwable why) {
    if (why instanceof IOException) {
      return Seen.fault(Words.plain(String.valueOf(why.getMessage())));
    }
    log.error("check {} failed by a fault of the program", check.title(), why);
    return Seen.fault(
        "the check failed by a fault of the program (" + why.getClass().getSimpleName() + ")",
        "report it, with what the log says");
  }
}
