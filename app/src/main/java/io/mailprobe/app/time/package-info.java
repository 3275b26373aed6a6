/**
 * Real time and chance, and time that is hurried. The only package that reads a clock; all others
 * are given {@link io.mailprobe.app.time.TimeAndChance}.
 */
@NullMarked
package io.mailprobe.app.time;

import org.jspecify.annotations.NullMarked;
