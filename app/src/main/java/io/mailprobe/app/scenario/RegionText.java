package io.mailprobe.app.scenario;

import io.mailprobe.simulator.topology.Forest;
import io.mailprobe.simulator.topology.Forest.FrontEnd;
import io.mailprobe.simulator.topology.Latency;
import io.mailprobe.simulator.topology.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A region, as its file gives it.
 *
 * @param latency its own, where it has one
 */
record RegionText(String name, List<ForestText> forests, Optional<Latency> latency) {

  /** The network of the first region; the others have the next ones. */
  private static final int FIRST_NETWORK = 11;

  /** Regions that need not be described. */
  static final Map<String, List<ForestText>> KNOWN =
      Map.of(
          "amer",
          List.of(
              new ForestText("namprd07", List.of("SJ5PEPF000001F2", "BL0PEPF00000203")),
              new ForestText("namprd04", List.of("DM6PEPF000001F2", "CH2PEPF00000203"))),
          "emea",
          List.of(
              new ForestText("eurprd05", List.of("AM4PEPF000001F2", "DB8PEPF00000203")),
              new ForestText("eurprd08", List.of("AM7PEPF000001F2", "VI1PEPF00000203"))),
          "deu",
          List.of(
              new ForestText("deup281", List.of("FR0PEPF000001F2", "FR2PEPF00000203")),
              new ForestText("deup282", List.of("BE0PEPF000001F2", "BE1PEPF00000203"))),
          "apac",
          List.of(
              new ForestText("apcprd01", List.of("SG2PEPF000001F2", "HK3PEPF00000203")),
              new ForestText("apcprd04", List.of("SI2PEPF000001F2", "KL1PEPF00000203"))));

  /** The regions of a scenario that names none. */
  static final List<RegionText> USUAL = List.of(known("amer"), known("emea"), known("apac"));

  /** A forest, as its file gives it. */
  record ForestText(String name, List<String> frontEnds) {}

  private static RegionText known(String name) {
    return new RegionText(name, KNOWN.getOrDefault(name, List.of()), Optional.empty());
  }

  /**
   * It as the simulator takes it, with loopback addresses of its own.
   *
   * @param index which region of the scenario it is, counted from 0
   * @param usual the latency of a region that tells none
   */
  Region region(int index, Latency usual) {
    int network = FIRST_NETWORK + index;
    List<Forest> made = new ArrayList<>();
    int host = 1;
    for (ForestText forest : forests) {
      List<FrontEnd> frontEnds = new ArrayList<>();
      for (String label : forest.frontEnds()) {
        frontEnds.add(new FrontEnd(label, Region.address(network, host++)));
      }
      made.add(new Forest(forest.name(), frontEnds));
    }
    return new Region(name, made, Region.pool(network), latency.orElse(usual));
  }
}
