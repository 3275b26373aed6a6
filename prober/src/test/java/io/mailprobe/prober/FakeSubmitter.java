package io.mailprobe.prober;

import io.mailprobe.prober.submit.Submission;
import io.mailprobe.prober.submit.Submitter;
import io.mailprobe.protocol.session.Outcome;
import io.mailprobe.protocol.session.SessionReport;
import io.mailprobe.protocol.session.TranscriptLine;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.protocol.stamp.RecipientToken;
import io.mailprobe.protocol.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail system in memory: ends sessions as told, and delivers what it accepts to a feed. */
public final class FakeSubmitter implements Submitter {

  public final List<Submission> submissions = new CopyOnWriteArrayList<>();
  public final Queue<CompletableFuture<SessionReport>> held = new ConcurrentLinkedQueue<>();
  private final Queue<Outcome> script = new ConcurrentLinkedQueue<>();
  private final RecipientToken tokens = new RecipientToken(Samples.KEYS);
  private final FakeFeed feed;
  private final Clock clock;
  private volatile boolean holding;

  public FakeSubmitter(FakeFeed feed, Clock clock) {
    this.feed = feed;
    this.clock = clock;
  }

  /** The next sessions end so; those after them are accepted. */
  public void next(Outcome... outcomes) {
    script.addAll(List.of(outcomes));
  }

  /** Sessions from now on do not end until their future in {@link #held} is completed. */
  public void hold() {
    holding = true;
  }

  @Override
  public CompletableFuture<SessionReport> submit(Submission submission) {
    submissions.add(submission);
    submission
        .listener()
        .accept(new TranscriptLine(Duration.ZERO, TranscriptLine.Speaker.NOTE, "connected"));
    if (holding) {
      CompletableFuture<SessionReport> report = new CompletableFuture<>();
      held.add(report);
      return report;
    }
    Outcome scripted = script.poll();
    Outcome outcome = scripted == null ? Outcome.ACCEPTED : scripted;
    return CompletableFuture.supplyAsync(
        () -> {
          if (outcome == Outcome.ACCEPTED) {
            feed.arrive(probe(submission), clock.micros());
          }
          return Samples.report(outcome, clock.micros());
        });
  }

  /** The probe that a submission is of. */
  public ProbeId probe(Submission submission) {
    String local = submission.rcptTo().substring(0, submission.rcptTo().indexOf('@'));
    return tokens.verifyLocalPart(local).orElseThrow();
  }
}
