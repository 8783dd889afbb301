package io.auroraresponder.lab.torture;

/** What must hold after every step, whatever happens. */
public enum Law {
  I1("one call for each intent"),
  I2("no call without its intent, in its time"),
  I3("one change at a time that is not resolved"),
  I4("no intent beyond ceiling, step, rate or budget, over the whole range"),
  I5("the base of a lease never changes"),
  I6("what is open closes, or is announced and held; nothing is silent"),
  I7("nothing is sent after a yield until a new raise"),
  I8("a wish acts once"),
  I9("a refusal makes no call"),
  I10("the chain is gapless, and each entry fits"),
  I11("no call after a stop, but by an order given under it; none for another table"),
  I12("nothing is given back that is needed"),
  I13("no call while the ledger cannot be read"),
  I14("what was charged covers what was held"),
  I15("an order is answered, and ends with the range back or a reason"),
  I18("no change that the cluster's tags do not allow"),
  I19("a person's range is never changed unasked"),
  I20("no raised range is left behind without a word"),
  I21("a machine whose clock is wrong writes no head"),
  I22("news are told, and where that fails the sweep fails"),
  I23("a wish for a cluster that is not there leaves no record");

  private final String text;

  Law(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
