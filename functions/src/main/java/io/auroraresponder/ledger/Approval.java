package io.auroraresponder.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * A yes or a no to one plan.
 *
 * @param id time-ordered, as an order's
 * @param approver the part of {@code aws:userid} before the colon: a session's name is the caller's choice; from Slack {@code TEAM:USER}
 * @param planHash what is approved, whole
 * @param yes any no wins
 * @param slack where it was pressed; empty where IAM says who it was
 */
public record Approval(String id, String approver, String planHash, boolean yes, Optional<SlackAnswer> slack) {

  /** Of an IAM identity. */
  public Approval(String id, String approver, String planHash, boolean yes) {
    this(id, approver, planHash, yes, Optional.empty());
  }

  /** As the ledger records it: {@code iam} or {@code slack}. */
  public String via() {
    return slack.isPresent() ? "slack" : "iam";
  }

  public Instant at() {
    return OperatorsTable.at(id);
  }
}
