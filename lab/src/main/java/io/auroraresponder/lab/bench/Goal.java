package io.auroraresponder.lab.bench;

/** What a value is to be. */
public sealed interface Goal {
  boolean isMetBy(double value);

  /** Not more than this. */
  record AtMost(double value) implements Goal {
    @Override
    public boolean isMetBy(double measured) {
      return measured <= value;
    }
  }

  /** Not less than this. */
  record AtLeast(double value) implements Goal {
    @Override
    public boolean isMetBy(double measured) {
      return measured >= value;
    }
  }

  /** It is said, and no more. */
  record None() implements Goal {
    @Override
    public boolean isMetBy(double measured) {
      return true;
    }
  }
}
