package io.auroraresponder.ledger;

import java.util.Arrays;

/** What a change of the range is for. */
public enum Remedy {
  RAISE_MAX("raise-max"),
  RAISE_MIN("raise-min"),
  GIVE_BACK("give-back"),
  /** A give-back that a person asked for by hand. */
  UNDO("undo");

  private final String word;

  Remedy(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  /** Whether it asks for more capacity, and so takes a charge and opens or steps a lease. */
  public boolean raises() {
    return this == RAISE_MAX || this == RAISE_MIN;
  }

  static Remedy of(String word) {
    return Arrays.stream(values())
        .filter(remedy -> remedy.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the ledger names an unknown remedy: " + word));
  }
}
