package io.mailprobe.prober;

import io.mailprobe.protocol.time.Clock;
import io.mailprobe.protocol.time.Scheduler;
import java.util.random.RandomGenerator;

/**
 * What a prober has around it.
 *
 * @param clock what time it is
 * @param scheduler how it waits
 * @param random where ids and jitter come from; safe for use by many threads
 * @param events who hears what happens
 */
public record Surroundings(
    Clock clock, Scheduler scheduler, RandomGenerator random, ProberEvents events) {}
