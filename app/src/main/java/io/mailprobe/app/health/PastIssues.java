package io.mailprobe.app.health;

import io.mailprobe.store.StoreAddress;
import io.mailprobe.store.StoreException;
import io.mailprobe.store.StoreReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is on disk of Microsoft's issues, read beside the process that keeps it. */
public final class PastIssues {

  private PastIssues() {}

  /**
   * The issues that are known, whether they go on or not.
   *
   * @throws StoreException if there is no such store, or it cannot be read
   */
  public static List<IssueStatus> read(StoreAddress address) throws StoreException {
    try (StoreReader reader = StoreReader.open(address, HealthStore.SCHEMA)) {
      return reader.read(HealthStore::known).stream().map(PastIssues::status).toList();
    }
  }

  private static IssueStatus status(Known known) {
    Optional<Instant> resolution = known.resolution();
    return new IssueStatus(known.issue(), known.firstSeen(), resolution, Optional.empty());
  }
}
