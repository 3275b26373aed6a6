package io.mailprobe.app.health;

import java.time.Instant;

/**
 * A time in which our own verdicts pointed at Exchange Online, with pauses shorter than an hour.
 *
 * @param began our first instant that was worth an alert
 * @param until our last
 * @param where the routes and canaries that showed it first, by the first of them
 */
public record Spell(Instant began, Instant until, String where) {

  Spell lastingUntil(Instant later) {
    return later.isAfter(until) ? new Spell(began, later, where) : this;
  }
}
