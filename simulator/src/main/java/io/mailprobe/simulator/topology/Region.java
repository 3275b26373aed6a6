package io.mailprobe.simulator.topology;

import io.mailprobe.simulator.topology.Forest.FrontEnd;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One region of Exchange Online: its forests with their front ends, and the names under which DNS
 * knows them. Each region has a tenant domain of its own, whose mail exchangers are the region's
 * front ends.
 *
 * @param name the region, such as {@code amer}
 * @param forests its resource forests, at least one
 * @param senderAddresses the loopback addresses that the region's mail leaves from, a retry from
 *     another than what came before it
 * @param latency how long a message stays in the queue on a healthy day
 */
public record Region(
    String name, List<Forest> forests, List<String> senderAddresses, Latency latency) {

  /** What a region is called. */
  public static final String NAME = "[a-z0-9-]{1,20}";

  public Region {
    forests = List.copyOf(forests);
    senderAddresses = List.copyOf(senderAddresses);
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException("not a region: " + name);
    }
    List<String> labels =
        forests.stream().flatMap(f -> f.frontEnds().stream()).map(FrontEnd::label).toList();
    if (labels.isEmpty() || Set.copyOf(labels).size() != labels.size()) {
      throw new IllegalArgumentException(name + " needs front ends with names of their own");
    }
    if (senderAddresses.isEmpty()) {
      throw new IllegalArgumentException(name + " needs an address that its mail leaves from");
    }
  }

  /**
   * One with a single forest, whose mail leaves from one address.
   *
   * @param sites two letters and a digit for each front end's site, such as {@code SJ5}; as many as
   *     addresses
   * @param addresses the loopback address of each front end
   */
  public Region(
      String name,
      String forest,
      List<String> sites,
      List<String> addresses,
      String senderAddress,
      Latency latency) {
    this(name, List.of(forest(forest, sites, addresses)), List.of(senderAddress), latency);
  }

  private static Forest forest(String name, List<String> sites, List<String> addresses) {
    if (sites.size() != addresses.size()) {
      throw new IllegalArgumentException("each front end of " + name + " needs a site");
    }
    return new Forest(
        name,
        IntStream.range(0, sites.size())
            .mapToObj(index -> new FrontEnd(label(sites.get(index), index), addresses.get(index)))
            .toList());
  }

  private static String label(String site, int index) {
    // SJ5PEPF000001F2: the last digits only have to differ.
    return String.format("%sPEPF%08X", site, 0x1F2 + index * 0x11);
  }

  /** North and South America. */
  public static Region amer() {
    return standard("amer", 11, "namprd07", List.of("SJ5", "BL0"), 2_500);
  }

  /** Europe, the Middle East and Africa. */
  public static Region emea() {
    return standard("emea", 12, "eurprd05", List.of("AM4", "DB8"), 2_000);
  }

  /** Asia and the Pacific. */
  public static Region apac() {
    return standard("apac", 13, "apcprd01", List.of("SG2", "HK3"), 3_500);
  }

  private static Region standard(
      String name, int network, String forest, List<String> sites, long median) {
    List<String> addresses =
        IntStream.rangeClosed(1, sites.size()).mapToObj(host -> address(network, host)).toList();
    return new Region(
        name,
        List.of(forest(forest, sites, addresses)),
        pool(network),
        Latency.ofMillis(median, 0.35));
  }

  /** The loopback address of a host in a region's network. */
  public static String address(int network, int host) {
    return "127.0." + network + "." + host;
  }

  /** Where the mail of a region with this network leaves from. */
  public static List<String> pool(int network) {
    return IntStream.range(100, 104).mapToObj(host -> address(network, host)).toList();
  }

  /** The name for client submission: one address for each front end. */
  public String submissionHost() {
    return "smtp-" + name + ".office365.example";
  }

  /** The name for high volume email, which stays in the tenant. */
  public String highVolumeHost() {
    return "smtp-hve-" + name + ".office365.example";
  }

  /** The domain of the tenant that lives here. */
  public String tenantDomain() {
    return name + ".contoso.example";
  }

  /** The name in the tenant domain's MX record: one address for each front end. */
  public String mailExchanger() {
    return tenantDomain().replace('.', '-') + ".mail.protection.office365.example";
  }

  /** All names under which DNS knows it. */
  public List<String> names() {
    return List.of(submissionHost(), highVolumeHost(), mailExchanger(), tenantDomain());
  }

  /** The loopback address of each front end. */
  public List<String> addresses() {
    return places().stream().map(Place::address).toList();
  }

  /** The region's front ends at their doors for mail from outside, forest by forest. */
  public List<Place> places() {
    return forests.stream()
        .flatMap(forest -> forest.frontEnds().stream().map(one -> place(forest, one)))
        .toList();
  }

  private Place place(Forest forest, FrontEnd one) {
    return new Place(name, forest.name(), one.site(), one.label(), one.address(), MailPath.INBOUND);
  }

  /** A name of the unit that sends the region's mail out, such as {@code PH8PR06CU001}. */
  public String outboundName() {
    return places().getFirst().site() + "PR07CU001.outbound.protection.outlook.com";
  }
}
