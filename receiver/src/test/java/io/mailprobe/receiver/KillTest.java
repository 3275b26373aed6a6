package io.mailprobe.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.protocol.feed.Arrival;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.receiver.harness.Child;
import io.mailprobe.receiver.harness.Peer;
import io.mailprobe.receiver.harness.Probe;
import io.mailprobe.receiver.harness.RealTime;
import io.mailprobe.receiver.harness.Station;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** A receiver that is killed in the middle of its work. */
class KillTest {

  private static final int PEERS = 8;

  @TempDir Path folder;

  @RepeatedTest(3)
  void whateverWasAnswered250IsAnArrival() throws Exception {
    Set<ProbeId> taken = ConcurrentHashMap.newKeySet();
    CountDownLatch enough = new CountDownLatch(100);
    RealTime clock = new RealTime();
    try (Child child = new Child(folder);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < PEERS; i++) {
        var _ =
            threads.submit(
                () -> {
                  try (Peer peer = Peer.greeted(child.port())) {
                    while (true) {
                      Probe probe = Probe.at(clock.micros());
                      peer.deliver(probe); // Fails at the kill, which ends this peer.
                      taken.add(probe.id());
                      enough.countDown();
                    }
                  }
                });
      }
      assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue();
      child.kill();
    }
    try (Station again = Station.in(folder)) {
      assertThat(again.arrivals()).extracting(Arrival::probe).containsAll(taken);
    }
  }
}
