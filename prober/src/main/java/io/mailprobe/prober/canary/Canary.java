package io.mailprobe.prober.canary;

import io.mailprobe.prober.Path;
import io.mailprobe.prober.submit.Delivery;
import io.mailprobe.prober.submit.Depth;
import java.time.Duration;

/**
 * A configured canary.
 *
 * @param name names it in its region, among the routes too
 * @param region where the prober runs
 * @param path which way mail goes that is handed in there
 * @param delivery the target, and how it is talked to
 * @param depth how far its sessions go
 * @param every how often each front end is visited
 * @param mostFrontEnds more than this are not visited
 * @param ipv6 whether front ends are visited at their IPv6 addresses, too; where there are no
 *     others, they always are
 */
public record Canary(
    String name,
    String region,
    Path path,
    Delivery delivery,
    Depth depth,
    Duration every,
    int mostFrontEnds,
    boolean ipv6) {

  public Canary {
    if (!every.isPositive() || mostFrontEnds < 1) {
      throw new IllegalArgumentException(
          "not a cadence and a number of front ends: " + every + ", " + mostFrontEnds);
    }
  }
}
