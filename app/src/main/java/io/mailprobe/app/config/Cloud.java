package io.mailprobe.app.config;

import java.net.URI;

/** Microsoft's clouds: each has a sign-in service, an Exchange Online and a Graph of its own. */
public enum Cloud {
  /** For everybody. */
  GLOBAL(
      "https://login.microsoftonline.com",
      "https://outlook.office365.com",
      "https://graph.microsoft.com"),
  /** For the government of the United States, GCC High. */
  US_GOV_HIGH(
      "https://login.microsoftonline.us",
      "https://outlook.office365.us",
      "https://graph.microsoft.us"),
  /** For its Department of Defense. */
  US_GOV_DOD(
      "https://login.microsoftonline.us",
      "https://outlook-dod.office365.us",
      "https://dod-graph.microsoft.us"),
  /** China's, operated by 21Vianet. */
  CHINA(
      "https://login.partner.microsoftonline.cn",
      "https://partner.outlook.cn",
      "https://microsoftgraph.chinacloudapi.cn");

  private final URI authority;
  private final String mail;
  private final URI graph;

  Cloud(String authority, String mail, String graph) {
    this.authority = URI.create(authority);
    this.mail = mail;
    this.graph = URI.create(graph);
  }

  /** Its sign-in service. */
  public URI authority() {
    return authority;
  }

  /** What tokens for SMTP are asked for there. */
  public String mailScope() {
    return mail + ClientCredentials.DEFAULT_SCOPE;
  }

  /** Its Microsoft Graph. */
  public URI graph() {
    return graph;
  }

  /** What tokens for Graph are asked for there. */
  public String graphScope() {
    return graph + ClientCredentials.DEFAULT_SCOPE;
  }
}
