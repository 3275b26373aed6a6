package io.mailprobe.app.config;

import static io.mailprobe.app.config.bind.Key.optional;
import static io.mailprobe.app.config.bind.Key.required;

import io.mailprobe.app.config.bind.Fields;
import io.mailprobe.app.config.bind.Key;
import io.mailprobe.app.config.bind.Kinds;
import io.mailprobe.app.config.bind.Secret;
import io.mailprobe.app.config.bind.Section;
import java.util.List;
import java.util.stream.Stream;

/** {@code auth}: one of its keys, by the way to authenticate. */
final class AuthSection {

  private static final ApplicationKeys APPLICATION = new ApplicationKeys(Cloud::mailScope);

  private static final Key<String> MAILBOX =
      required("mailbox", MailKinds.ADDRESS, "the mailbox that is sent through");
  private static final Key<Secret> TOKEN =
      optional(
          "token",
          Kinds.secret(1),
          "none",
          "an access token that something else keeps fresh; in place of all others but mailbox");
  private static final Section<Credentials> XOAUTH2_SECTION =
      new Section<>(
          "section",
          Stream.of(List.of(MAILBOX), APPLICATION.all(), List.of(TOKEN))
              .<Key<?>>flatMap(List::stream)
              .toList(),
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
          "with an access token, as Exchange Online wants it: tenant and client with one of secret,"
              + " certificate and federated_token; or managed_identity; or token");
  private static final Key<Credentials> WITH_PASSWORD =
      optional(
          "password", PASSWORD_SECTION, "none", "with PLAIN, or LOGIN where only that is offered");

  static final String EXTERNAL_NAME = "external";

  private static final Key<String> AS_USER =
      optional("user", MailKinds.USER, "as the certificate says", "whom it asks to act as");

  private static final Section<Credentials> EXTERNAL_SECTION =
      Section.of(
          "section", List.of(AS_USER), fields -> new Credentials.External(fields.find(AS_USER)));

  private static final Key<Credentials> EXTERNAL =
      optional(
          EXTERNAL_NAME,
          EXTERNAL_SECTION,
          "none",
          "by the certificate beside auth, where the server wants to be told so (EXTERNAL); most"
              + " are content with the certificate alone");

  private static final List<Key<Credentials>> WAYS = List.of(XOAUTH2, WITH_PASSWORD, EXTERNAL);

  static final Section<Credentials> SECTION =
      new Section<>(
          "section",
          List.copyOf(WAYS),
          AuthSection::checkOneWay,
          fields ->
              WAYS.stream().flatMap(way -> fields.find(way).stream()).findFirst().orElseThrow());

  private AuthSection() {}

  private static void checkOneWay(Fields fields) {
    if (WAYS.stream().filter(fields::has).count() != 1) {
      fields.error("", "expected one of xoauth2, password and external; leave auth out for none");
    }
  }

  private static void checkXOAuth2(Fields fields) {
    if (fields.has(TOKEN)) {
      APPLICATION.refuseBeside(fields, TOKEN);
    } else {
      APPLICATION.check(fields, "; or token");
    }
  }

  private static Credentials xoauth2(Fields fields) {
    String mailbox = fields.get(MAILBOX);
    return fields
        .find(TOKEN)
        .<Credentials>map(token -> new Credentials.GivenToken(mailbox, token))
        .orElseGet(() -> new Credentials.Client(mailbox, APPLICATION.credentials(fields)));
  }
}
