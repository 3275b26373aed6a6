package io.mailprobe.app.config;

import io.mailprobe.app.config.bind.Secret;
import io.mailprobe.receiver.ReceiverSettings.PemFiles;
import java.nio.file.Path;

/** How an application shows the sign-in service that it is itself. Prints no secret. */
public sealed interface ClientProof {

  /** By a client secret (RFC 6749 4.4). */
  record ClientSecret(Secret secret) implements ClientProof {}

  /** By an assertion that it signs with its certificate's key (RFC 7523). */
  record Certificate(PemFiles files) implements ClientProof {}

  /** By a token that something else, such as Kubernetes, keeps fresh in a file. */
  record FederatedToken(Path file) implements ClientProof {}

  /** By where it runs: the machine's own identity, or one that was given to the machine. */
  record ManagedIdentity() implements ClientProof {}
}
