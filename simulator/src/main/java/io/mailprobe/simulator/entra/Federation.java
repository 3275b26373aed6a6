package io.mailprobe.simulator.entra;

import java.security.PublicKey;

/**
 * A federated credential: whose tokens an application may show in place of a secret of its own.
 *
 * @param issuer who issues them
 * @param subject whom they are for
 * @param key what the issuer signs with
 */
public record Federation(String issuer, String subject, PublicKey key) {}
