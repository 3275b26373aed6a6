package io.mailprobe.store;

/** Writes one store: the one way in which it is changed. */
interface Writer {

  /** Takes work from now on. */
  void start();

  /** Has the work done, in the order of the calls, and its future completed after that. */
  void add(Task<?> task);

  /** Which connection this is, counted; tells that others may have written in between. */
  long generation();

  /** Finishes the work handed in before, then ends. Work handed in later fails. */
  void close();

  /** What work is told that comes too late. */
  StoreException closedFault();
}
