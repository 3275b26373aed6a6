package io.mailprobe.simulator.topology;

/**
 * Where a front end stands, and which of its doors is meant.
 *
 * @param region its region
 * @param forest its forest
 * @param site its site, such as {@code SJ5}
 * @param label its host label, such as {@code SJ5PEPF000001F2}
 * @param address its loopback address
 * @param path which way the mail goes that is handed in at this door
 */
public record Place(
    String region, String forest, String site, String label, String address, MailPath path) {

  /** The same front end's door for mail of this path. */
  public Place at(MailPath other) {
    return new Place(region, forest, site, label, address, other);
  }

  /** The name in its banner, and in its certificate. */
  public String bannerName() {
    return label + ".mail.protection.outlook.com";
  }

  /** The name in the trailers of its replies, which tells the forest. */
  public String serverName() {
    return label + "." + forest + ".prod.outlook.com";
  }

  /** The client access server behind it, which hands submitted mail to a mailbox server. */
  public String clientAccessName() {
    return server("CA0018");
  }

  /** The mailbox server behind it. */
  public String mailboxServer() {
    return server("MB5685");
  }

  /** The server through which mail leaves the forest. */
  public String transportServer() {
    return site + "PPF916D632A9." + forest + ".prod.outlook.com";
  }

  private String server(String kindAndNumber) {
    String number = forest.replaceAll("\\D", "");
    String pod = number.length() == 2 ? "PR" + number : "P" + number;
    return site + pod + kindAndNumber + "." + forest + ".prod.outlook.com";
  }
}
