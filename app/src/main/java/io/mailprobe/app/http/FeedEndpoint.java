package io.mailprobe.app.http;

import io.mailprobe.protocol.feed.ArrivalFeed;
import io.mailprobe.protocol.feed.FeedCodec;
import io.mailprobe.protocol.feed.FeedCursor;
import io.mailprobe.protocol.feed.FeedRequest;
import io.mailprobe.protocol.stamp.Stamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Answers {@code /api/v1/feed}: the receiver's arrivals, to probers that show the token. */
final class FeedEndpoint {

  private static final String SCHEME = "Bearer ";

  private final Optional<ArrivalFeed> feed;
  private final Optional<String> token;

  FeedEndpoint(HttpSources sources, HttpSettings settings) {
    this.feed = sources.feed();
    this.token = settings.token();
  }

  Answer read(Request request) throws RefusedException, IOException, InterruptedException {
    if (token.isPresent() && !shows(request, token.get())) {
      return Answer.problem(401, "the feed asks for its bearer token")
          .with("WWW-Authenticate", "Bearer");
    }
    if (feed.isEmpty()) {
      throw RefusedException.notFound("there is no receiver in this process");
    }
    FeedRequest question = question(request.query());
    String page = FeedCodec.print(feed.get().read(question));
    return Answer.of(200, FeedCodec.MEDIA_TYPE, page.getBytes(StandardCharsets.UTF_8));
  }

  private static FeedRequest question(Parameters query) throws RefusedException {
    query.allow(List.of("prober", "after", "limit", "wait"));
    String prober =
        query
            .text("prober")
            .orElseThrow(() -> RefusedException.badRequest("parameter 'prober' is missing"));
    if (!Stamp.isName(prober)) {
      throw Parameters.fault("prober", "the name of a prober", prober);
    }
    Optional<String> after = query.text("after");
    Optional<FeedCursor> cursor = after.flatMap(FeedCursor::parse);
    if (after.isPresent() && cursor.isEmpty()) {
      throw Parameters.fault("after", "the cursor of an earlier page", after.get());
    }
    int limit = query.number("limit", 1, FeedRequest.MAX_LIMIT, FeedRequest.MAX_LIMIT);
    Duration patience = query.duration("wait", FeedRequest.MAX_WAIT);
    return new FeedRequest(prober, cursor, limit, patience);
  }

  /** Compares in constant time: how long a refusal takes says nothing of the token. */
  private static boolean shows(Request request, String token) {
    String shown =
        request
            .authorization()
            .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
            .map(header -> header.substring(SCHEME.length()).strip())
            .orElse("");
    return MessageDigest.isEqual(
        shown.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }
}
