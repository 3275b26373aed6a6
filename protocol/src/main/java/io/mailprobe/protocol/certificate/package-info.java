/**
 * Certificates of our own making: the receiver's for a first try, and those of the simulator's
 * front ends. Start with {@link io.mailprobe.protocol.certificate.Identity}.
 */
@NullMarked
package io.mailprobe.protocol.certificate;

import org.jspecify.annotations.NullMarked;
