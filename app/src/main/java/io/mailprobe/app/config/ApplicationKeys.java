package io.mailprobe.app.config;

import static io.mailprobe.app.config.bind.Key.optional;
import static io.mailprobe.app.config.bind.Key.preset;

import io.mailprobe.app.config.bind.Fields;
import io.mailprobe.app.config.bind.Key;
import io.mailprobe.app.config.bind.Kinds;
import io.mailprobe.app.config.bind.Secret;
import io.mailprobe.app.config.bind.Section;
import io.mailprobe.receiver.ReceiverSettings.PemFiles;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys by which an application of a tenant is named and proves itself. Sections that ask for
 * tokens hold them among their own; what tokens are asked for differs.
 */
final class ApplicationKeys {

  /** Names the machine's own identity. */
  private static final String SYSTEM = "system";

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
  private static final Key<URI> AUTHORITY =
      optional(
          "authority",
          MailKinds.SECURE_WEB_ADDRESS,
          "the cloud's, such as " + Cloud.GLOBAL.authority(),
          "the sign-in service");

  private static final List<Key<?>> PROOFS = List.of(SECRET, CERTIFICATE, FEDERATED_TOKEN);
  private static final List<Key<?>> OF_APPLICATION =
      List.of(TENANT, CLIENT, SECRET, CERTIFICATE, FEDERATED_TOKEN);

  private final Function<Cloud, String> usualScope;
  private final Key<String> scope;

  /** The keys of a section that asks for tokens of this scope, where it names no other. */
  ApplicationKeys(Function<Cloud, String> usualScope) {
    this.usualScope = usualScope;
    this.scope =
        optional(
            "scope",
            MailKinds.SCOPE,
            "the cloud's, such as " + usualScope.apply(Cloud.GLOBAL),
            "what tokens are asked for");
  }

  /** The keys, in the order of the reference. */
  List<Key<?>> all() {
    return Stream.concat(
            OF_APPLICATION.stream(), Stream.of(MANAGED_IDENTITY, CLOUD, AUTHORITY, scope))
        .toList();
  }

  /** Notes an error for each of these keys that stands beside one that takes their place. */
  void refuseBeside(Fields fields, Key<?> other) {
    refuse(fields, other, OF_APPLICATION);
    refuse(fields, other, List.of(MANAGED_IDENTITY));
  }

  /**
   * Notes what is wrong with how the application is named or proved.
   *
   * @param orElse what the section takes in place of all that, such as {@code "; or token"}
   */
  void check(Fields fields, String orElse) {
    if (fields.has(MANAGED_IDENTITY)) {
      refuse(fields, MANAGED_IDENTITY, OF_APPLICATION);
    } else if (OF_APPLICATION.stream().noneMatch(fields::has)) {
      fields.error(
          "",
          "expected tenant and client with one of "
              + names(PROOFS)
              + "; or managed_identity"
              + orElse);
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

  /** The cloud that the tenant is in. */
  Cloud cloud(Fields fields) {
    return fields.get(CLOUD);
  }

  /** Who the application is. */
  ClientCredentials credentials(Fields fields) {
    Cloud cloud = cloud(fields);
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
        fields.find(AUTHORITY).orElse(cloud.authority()),
        fields.find(scope).orElse(usualScope.apply(cloud)));
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
