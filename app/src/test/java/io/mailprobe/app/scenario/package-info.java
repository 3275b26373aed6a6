/** Tests of {@code io.mailprobe.app.scenario}. Start at the test named as its front door. */
@NullMarked
package io.mailprobe.app.scenario;

import org.jspecify.annotations.NullMarked;
