/** The program: command line, configuration, wiring, HTTP and the page. */
@NullMarked
package io.mailprobe.app;

import org.jspecify.annotations.NullMarked;
