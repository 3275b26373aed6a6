package io.mailprobe.app.token;

import io.mailprobe.app.config.ClientCredentials;
import io.mailprobe.app.config.ClientProof;
import io.mailprobe.app.config.Cloud;
import io.mailprobe.app.config.bind.Secret;
import io.mailprobe.receiver.ReceiverSettings.PemFiles;
import java.net.URI;
import java.nio.file.Path;

/** Credentials of one application, by each proof. */
final class Applications {

  static final String TENANT = "8f9d1c5e-0c6b-4d2e-9a51-3f1d5f0f4a77";
  static final String CLIENT = "1b2c3d4e-5f60-4718-8a9b-0c1d2e3f4a5b";
  static final String SECRET = "hunter2~hunter2";

  private Applications() {}

  static ClientCredentials withSecret(String authority, String secret) {
    return of(authority, new ClientProof.ClientSecret(new Secret(secret)));
  }

  static ClientCredentials withCertificate(String authority, Path certificate, Path key) {
    return of(authority, new ClientProof.Certificate(new PemFiles(certificate, key)));
  }

  static ClientCredentials withFederatedToken(String authority, Path file) {
    return of(authority, new ClientProof.FederatedToken(file));
  }

  static ClientCredentials ofMachine() {
    return new ClientCredentials(
        ClientCredentials.MACHINE,
        ClientCredentials.MACHINE,
        new ClientProof.ManagedIdentity(),
        Cloud.GLOBAL.authority(),
        Cloud.GLOBAL.mailScope());
  }

  private static ClientCredentials of(String authority, ClientProof proof) {
    return new ClientCredentials(
        TENANT, CLIENT, proof, URI.create(authority), Cloud.GLOBAL.mailScope());
  }
}
