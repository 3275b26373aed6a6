package io.mailprobe.simulator.server;

import io.mailprobe.simulator.topology.Place;

/**
 * One server at one moment.
 *
 * @param waiting how many messages wait for a worker, those of other customers included
 * @param fill how full its memory is: 1 where it is full
 * @param refused which part of those who come is refused
 * @param away whether it is being started
 */
public record ServerStats(Place place, int waiting, double fill, double refused, boolean away) {}
