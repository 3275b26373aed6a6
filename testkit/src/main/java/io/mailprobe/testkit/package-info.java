/** What tests share: manual time, scripted peers, launchers of real ones. Never in the product. */
@NullMarked
package io.mailprobe.testkit;

import org.jspecify.annotations.NullMarked;
