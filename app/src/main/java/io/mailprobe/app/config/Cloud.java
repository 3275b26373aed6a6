package io.mailprobe.app.config;

import java.net.URI;

/** Microsoft's clouds: each has a sign-in service and a name for Exchange Online of its own. */
public enum Cloud {
  /** For everybody. */
  GLOBAL("https://login.microsoftonline.com", "https://outlook.office365.com"),
  /** For the government of the United States, GCC High. */
  US_GOV_HIGH("https://login.microsoftonline.us", "https://outlook.office365.us"),
  /** For its Department of Defense. */
  US_GOV_DOD("https://login.microsoftonline.us", "https://outlook-dod.office365.us"),
  /** China's, operated by 21Vianet. */
  CHINA("https://login.partner.microsoftonline.cn", "https://partner.outlook.cn");

  private final URI authority;
  private final String mail;

  Cloud(String authority, String mail) {
    this.authority = URI.create(authority);
    this.mail = mail;
  }

  /** Its sign-in service. */
  public URI authority() {
    return authority;
  }

  /** What tokens for SMTP are asked for there. */
  public String mailScope() {
    return mail + ClientCredentials.DEFAULT_SCOPE;
  }
}
