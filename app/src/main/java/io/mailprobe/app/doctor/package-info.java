/**
 * Looks at a configuration and all that it stands on, check by check, and says of each fault what
 * to do. Start at {@link io.mailprobe.app.doctor.Doctor}; docs/doctor.md lists the checks.
 */
@NullMarked
package io.mailprobe.app.doctor;

import org.jspecify.annotations.NullMarked;
