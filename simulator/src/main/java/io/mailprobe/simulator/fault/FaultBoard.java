package io.mailprobe.simulator.fault;

import io.mailprobe.protocol.session.Phase;
import io.mailprobe.simulator.topology.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The faults that are on now. Where several would strike in one phase, the oldest does. */
public final class FaultBoard {

  private final AtomicLong numbers = new AtomicLong();
  private final List<Injection> active = new CopyOnWriteArrayList<>();
  private final List<Consumer<Injection>> atEnd = new CopyOnWriteArrayList<>();
  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

  /** Switches a fault on, until {@link #end} or {@link #clear}. */
  public Injection inject(Fault fault, Scope scope, double share) {
    Injection injection = new Injection(numbers.incrementAndGet(), fault, scope, share);
    active.add(injection);
    changed();
    return injection;
  }

  /** Lets a fault that is on be at another level from now on. */
  void change(Injection injection, Level level) {
    replace(injection, level);
    changed();
  }

  private synchronized void replace(Injection injection, Level level) {
    active.replaceAll(each -> each.number() == injection.number() ? each.at(level) : each);
  }

  /** Switches a fault off, whatever level it has come to; does nothing where it is off. */
  public void end(Injection injection) {
    remove(injection)
        .ifPresent(
            ended -> {
              atEnd.forEach(listener -> listener.accept(ended));
              changed();
            });
  }

  private synchronized Optional<Injection> remove(Injection injection) {
    Optional<Injection> found =
        active.stream().filter(each -> each.number() == injection.number()).findFirst();
    found.ifPresent(active::remove);
    return found;
  }

  /** Switches all faults off. */
  public void clear() {
    active.forEach(this::end);
  }

  /** The faults that are on, the oldest first. */
  public List<Injection> active() {
    return List.copyOf(active);
  }

  /** Tells the listener of each fault that is switched off, on the thread that does so. */
  public void onEnd(Consumer<Injection> listener) {
    atEnd.add(listener);
  }

  /** The faults of one kind that strike the world around a region now, the oldest first. */
  public <F extends Fault.OfWorld> List<F> around(String region, Class<F> kind) {
    return active.stream()
        .filter(each -> each.share() > 0 && each.scope().coversAround(region))
        .map(Injection::fault)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  /** Tells the watcher of each change of what is on, on the thread that makes it. */
  public void onChange(Runnable watcher) {
    watchers.add(watcher);
  }

  private void changed() {
    watchers.forEach(Runnable::run);
  }

  /** What strikes a session of this fate in this phase, if anything does. */
  public Optional<Fault.OfSession> strike(Place place, Phase phase, Fate fate) {
    for (Injection injection : active) {
      if (injection.fault() instanceof Fault.OfSession fault
          && fault.phase() == phase
          && injection.scope().covers(place)
          && fate.strikes(injection.number(), injection.share())) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  /** All that strikes a message of this fate, the oldest first. */
  public List<Injection> strikes(Place place, Fate fate) {
    List<Injection> strikes = new ArrayList<>();
    for (Injection injection : active) {
      if (injection.fault() instanceof Fault.OfMessage
          && injection.scope().covers(place)
          && fate.strikes(injection.number(), injection.share())) {
        strikes.add(injection);
      }
    }
    return strikes;
  }
}
