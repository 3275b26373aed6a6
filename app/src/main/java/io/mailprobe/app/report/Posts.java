package io.mailprobe.app.report;

import io.mailprobe.app.health.Issue;
import io.mailprobe.app.health.IssueStatus;
import java.util.ArrayList;
import java.util.List;

/** What is known of an issue's posts: the first, the newest, and the end. */
public final class Posts {

  private Posts() {}

  /** The posts of the issues that mail flow may be part of. */
  public static List<Post> of(List<IssueStatus> issues) {
    List<Post> posts = new ArrayList<>();
    for (IssueStatus status : issues) {
      if (status.issue().concernsMail()) {
        posts.addAll(of(status));
      }
    }
    return posts;
  }

  private static List<Post> of(IssueStatus status) {
    Issue issue = status.issue();
    List<Post> posts = new ArrayList<>();
    posts.add(
        new Post(
            issue.firstPost().orElse(status.firstSeen()),
            issue.id(),
            "First post: " + issue.title()));
    issue
        .lastPost()
        .filter(_ -> issue.posts() > 1)
        .ifPresent(
            at ->
                posts.add(
                    new Post(
                        at,
                        issue.id(),
                        "Newest of %s posts; status %s"
                            .formatted(Words.count(issue.posts()), issue.statusTold()))));
    status.resolution().ifPresent(at -> posts.add(new Post(at, issue.id(), "Resolved, they say")));
    return posts;
  }
}
