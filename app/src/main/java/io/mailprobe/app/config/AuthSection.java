package io.mailprobe.app.config;

import static io.mailprobe.app.config.bind.Key.optional;
import static io.mailprobe.app.config.bind.Key.preset;
import static io.mailprobe.app.config.bind.Key.required;

import io.mailprobe.app.config.bind.Fields;
import io.mailprobe.app.config.bind.Key;
import io.mailprobe.app.config.bind.Kinds;
import io.mailprobe.app.config.bind.Secret;
import io.mailprobe.app.config.bind.Section;
import io.mailprobe.receiver.ReceiverSettings.PemFiles;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** {@code auth}: one of its keys, by the way to authenticate. */
final class AuthSection {

  static final String AUTHORITY = Cloud.GLOBAL.authority().toString();

  /** Names the machine's own identity. */
  private static final String SYSTEM = "system";

  private static final Key<String> MAILBOX =
      required("mailbox", MailKinds.ADDRESS, "the mailbox that is sent through");
  private static final Key<Secret> TOKEN =
      optional(
          "token",
          Kinds.secret(1),
          "none",
          "an access token that something else keeps fresh; in place of all others but mailbox");
  private static final Key<String> TENANT =
      optional("tenant", MailKinds.IDENTIFIER, "none", "the tenant's id or domain");
  private static final Key<String> CLIENT =
      optional("client", MailKinds.IDENTIFIER, "none", "the application's (client) id");
  private static final Key<Secret> SECRET =
      optional("secret", Kinds.secret(1), "none", "the application's client secret");
  private static final Key<PemFiles> CERTIFICATE =
      optional(
          "certificate",
          ReceiverSection.PEM_SECTION,
          "none",
          "in place of a secret: a certificate that the application knows, with its RSA key; read"
              + " again for each token");
  private static final Key<Path> FEDERATED_TOKEN =
      optional(
          "federated_token",
          Kinds.path(),
          "none",
          "in place of a secret: the file in which a workload identity's token is kept fresh, such"
              + " as ${env:AZURE_FEDERATED_TOKEN_FILE}; read again for each token");
  private static final Key<String> MANAGED_IDENTITY =
      optional(
          "managed_identity",
          MailKinds.IDENTIFIER,
          "none",
          "in place of tenant, client and secret, on a machine in Azure: system for its own"
              + " identity, else the client id of one given to it");
  private static final Key<Cloud> CLOUD =
      preset(
          "cloud",
          Kinds.choice(Cloud.class),
          "global",
          "Microsoft's cloud that the tenant is in; it sets authority and scope");
  private static final Key<URI> AUTHORITY_KEY =
      optional(
          "authority",
          MailKinds.SECURE_WEB_ADDRESS,
          "the cloud's, such as " + AUTHORITY,
          "the sign-in service");
  private static final Key<String> SCOPE =
      optional(
          "scope",
          MailKinds.SCOPE,
          "the cloud's, such as " + Cloud.GLOBAL.mailScope(),
          "what tokens are asked for");

  private static final List<Key<?>> PROOFS = List.of(SECRET, CERTIFICATE, FEDERATED_TOKEN);
  private static final List<Key<?>> OF_APPLICATION =
      List.of(TENANT, CLIENT, SECRET, CERTIFICATE, FEDERATED_TOKEN);

  private static final Section<Credentials> XOAUTH2_SECTION =
      new Section<>(
          "section",
          List.of(
              MAILBOX,
              TENANT,
              CLIENT,
              SECRET,
              CERTIFICATE,
              FEDERATED_TOKEN,
              MANAGED_IDENTITY,
              CLOUD,
              AUTHORITY_KEY,
              SCOPE,
              TOKEN),
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
    if (fields.has(TOKEN)) {
      refuse(fields, TOKEN, OF_APPLICATION);
      refuse(fields, TOKEN, List.of(MANAGED_IDENTITY));
    } else if (fields.has(MANAGED_IDENTITY)) {
      refuse(fields, MANAGED_IDENTITY, OF_APPLICATION);
    } else if (OF_APPLICATION.stream().noneMatch(fields::has)) {
      fields.error(
          "",
          "expected tenant and client with one of "
              + names(PROOFS)
              + "; or managed_identity; or token");
    } else {
      List.of(TENANT, CLIENT).stream()
          .filter(key -> !fields.has(key))
          .forEach(key -> fields.error(key.name(), Section.missing(key)));
      long proofs = PROOFS.stream().filter(fields::has).count();
      if (proofs == 0) {
        fields.error(SECRET.name(), "is missing; expected one of " + names(PROOFS));
      } else if (proofs > 1) {
        fields.error("", "expected one of " + names(PROOFS));
      }
      fields.warnIfUnreadable(FEDERATED_TOKEN);
    }
  }

  private static void refuse(Fields fields, Key<?> with, List<Key<?>> others) {
    others.stream()
        .filter(fields::has)
        .forEach(
            key ->
                fields.error(
                    key.name(), "does not go with " + with.name() + "; keep one of the two"));
  }

  private static String names(List<Key<?>> keys) {
    return keys.stream().<String>map(Key::name).collect(Collectors.joining(", "));
  }

  private static Credentials xoauth2(Fields fields) {
    String mailbox = fields.get(MAILBOX);
    return fields
        .find(TOKEN)
        .<Credentials>map(token -> new Credentials.GivenToken(mailbox, token))
        .orElseGet(() -> new Credentials.Client(mailbox, client(fields)));
  }

  private static ClientCredentials client(Fields fields) {
    Cloud cloud = fields.get(CLOUD);
    boolean managed = fields.has(MANAGED_IDENTITY);
    String identity =
        fields
            .find(MANAGED_IDENTITY)
            .filter(id -> !id.equals(SYSTEM))
            .orElse(ClientCredentials.MACHINE);
    return new ClientCredentials(
        managed ? ClientCredentials.MACHINE : fields.get(TENANT),
        managed ? identity : fields.get(CLIENT),
        proof(fields),
        fields.find(AUTHORITY_KEY).orElse(cloud.authority()),
        fields.find(SCOPE).orElse(cloud.mailScope()));
  }

  private static ClientProof proof(Fields fields) {
    return fields
        .find(SECRET)
        .<ClientProof>map(ClientProof.ClientSecret::new)
        .or(() -> fields.find(CERTIFICATE).map(ClientProof.Certificate::new))
        .or(() -> fields.find(FEDERATED_TOKEN).map(ClientProof.FederatedToken::new))
        .orElseGet(ClientProof.ManagedIdentity::new);
  }
}
