package io.auroraresponder.ledger;

import java.time.Instant;

/**
 * A yes or a no to one plan.
 *
 * @param id time-ordered, as an order's
 * @param approver the part of {@code aws:userid} before the colon: a session's name is the caller's choice
 * @param planHash what is approved, whole
 * @param yes any no wins
 * @param via {@code iam} or {@code slack}
 */
public record Approval(String id, String approver, String planHash, boolean yes, String via) {

  public Instant at() {
    return OperatorsTable.at(id);
  }
}
