package io.mailprobe.app.world;

import io.mailprobe.app.config.ClientCredentials;
import io.mailprobe.app.config.ClientProof;
import io.mailprobe.app.token.EntraTokens;
import io.mailprobe.app.token.TokenEvents;
import io.mailprobe.app.token.TokenException;
import io.mailprobe.app.token.TokenFault;
import io.mailprobe.prober.submit.TokenSource;
import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import io.mailprobe.simulator.fault.Fault;
import io.mailprobe.simulator.fault.FaultBoard;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * The access tokens of one region's prober: held, renewed and paused for as those of Entra are, but
 * had without a network, unless a fault of the sign-in service is on.
 */
public final class StandInTokens {

  /** Entra's tokens are good for 60 to 90 minutes. */
  private static final Duration LIFE = Duration.ofMinutes(75);

  private static final Duration REQUEST = Duration.ofMillis(150);

  private StandInTokens() {}

  /**
   * The tokens of a region.
   *
   * @param token what opens the mailbox
   * @param faults what is wrong now; asked at each request
   */
  public static TokenSource of(
      String region,
      String token,
      Supplier<FaultBoard> faults,
      Clock clock,
      Scheduler scheduler,
      TokenEvents events) {
    ClientCredentials credentials =
        new ClientCredentials(
            "contoso.example",
            "mailprobe-" + region,
            new ClientProof.ManagedIdentity(),
            URI.create("https://login.example"),
            "https://outlook.office365.com/.default");
    events.expected(credentials);
    return new EntraTokens(
        credentials,
        () -> fetch(region, token, faults.get()),
        task -> {
          Scheduler.Pending _ = scheduler.after(REQUEST, task);
        },
        clock,
        events);
  }

  private static EntraTokens.Fetched fetch(String region, String token, FaultBoard faults)
      throws TokenException {
    List<Fault.TokenFailure> failing = faults.around(region, Fault.TokenFailure.class);
    if (!failing.isEmpty()) {
      throw new TokenException(fault(failing.getFirst()), "no access token: a fault is played");
    }
    return new EntraTokens.Fetched(token, LIFE);
  }

  private static TokenFault fault(Fault.TokenFailure failure) {
    return switch (failure.refusal()) {
      case SECRET_EXPIRED -> TokenFault.SECRET;
      case UNAVAILABLE -> TokenFault.UNAVAILABLE;
      case SILENT -> TokenFault.TIMED_OUT;
    };
  }
}
