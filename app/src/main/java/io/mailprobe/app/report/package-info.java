/**
 * The report on a time: from what the ledgers hold of it, what Microsoft posted and which alerts
 * fired, to numbers and words. Start at {@link io.mailprobe.app.report.ReportBuilder}; the page
 * that shows it is {@code app.report.page}.
 */
@NullMarked
package io.mailprobe.app.report;

import org.jspecify.annotations.NullMarked;
