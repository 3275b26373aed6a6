package io.mailprobe.app.config;

import io.mailprobe.app.config.bind.Secret;
import java.net.URI;

/**
 * Who we are to the token endpoint: an application with a secret (RFC 6749 4.4).
 *
 * @param tenant the tenant's id or domain
 * @param client the application's id
 * @param secret its secret
 * @param mailbox the mailbox that tokens are for
 * @param authority the sign-in service, without the tenant
 */
public record ClientCredentials(
    String tenant, String client, Secret secret, String mailbox, URI authority) {}
