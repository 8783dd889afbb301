package io.auroraresponder.remediation;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.ledger.Approval;
import io.auroraresponder.ledger.PlannedChange;
import io.auroraresponder.ledger.SlackAnswer;
import java.time.Instant;
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

  /** Whether the answer counts for that plan. */
  boolean admit(Approval answer, PlannedChange plan) {
    return refusal(answer, plan).isEmpty();
  }

  /** Why an answer counts for nothing. IAM has held an answer of its own; a no from Slack needs no bound. */
  Optional<Phrase> refusal(Approval answer, PlannedChange plan) {
    return answer.slack().flatMap(slack -> refusal(slack, answer, plan));
  }

  private Optional<Phrase> refusal(SlackAnswer slack, Approval answer, PlannedChange plan) {
    Instant at = answer.at();
    if (approvers.isEmpty()) {
      return Optional.of(Phrase.of("this deployment takes no answers from Slack (setting slackApprovers)"));
    }
    if (!slack.team().equals(team)) {
      return Optional.of(Phrase.of("the workspace {} is not the one of the settings (slackTeam)",
          Fact.word("slack team", at, slack.team())));
    }
    if (!slack.app().equals(app)) {
      return Optional.of(Phrase.of("the app {} is not the one of the settings (slackApp)", Fact.word("slack app", at, slack.app())));
    }
    if (!slack.channel().equals(channel)) {
      return Optional.of(
          Phrase.of("the channel {} is not the one of the settings (slackChannel)", Fact.word("slack channel", at, slack.channel())));
    }
    if (!approvers.contains(slack.user())) {
      return Optional.of(Phrase.of("{} is not one of those who may answer (setting slackApprovers)",
          Fact.word("slack user", at, slack.user())));
    }
    return answer.yes() && plan.to().maxAcu() > maxAcu
        ? Optional.of(Phrase.of("a yes from Slack counts up to {} (setting slackMaxAcu)",
        Fact.of("setting slackMaxAcu", at, maxAcu, "ACU")))
        : Optional.empty();
  }
}
