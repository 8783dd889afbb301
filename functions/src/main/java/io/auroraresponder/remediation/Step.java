package io.auroraresponder.remediation;

import io.auroraresponder.ledger.Charge;
import io.auroraresponder.ledger.EntryBody;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.HeadDraft;
import io.auroraresponder.ledger.Look;
import io.auroraresponder.ledger.PlannedChange;

/** The next thing to do for a cluster: nothing, keeping a first read, one write, or one effect. */
sealed interface Step {
  record Rest() implements Step {}

  /** The first of two reads: the second one decides. */
  record Keep(Look look) implements Step {}

  record Move(HeadDraft draft, EntryKind kind, EntryBody body) implements Step {}

  /** One write that charges more than was charged before: all clusters' part of it is taken first. */
  record Charged(Charge charge, Move move) implements Step {}

  /** Ask the runbooks for a fresh look, then write. */
  record Ask(String incidentKey, Move move) implements Step {}

  /**
   * Begin a change: its guards pass.
   *
   * @param stop the id of the stop under which its order was given, empty for none
   */
  record Send(PlannedChange plan, double charge, String by, String stop) implements Step {}

  static Step rest() {
    return new Rest();
  }
}
