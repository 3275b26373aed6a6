package io.mailprobe.simulator.graph;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Microsoft told of one incident, post by post.
 *
 * @param id such as {@code EX1331830}
 * @param started when it began, as was told afterwards
 * @param feature what it hit
 * @param featureGroup to what that belongs
 * @param posts in the order of their times
 * @param resolved when it was declared to be over, where it was
 */
public record Incident(
    String id,
    Instant started,
    String feature,
    String featureGroup,
    List<Post> posts,
    Optional<Instant> resolved) {

  /**
   * One post.
   *
   * @param number names it, such as {@code P6}
   * @param posted when it came
   * @param type regular or quick
   * @param title the incident's title from then on
   * @param status its status from then on
   * @param scope whom it hits, from then on
   * @param text what it says
   * @param next when the next is promised, where it is
   */
  public record Post(
      String number,
      Instant posted,
      String type,
      String title,
      String status,
      String scope,
      String text,
      Optional<Instant> next) {

    private Post later(Duration by) {
      return new Post(
          number, posted.plus(by), type, title, status, scope, text, next.map(at -> at.plus(by)));
    }
  }

  public Incident {
    posts = List.copyOf(posts);
    if (posts.isEmpty()) {
      throw new IllegalArgumentException("nothing was told of " + id);
    }
  }

  /**
   * The outage of 2 June 2026. When its posts came is not known to the minute: regular ones are
   * dated to the time that the one before promised, quick ones between their neighbours.
   */
  public static Incident ex1331830() {
    try (InputStream file = Incident.class.getResourceAsStream("EX1331830.json")) {
      if (file == null) {
        throw new IllegalStateException("EX1331830.json is not in the program");
      }
      return of(JsonMapper.builder().build().readTree(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Incident of(JsonNode told) {
    List<Post> posts = new ArrayList<>();
    for (JsonNode post : told.path("posts")) {
      posts.add(
          new Post(
              text(post, "number"),
              Instant.parse(text(post, "posted")),
              text(post, "type"),
              text(post, "title"),
              text(post, "status"),
              text(post, "scope"),
              text(post, "text"),
              Optional.of(text(post, "next")).filter(next -> !next.isEmpty()).map(Instant::parse)));
    }
    return new Incident(
        text(told, "id"),
        Instant.parse(text(told, "started")),
        text(told, "feature"),
        text(told, "featureGroup"),
        posts,
        Optional.empty());
  }

  private static String text(JsonNode of, String name) {
    return of.path(name).asString("");
  }

  /** The same, begun at another time. */
  public Incident startedAt(Instant start) {
    Duration by = Duration.between(started, start);
    return new Incident(
        id,
        start,
        feature,
        featureGroup,
        posts.stream().map(post -> post.later(by)).toList(),
        resolved.map(at -> at.plus(by)));
  }

  /** The same, over at last: the record of the real one ends before that. */
  public Incident resolvedAt(Instant end) {
    return new Incident(id, started, feature, featureGroup, posts, Optional.of(end));
  }

  /** What had been posted by then, the oldest first. */
  public List<Post> postedBy(Instant now) {
    return posts.stream().filter(post -> !post.posted().isAfter(now)).toList();
  }
}
