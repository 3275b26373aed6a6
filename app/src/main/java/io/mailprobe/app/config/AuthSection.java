package io.mailprobe.app.config;

import static io.mailprobe.app.config.bind.Key.optional;
import static io.mailprobe.app.config.bind.Key.preset;
import static io.mailprobe.app.config.bind.Key.required;

import io.mailprobe.app.config.bind.Fields;
import io.mailprobe.app.config.bind.Key;
import io.mailprobe.app.config.bind.Kinds;
import io.mailprobe.app.config.bind.Secret;
import io.mailprobe.app.config.bind.Section;
import java.net.URI;
import java.util.List;

/** {@code auth}: one of its keys, by the way to authenticate. */
final class AuthSection {

  static final String AUTHORITY = "https://login.microsoftonline.com";

  private static final Key<String> MAILBOX =
      required("mailbox", MailKinds.ADDRESS, "the mailbox that is sent through");
  private static final Key<Secret> TOKEN =
      optional(
          "token",
          Kinds.secret(1),
          "none",
          "an access token that something else keeps fresh; in place of tenant, client and secret");
  private static final Key<String> TENANT =
      optional("tenant", MailKinds.IDENTIFIER, "none", "the tenant's id or domain");
  private static final Key<String> CLIENT =
      optional("client", MailKinds.IDENTIFIER, "none", "the application's (client) id");
  private static final Key<Secret> SECRET =
      optional("secret", Kinds.secret(1), "none", "the application's client secret");
  private static final Key<URI> AUTHORITY_KEY =
      preset(
          "authority",
          MailKinds.SECURE_WEB_ADDRESS,
          AUTHORITY,
          "the sign-in service; another one in a sovereign cloud");

  private static final Section<Credentials> XOAUTH2_SECTION =
      new Section<>(
          "section",
          List.of(MAILBOX, TENANT, CLIENT, SECRET, AUTHORITY_KEY, TOKEN),
          AuthSection::checkXOAuth2,
          AuthSection::xoauth2);

  private static final Key<String> USER =
      required("user", MailKinds.USER, "the user name, at most servers the mail address");
  private static final Key<Secret> PASSWORD = required("password", Kinds.secret(1), "the password");

  private static final Section<Credentials> PASSWORD_SECTION =
      Section.of(
          "section",
          List.of(USER, PASSWORD),
          fields -> new Credentials.Password(fields.get(USER), fields.get(PASSWORD)));

  private static final Key<Credentials> XOAUTH2 =
      optional(
          "xoauth2",
          XOAUTH2_SECTION,
          "none",
          "with an access token, as Exchange Online wants it: either tenant, client and secret, or"
              + " token");
  private static final Key<Credentials> WITH_PASSWORD =
      optional(
          "password", PASSWORD_SECTION, "none", "with PLAIN, or LOGIN where only that is offered");

  static final Section<Credentials> SECTION =
      new Section<>(
          "section",
          List.of(XOAUTH2, WITH_PASSWORD),
          AuthSection::checkOneWay,
          fields -> fields.find(XOAUTH2).or(() -> fields.find(WITH_PASSWORD)).orElseThrow());

  private AuthSection() {}

  private static void checkOneWay(Fields fields) {
    boolean both = fields.has(XOAUTH2) && fields.has(WITH_PASSWORD);
    boolean neither = !fields.has(XOAUTH2) && !fields.has(WITH_PASSWORD);
    if (both || neither) {
      fields.error("", "expected one of xoauth2 and password; leave auth out for none");
    }
  }

  private static void checkXOAuth2(Fields fields) {
    List<Key<?>> client = List.of(TENANT, CLIENT, SECRET);
    if (fields.has(TOKEN)) {
      client.stream()
          .filter(fields::has)
          .forEach(key -> fields.error(key.name(), "does not go with token; keep one of the two"));
    } else if (client.stream().noneMatch(fields::has)) {
      fields.error("", "expected either token, or tenant, client and secret");
    } else {
      client.stream()
          .filter(key -> !fields.has(key))
          .forEach(key -> fields.error(key.name(), Section.missing(key)));
    }
  }

  private static Credentials xoauth2(Fields fields) {
    return fields
        .find(TOKEN)
        .<Credentials>map(token -> new Credentials.GivenToken(fields.get(MAILBOX), token))
        .orElseGet(
            () ->
                new Credentials.Client(
                    new ClientCredentials(
                        fields.get(TENANT),
                        fields.get(CLIENT),
                        fields.get(SECRET),
                        fields.get(MAILBOX),
                        fields.get(AUTHORITY_KEY))));
  }
}
