package io.mailprobe.simulator.topology;

import java.util.List;
import java.util.stream.IntStream;

/**
 * One region of Exchange Online: its forest, its front ends and the names under which DNS knows
 * them. Each region has a tenant domain of its own, whose mail exchangers are the region's front
 * ends.
 *
 * @param name the region, such as {@code amer}
 * @param forest the resource forest, such as {@code namprd07}
 * @param sites two letters and a digit for each front end's site, such as {@code SJ5}; as many as
 *     addresses
 * @param addresses the loopback address of each front end
 * @param senderAddresses the loopback addresses that the region's mail leaves from, a retry from
 *     another than what came before it
 * @param latency how long a message stays in the queue on a healthy day
 */
public record Region(
    String name,
    String forest,
    List<String> sites,
    List<String> addresses,
    List<String> senderAddresses,
    Latency latency) {

  public Region {
    sites = List.copyOf(sites);
    addresses = List.copyOf(addresses);
    senderAddresses = List.copyOf(senderAddresses);
    if (!name.matches("[a-z0-9-]+") || !forest.matches("[a-z]{3}(prd\\d\\d|p\\d{3})")) {
      throw new IllegalArgumentException("not a region and its forest: " + name + ", " + forest);
    }
    if (addresses.isEmpty() || sites.size() != addresses.size()) {
      throw new IllegalArgumentException(name + " needs front ends, each with a site");
    }
    if (!sites.stream().allMatch(site -> site.matches("[A-Z]{2}\\d"))) {
      throw new IllegalArgumentException("not sites: " + sites);
    }
    if (senderAddresses.isEmpty()) {
      throw new IllegalArgumentException(name + " needs an address that its mail leaves from");
    }
  }

  /** One whose mail leaves from one address. */
  public Region(
      String name,
      String forest,
      List<String> sites,
      List<String> addresses,
      String senderAddress,
      Latency latency) {
    this(name, forest, sites, addresses, List.of(senderAddress), latency);
  }

  /** North and South America. */
  public static Region amer() {
    return new Region(
        "amer",
        "namprd07",
        List.of("SJ5", "BL0"),
        List.of("127.0.11.1", "127.0.11.2"),
        pool("127.0.11."),
        Latency.ofMillis(2_500, 0.35));
  }

  /** Europe, the Middle East and Africa. */
  public static Region emea() {
    return new Region(
        "emea",
        "eurprd05",
        List.of("AM4", "DB8"),
        List.of("127.0.12.1", "127.0.12.2"),
        pool("127.0.12."),
        Latency.ofMillis(2_000, 0.35));
  }

  /** Asia and the Pacific. */
  public static Region apac() {
    return new Region(
        "apac",
        "apcprd01",
        List.of("SG2", "HK3"),
        List.of("127.0.13.1", "127.0.13.2"),
        pool("127.0.13."),
        Latency.ofMillis(3_500, 0.35));
  }

  /** Where mail leaves from below a network. */
  private static List<String> pool(String network) {
    return IntStream.range(100, 104).mapToObj(host -> network + host).toList();
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

  /** The region's front ends, in the order of their addresses. */
  public List<Place> places() {
    return IntStream.range(0, addresses.size()).mapToObj(this::place).toList();
  }

  private Place place(int index) {
    // SJ5PEPF000001F2: the last digits only have to differ.
    String label = String.format("%sPEPF%08X", sites.get(index), 0x1F2 + index * 0x11);
    return new Place(name, forest, sites.get(index), label, addresses.get(index));
  }

  /** A name of the unit that sends the region's mail out, such as {@code PH8PR06CU001}. */
  public String outboundName() {
    return sites.getFirst() + "PR07CU001.outbound.protection.outlook.com";
  }
}
