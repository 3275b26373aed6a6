package io.mailprobe.app.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.app.scene.EventFan;
import io.mailprobe.app.scene.Routes;
import io.mailprobe.app.scene.Scene;
import io.mailprobe.prober.Route;
import io.mailprobe.prober.account.ProbeHistory;
import io.mailprobe.prober.account.ProbeRecord;
import io.mailprobe.protocol.stamp.ProbeId;
import io.mailprobe.testkit.time.ManualTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeTailTest {

  private static final Route ROUTE = Routes.outbound("amer");

  @TempDir private Path folder;

  private final ManualTime time = new ManualTime();
  private final List<ProbeId> accepted = new ArrayList<>();
  private final List<ProbeId> arrived = new ArrayList<>();

  @Test
  void whatComesBetweenTheStartAndTheFirstLookIsToldOnceAndWhatCameBeforeIsNot()
      throws IOException {
    try (Scene scene = new Scene(folder, List.of(ROUTE), time, new EventFan(List.of()))) {
      ProbeTail tail = new ProbeTail(time);
      tail.watch(scene.ledger());
      tail.listen(
          new ProbeListener() {
            @Override
            public void accepted(ProbeRecord probe) {
              accepted.add(probe.id());
            }

            @Override
            public void arrived(ProbeHistory probe) {
              arrived.add(probe.record().id());
            }
          });
      ProbeId before = scene.accepted(ROUTE);
      scene.arrived(before);
      time.advance(Duration.ofSeconds(1));
      tail.start();
      ProbeId between = scene.accepted(ROUTE);
      scene.arrived(between);
      tail.changed(between);

      tail.begin();
      tail.drain();
      scene.arrived(before);
      tail.changed(before);
      scene.arrived(between);
      tail.changed(between);
      tail.drain();
      assertThat(accepted).containsExactly(between);
      assertThat(arrived).containsExactly(between);
    }
  }
}
