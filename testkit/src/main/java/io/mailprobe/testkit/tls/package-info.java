/**
 * Certificates of a test's own making: good, expired, for another name. Start at {@link
 * io.mailprobe.testkit.tls.TestCertificates}.
 */
@NullMarked
package io.mailprobe.testkit.tls;

import org.jspecify.annotations.NullMarked;
