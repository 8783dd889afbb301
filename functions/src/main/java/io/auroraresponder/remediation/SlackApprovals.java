package io.auroraresponder.remediation;

import io.auroraresponder.ledger.Approval;
import io.auroraresponder.ledger.PlannedChange;
import io.auroraresponder.ledger.SlackAnswer;
import java.util.Optional;
import java.util.Set;

/**
 * Who may answer in Slack, and how far. The function that takes the answers cannot write any of it.
 *
 * @param approvers Slack's ids of users; none: answers from Slack count for nothing
 * @param maxAcu the highest max that a yes from Slack may lead to
 * @param team Slack's id of the workspace, as the app's and the channel's the only one from which an answer counts
 */
public record SlackApprovals(Set<String> approvers, double maxAcu, String team, String app, String channel) {
  public static final SlackApprovals NONE = new SlackApprovals(Set.of(), 0, "", "", "");

  public SlackApprovals {
    approvers = Set.copyOf(approvers);
  }

  /** Whether the answer counts for that plan. IAM has held an answer of its own; a no from Slack needs no bound. */
  boolean admit(Approval answer, PlannedChange plan) {
    Optional<SlackAnswer> slack = answer.slack();
    return slack.isEmpty() || (admits(slack.get()) && (!answer.yes() || plan.to().maxAcu() <= maxAcu));
  }

  private boolean admits(SlackAnswer answer) {
    return approvers.contains(answer.user()) && answer.team().equals(team) && answer.app().equals(app) && answer.channel().equals(channel);
  }
}
