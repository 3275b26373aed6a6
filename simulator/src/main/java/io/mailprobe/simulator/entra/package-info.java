/**
 * A stand-in Microsoft Entra: an application shows a secret or a signed assertion and gets a token
 * that the front ends believe. Start at {@link io.mailprobe.simulator.entra.Entra}; {@link
 * io.mailprobe.simulator.entra.EntraSettings} says who exists.
 */
@NullMarked
package io.mailprobe.simulator.entra;

import org.jspecify.annotations.NullMarked;
