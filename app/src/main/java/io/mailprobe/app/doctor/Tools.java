package io.mailprobe.app.doctor;

import io.mailprobe.app.config.Config;
import io.mailprobe.app.config.TokenSources;
import io.mailprobe.prober.ProberEvents;
import io.mailprobe.prober.feed.NamedFeed;
import io.mailprobe.prober.submit.EngineSettings;
import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.receiver.ReceiverEvents;
import java.io.IOException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * What a doctor works with.
 *
 * @param config what is looked at
 * @param engine whom to ask for names and whom to trust
 * @param tokens fetches access tokens
 * @param running reads the receiver of this configuration where another process runs it
 * @param clock what time it is
 * @param scheduler how sessions and probes wait
 * @param random where ids come from
 * @param probing hears of probes; nobody needs to
 * @param receiving hears of a receiver that is started
 * @param patience how long a probe may take to arrive
 * @param policyPort where web servers are asked for MTA-STS policies: 443, but in a test
 */
public record Tools(
    Config config,
    EngineSettings engine,
    TokenSources tokens,
    RunningFeed running,
    Clock clock,
    Scheduler scheduler,
    RandomGenerator random,
    ProberEvents probing,
    ReceiverEvents receiving,
    Duration patience,
    int policyPort) {

  /** Reads a receiver that already runs. */
  @FunctionalInterface
  public interface RunningFeed {

    /**
     * Its feed.
     *
     * @throws IOException if what it takes to read it cannot be read
     */
    NamedFeed open() throws IOException;
  }
}
