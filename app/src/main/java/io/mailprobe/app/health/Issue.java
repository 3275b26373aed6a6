package io.mailprobe.app.health;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An issue as Microsoft tells of it now. Every instant is that of a field; what the posts say of
 * times is not read, since they get them wrong.
 *
 * @param id such as {@code EX1331830}
 * @param title what it is about
 * @param feature what it hits
 * @param featureGroup to what that belongs
 * @param classification incident or advisory, as told
 * @param status where it stands
 * @param statusTold the same, as told
 * @param resolved whether it goes on no more
 * @param impact whom it hits
 * @param posts how many posts it has
 * @param started when it began; at first often no more than when it was first posted
 * @param firstPost when the first post came
 * @param lastPost when the newest post came
 * @param ended when it ended
 * @param modified when anything about it was changed last
 */
public record Issue(
    String id,
    String title,
    String feature,
    String featureGroup,
    String classification,
    HealthStatus status,
    String statusTold,
    boolean resolved,
    String impact,
    int posts,
    Optional<Instant> started,
    Optional<Instant> firstPost,
    Optional<Instant> lastPost,
    Optional<Instant> ended,
    Optional<Instant> modified) {

  /**
   * Whether mail flow may be part of it. Generous: it only keeps our trouble from being shown
   * beside an issue of something else.
   */
  public boolean concernsMail() {
    String told = (title + " " + feature + " " + featureGroup).toLowerCase(Locale.ROOT);
    return Stream.of("mail", "deliver", "transport", "smtp", "messag", "connector", "queue")
        .anyMatch(told::contains);
  }

  /** The same, first posted no later than was told before. */
  Issue firstPostedBy(Optional<Instant> before) {
    Optional<Instant> first =
        Stream.of(firstPost, before).flatMap(Optional::stream).min(Instant::compareTo);
    return new Issue(
        id,
        title,
        feature,
        featureGroup,
        classification,
        status,
        statusTold,
        resolved,
        impact,
        posts,
        started,
        first,
        lastPost,
        ended,
        modified);
  }

  /** When it was resolved, by the fields that tell of it; empty while it is not. */
  Optional<Instant> resolution() {
    return resolved ? ended.or(() -> lastPost).or(() -> modified) : Optional.empty();
  }
}
