/**
 * What Mailprobe serves over HTTP: the page, the API, the feed, live events, metrics and health.
 * Start at {@link io.mailprobe.app.http.HttpSide}.
 */
@NullMarked
package io.mailprobe.app.http;

import org.jspecify.annotations.NullMarked;
