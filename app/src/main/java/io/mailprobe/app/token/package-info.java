/**
 * Access tokens from Microsoft Entra. Start at {@link io.mailprobe.app.token.TokenDesk}, which has
 * one {@link io.mailprobe.app.token.EntraTokens} for each application; the only place that knows of
 * MSAL.
 */
@NullMarked
package io.mailprobe.app.token;

import org.jspecify.annotations.NullMarked;
