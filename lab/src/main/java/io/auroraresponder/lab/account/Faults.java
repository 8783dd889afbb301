package io.auroraresponder.lab.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What still has to go wrong. */
final class Faults {
  private final List<Waiting> waiting = new ArrayList<>();

  private static final class Waiting {
    private final World.Fault fault;
    private int skip;
    private int times;

    Waiting(World.Fault fault) {
      this.fault = fault;
      this.skip = fault.skip();
      this.times = fault.times();
    }
  }

  Faults(List<World.Fault> faults) {
    faults.forEach(this::add);
  }

  boolean add(World.Fault fault) {
    return waiting.add(new Waiting(fault));
  }

  /** How the next call of this operation fails, empty where it does not. */
  Optional<World.Answer> next(String call) {
    for (Waiting one : waiting) {
      if (!one.fault.call().equals(call) || one.times == 0) {
        continue;
      }
      if (one.skip > 0) {
        one.skip--;
        return Optional.empty();
      }
      one.times--;
      return Optional.of(one.fault.answer());
    }
    return Optional.empty();
  }
}
