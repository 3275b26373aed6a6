package io.mailprobe.simulator.web;

import java.util.Optional;

/** One of the services behind a server, known by its paths. */
@FunctionalInterface
public interface WebSite {

  /** The answer; empty where the path is none of its own. */
  Optional<WebAnswer> answer(WebRequest request);
}
