package io.auroraresponder.remediation;

import io.auroraresponder.ledger.EntryBody;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.HeadDraft;
import io.auroraresponder.ledger.PlannedChange;

/** The next thing to do for a cluster: nothing, one write, or one effect. */
sealed interface Step {
  record Rest() implements Step {}

  record Move(HeadDraft draft, EntryKind kind, EntryBody body) implements Step {}

  /** Begin a change: its guards pass. */
  record Send(PlannedChange plan, double charge, String by) implements Step {}

  Step REST = new Rest();
}
