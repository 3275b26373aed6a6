/**
 * What Microsoft itself tells of Exchange Online's health, beside what we saw, and when: shown, and
 * never part of a verdict or an alert. Start at {@link io.mailprobe.app.health.ServiceHealth}.
 */
@NullMarked
package io.mailprobe.app.health;

import org.jspecify.annotations.NullMarked;
