package io.mailprobe.simulator.fault;

import io.mailprobe.simulator.topology.MailPath;
import io.mailprobe.simulator.topology.Place;
import java.util.List;
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

  /** What is handed in by one path. */
  record OnPath(MailPath path) implements Scope {
    @Override
    public boolean covers(Place place) {
      return place.path() == path;
    }
  }

  /** What all of these mean. */
  record Both(List<Scope> all) implements Scope {
    public Both {
      all = List.copyOf(all);
    }

    @Override
    public boolean covers(Place place) {
      return all.stream().allMatch(each -> each.covers(place));
    }
  }

  /** What any of these means. */
  record Either(List<Scope> any) implements Scope {
    public Either {
      any = List.copyOf(any);
    }

    @Override
    public boolean covers(Place place) {
      return any.stream().anyMatch(each -> each.covers(place));
    }
  }

  /** Whether this door of a front end is meant. */
  boolean covers(Place place);

  /** Whether what stands around the front ends of a region is meant: the region as a whole. */
  default boolean coversAround(String region) {
    return switch (this) {
      case Everywhere _ -> true;
      case InRegion(var name) -> name.equals(region);
      case InForest _, AtFrontEnd _, OnPath _ -> false;
      case Both(var all) -> all.stream().allMatch(each -> each.coversAround(region));
      case Either(var any) -> any.stream().anyMatch(each -> each.coversAround(region));
    };
  }

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
