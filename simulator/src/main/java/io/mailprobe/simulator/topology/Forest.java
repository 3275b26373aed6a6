package io.mailprobe.simulator.topology;

import java.util.List;

/**
 * A resource forest of a region, with the front ends that belong to it.
 *
 * @param name such as {@code namprd07}
 * @param frontEnds at least one
 */
public record Forest(String name, List<FrontEnd> frontEnds) {

  /** What a forest is called. */
  public static final String NAME = "[a-z]{3}(prd\\d\\d|p\\d{3})";

  /** What a front end is called: first its site, two letters and a digit. */
  public static final String LABEL = "[A-Z]{2}\\d[A-Z0-9]{0,25}";

  private static final int SITE = 3;

  /**
   * One front end.
   *
   * @param label its host label, such as {@code SJ5PEPF000001F2}
   * @param address its loopback address
   */
  public record FrontEnd(String label, String address) {

    public FrontEnd {
      if (!label.matches(LABEL)) {
        throw new IllegalArgumentException("not a front end's name: " + label);
      }
    }

    /** Where it stands, which its name begins with. */
    String site() {
      return label.substring(0, SITE);
    }
  }

  public Forest {
    frontEnds = List.copyOf(frontEnds);
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException("not a forest: " + name);
    }
    if (frontEnds.isEmpty()) {
      throw new IllegalArgumentException(name + " needs front ends");
    }
  }
}
