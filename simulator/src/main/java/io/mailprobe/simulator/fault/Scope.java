package io.mailprobe.simulator.fault;

import io.mailprobe.simulator.topology.Place;
import java.util.Locale;

/** Whom a fault may strike. */
public sealed interface Scope {

  /** All front ends. */
  record Everywhere() implements Scope {
    @Override
    public boolean covers(Place place) {
      return true;
    }
  }

  /** The front ends of one region. */
  record InRegion(String region) implements Scope {
    @Override
    public boolean covers(Place place) {
      return place.region().equals(region);
    }
  }

  /** The front ends of one forest. */
  record InForest(String forest) implements Scope {
    @Override
    public boolean covers(Place place) {
      return place.forest().equals(forest.toLowerCase(Locale.ROOT));
    }
  }

  /** One front end, by any of its names or its address. */
  record AtFrontEnd(String nameOrAddress) implements Scope {
    @Override
    public boolean covers(Place place) {
      return nameOrAddress.equalsIgnoreCase(place.label())
          || nameOrAddress.equalsIgnoreCase(place.serverName())
          || nameOrAddress.equalsIgnoreCase(place.bannerName())
          || nameOrAddress.equals(place.address());
    }
  }

  /** Whether this front end is meant. */
  boolean covers(Place place);

  /** All front ends. */
  static Scope everywhere() {
    return new Everywhere();
  }

  /** The front ends of one region. */
  static Scope region(String region) {
    return new InRegion(region);
  }

  /** One front end, by any of its names or its address. */
  static Scope frontEnd(String nameOrAddress) {
    return new AtFrontEnd(nameOrAddress);
  }
}
