package io.mailprobe.store;

import java.io.IOException;

/** The store cannot do what was asked; the message says what was seen and what to do. */
public final class StoreException extends IOException {

  private static final long serialVersionUID = 1;

  /** What is wrong with a store. */
  public enum Fault {
    /** There is none yet, for whoever only reads. */
    MISSING,
    /** Its folder cannot be made, read or written. */
    UNREACHABLE,
    /** Another process has it open. */
    IN_USE,
    /** Its file is damaged, or is no database. */
    CORRUPT,
    /** A newer version of Mailprobe has written it. */
    NEWER_SCHEMA,
    /** There is no room to write. */
    FULL,
    /** It was closed before the work was begun. */
    CLOSED,
    /** Anything else. */
    FAILED
  }

  private final Fault fault;

  StoreException(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  StoreException(Fault fault, String message, Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  /** What is wrong. */
  public Fault fault() {
    return fault;
  }

  /** A fault as a store's: what is none failed in the work that it was asked to do. */
  public static StoreException of(Throwable fault) {
    return fault instanceof StoreException own
        ? own
        : new StoreException(Fault.FAILED, String.valueOf(fault.getMessage()), fault);
  }

  /** Whether it is of the disk or the server, and not of one piece of work. */
  public boolean isOfTheStore() {
    return switch (fault) {
      case UNREACHABLE, IN_USE, CORRUPT, NEWER_SCHEMA, FULL -> true;
      case MISSING, CLOSED, FAILED -> false;
    };
  }
}
