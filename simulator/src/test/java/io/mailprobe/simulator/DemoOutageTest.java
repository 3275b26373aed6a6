package io.mailprobe.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailprobe.simulator.DemoOutage.Stage;
import io.mailprobe.simulator.stats.RegionStats;
import io.mailprobe.testkit.smtp.Dialogue;
import io.mailprobe.testkit.smtp.ScriptedPeer;
import io.mailprobe.testkit.smtp.SmtpClient;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DemoOutageTest {

  private static final Dialogue TAKES_ALL = Dialogue.greeting().ehlo().transaction().quit();

  @Test
  void goesThroughItsStagesAndBeginsAgain() throws IOException {
    try (Bench bench = Bench.alone()) {
      DemoOutage outage = new DemoOutage(bench.simulator, bench.time, "amer");
      Instant start = bench.time.wall();
      List<String> heard = new ArrayList<>();
      outage.onStage(
          stage -> heard.add(stage + " " + Duration.between(start, bench.time.wall()).toSeconds()));
      outage.start();
      bench.time.advance(Duration.ofSeconds(190));
      assertThat(heard)
          .containsExactly("CALM 0", "OUTAGE 40", "DRAIN 110", "RECOVERED 130", "CALM 160");
      assertThat(outage.stage()).isEqualTo(Stage.CALM);
      assertThat(bench.simulator.faults().active()).isEmpty();
      bench.time.advance(Duration.ofSeconds(60));
      assertThat(outage.stage()).isEqualTo(Stage.OUTAGE);
      assertThat(bench.simulator.faults().active()).isNotEmpty();
      outage.close();
      assertThat(bench.simulator.faults().active()).isEmpty();
      assertThat(bench.time.pending()).isZero();
    }
  }

  @Test
  void refusesClosesAndAcceptsInOneRegionOnly() throws IOException {
    try (Bench bench = Bench.alone();
        DemoOutage outage = new DemoOutage(bench.simulator, bench.time, "amer")) {
      outage.start();
      bench.time.advance(Duration.ofSeconds(65));
      Map<String, Integer> answers = new TreeMap<>();
      for (int i = 0; i < 200; i++) {
        answers.merge(answer(bench, i % 2), 1, Integer::sum);
      }
      assertThat(answers.get("421")).isBetween(100, 140);
      assertThat(answers.get("closed")).isBetween(20, 60);
      assertThat(answers.get("250")).isBetween(20, 65);
      for (int i = 0; i < 20; i++) {
        assertThat(answer(bench, 2 + i % 4)).isEqualTo("250");
      }
    }
  }

  @Test
  void delaysWhatItAcceptsAndDrainsItAfterwards() throws IOException {
    try (ScriptedPeer receiver = ScriptedPeer.play(TAKES_ALL);
        Bench bench = Bench.deliveringTo(receiver.port());
        DemoOutage outage = new DemoOutage(bench.simulator, bench.time, "amer")) {
      outage.start();
      bench.time.advance(Duration.ofSeconds(100));
      while (bench.simulator.stats("amer").accepted() < 20) {
        answer(bench, 0);
      }
      bench.time.advance(Duration.ofSeconds(8));
      assertThat(bench.simulator.stats("amer").delivered()).as("of healthy latency").isZero();
      bench.time.advance(Duration.ofSeconds(21));
      assertThat(bench.simulator.stats("amer").queued()).as("held").isGreaterThan(10);
      bench.time.advance(Duration.ofSeconds(21));
      assertThat(outage.stage()).isEqualTo(Stage.RECOVERED);
      Eventually.holds(() -> bench.simulator.stats("amer").queued() == 0);
      RegionStats stats = bench.simulator.stats("amer");
      assertThat(stats.delivered()).isEqualTo(stats.accepted());
      assertThat(answer(bench, 0)).isEqualTo("250");
    }
  }

  private static String answer(Bench bench, int frontEnd) throws IOException {
    try (SmtpClient client = SmtpClient.connect(bench.frontEnd(frontEnd))) {
      int code = client.reply().code();
      if (code == 220) {
        client.expect(250, "EHLO client.test");
        code = client.transaction("a@probe.example", Bench.LOOP, "x\r\n").code();
      }
      return Integer.toString(code);
    } catch (EOFException _) {
      return "closed";
    }
  }
}
