package io.auroraresponder.ledger;

import java.util.Locale;

/** What a chain entry records. The first group is about the change in the slot, the second about the lease. */
public enum EntryKind {
  INTENT,
  PROPOSED,
  DEFERRED,
  REFUSED,
  EXPIRED,
  VOIDED,
  APPLIED,
  NOT_APPLIED,
  UNSURE,
  /** The old range was read back once; a second look decides. */
  READ_BACK,
  SUPERSEDED,
  APPLIED_LATE,

  HELPED,
  NOT_USED,
  USED_UP,
  NO_EFFECT,
  UNVERIFIED,
  RENEWED,
  RETURN_BEGUN,
  RETURN_STEP,
  RETURN_HALTED,
  GIVEN_BACK,
  YIELDED,
  KEPT,
  UNDO,
  ABANDONED,
  /** People are told, once, that something needs them. */
  ESCALATED,
  /** People are told again. */
  REMINDED;

  /** As messages say it: {@code given back}. */
  public String spoken() {
    return switch (this) {
      case RETURN_BEGUN -> "giving back";
      case RETURN_HALTED -> "still needed";
      case ESCALATED -> "needs you";
      case REMINDED -> "still needs you";
      case INTENT, PROPOSED, DEFERRED, REFUSED, EXPIRED, VOIDED, APPLIED, NOT_APPLIED, UNSURE, READ_BACK, SUPERSEDED, APPLIED_LATE, HELPED,
          NOT_USED, USED_UP, NO_EFFECT, UNVERIFIED, RENEWED, RETURN_STEP, GIVEN_BACK, YIELDED, KEPT, UNDO, ABANDONED ->
          name().toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }
}
