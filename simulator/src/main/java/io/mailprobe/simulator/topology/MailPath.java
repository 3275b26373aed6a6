package io.mailprobe.simulator.topology;

/** Which way a session's mail goes, which the door that it comes to tells. */
public enum MailPath {
  /** From a mailbox: to the host for submission. */
  OUTBOUND,
  /** From the internet: to the mail exchangers. */
  INBOUND
}
