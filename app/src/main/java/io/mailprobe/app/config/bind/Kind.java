package io.mailprobe.app.config.bind;

import java.util.Optional;

/** What may stand behind a key. */
public sealed interface Kind<T> permits Scalar, Listing, Section, Included {

  /** What the reference calls it. */
  String label();

  /** The value; empty if it is none of this kind, which has been reported then. */
  Optional<T> read(Value value, Reading at);
}
