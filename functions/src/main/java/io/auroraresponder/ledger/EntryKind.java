package io.auroraresponder.ledger;

import java.util.Locale;

/** What a chain entry records. The first group is about the change in the slot, the second about the lease, the third about orders. */
public enum EntryKind {
  INTENT,
  PROPOSED,
  DEFERRED,
  REFUSED,
  VOIDED,
  /** A person agreed, and the evidence has to be looked at anew before the plan is sent. */
  APPROVED,
  /** RDS took the call; a read has to show its range. */
  ACCEPTED,
  APPLIED,
  NOT_APPLIED,
  UNSURE,
  SUPERSEDED,
  /** A late call's range is live, and nobody can tell who set it. */
  UNCLAIMED,

  HELPED,
  /** Capacity went where it could not go before, and a signal is worse all the same. */
  USED,
  USED_UP,
  NO_HELP,
  UNVERIFIED,
  RENEWED,
  RETURN_BEGUN,
  RETURN_HALTED,
  GIVEN_BACK,
  YIELDED,
  KEPT,
  ABANDONED,
  OVERDUE,
  PAUSED,
  RESUMED,
  /** A member joined: what the lease may cost at worst has grown. */
  RECHARGED,

  ORDERED,
  /** Something holds the order back; its giver is told, and it goes on when it may. */
  ORDER_HELD,
  /** The order ends without what it asked for. */
  ORDER_ENDED,
  ADOPTED,
  LEFT,
  /** What somebody pressed in Slack counts for nothing, or came too late: said by name. */
  ANSWER_IGNORED,

  /** The cluster has another name. */
  RENAMED,
  /** The cluster has another name, and another cluster has its former one. */
  SWITCHED_OVER,
  /** Somebody else's range was overwritten between our last look and our call. */
  OVERWRITTEN,
  /** CloudTrail told who set a range. */
  FOREIGN_RANGE,

  FORK,
  FORK_CLEARED,
  /** The head was taken over into another table: nothing of before stands. */
  RESTORED,
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
      case RECHARGED -> "costs more";
      case INTENT, PROPOSED, DEFERRED, REFUSED, VOIDED, APPROVED, ACCEPTED, APPLIED, NOT_APPLIED, UNSURE, SUPERSEDED, UNCLAIMED, HELPED,
          USED,
          USED_UP,
          NO_HELP, UNVERIFIED, RENEWED, GIVEN_BACK, YIELDED, KEPT, ABANDONED, OVERDUE, PAUSED, RESUMED, ORDERED, ORDER_HELD, ORDER_ENDED,
          ADOPTED, LEFT, ANSWER_IGNORED, RENAMED, SWITCHED_OVER, OVERWRITTEN, FOREIGN_RANGE, FORK, FORK_CLEARED, RESTORED ->
          name().toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }
}
