package io.mailprobe.simulator;

import io.mailprobe.simulator.topology.Place;
import java.net.InetSocketAddress;

/** A front end and where it listens. */
public record FrontEndAddress(Place place, InetSocketAddress address) {}
