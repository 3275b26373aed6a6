package io.mailprobe.protocol.feed;

import java.io.IOException;

/**
 * What a receiver offers to probers: its arrivals, each once per cursor. In one process it is
 * called directly, across hosts over HTTP; the answers are the same. Reading changes nothing, so a
 * page may be asked for again.
 */
public interface ArrivalFeed {

  /**
   * The arrivals after the cursor. Blocks up to the request's wait where there is none yet.
   *
   * @throws IOException if the receiver cannot be reached or does not answer as a receiver does
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  FeedPage read(FeedRequest request) throws IOException, InterruptedException;
}
