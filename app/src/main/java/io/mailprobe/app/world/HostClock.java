package io.mailprobe.app.world;

import io.mailprobe.protocol.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The clock of a host, which may be set while time goes on as it does. */
public final class HostClock implements Clock {

  private final Clock time;
  private volatile Duration ahead = Duration.ZERO;

  /** It goes by this clock until it is set. */
  public HostClock(Clock time) {
    this.time = time;
  }

  /** It is set to be so much ahead of the time; behind where negative. */
  public void set(Duration newAhead) {
    ahead = newAhead;
  }

  @Override
  public Instant wall() {
    return time.wall().plus(ahead);
  }

  @Override
  public long nanos() {
    return time.nanos();
  }
}
