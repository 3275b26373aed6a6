package io.mailprobe.prober;

/** Whom a route's probes are for. */
public sealed interface Recipient {

  /** Each probe's own token at our domain: {@code probe+<token>@domain}. */
  record TokenAt(String domain) implements Recipient {}

  /** One address for all, from which mail finds its way to our receiver. */
  record Fixed(String address) implements Recipient {}
}
