/**
 * A report as one page that needs nothing else: no network, no script, a printer at most. Start at
 * {@link io.mailprobe.app.report.page.Page}.
 */
@NullMarked
package io.mailprobe.app.report.page;

import org.jspecify.annotations.NullMarked;
