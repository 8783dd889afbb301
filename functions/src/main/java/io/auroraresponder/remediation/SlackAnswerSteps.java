package io.auroraresponder.remediation;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.ledger.Approval;
import io.auroraresponder.ledger.ChainEntry;
import io.auroraresponder.ledger.EntryBody;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.EntryMessage;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.Pending;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was pressed in Slack and counts for nothing, or came too late, is said by name, once for each who pressed; nothing else follows from
 * it. Whoever answers by IAM hears of it from the command. Pure.
 */
final class SlackAnswerSteps {
  /** As long as a proposal stands: what was pressed before that was answered then. */
  private static final Duration HEARD = OrderSteps.TAKEN_WITHIN;

  private final SlackApprovals slack;
  private final LeaseWords words;

  SlackAnswerSteps(SlackApprovals slack, LeaseWords words) {
    this.slack = slack;
    this.words = words;
  }

  /** Whether it was pressed in Slack just now and this head has said nothing of it yet. */
  boolean isNew(Head head, Approval answer, Instant now) {
    return answer.slack().isPresent() && answer.at().isAfter(now.minus(HEARD)) && !head.answered().containsKey(mark(answer));
  }

  /** Whether the plan that it names waits here. */
  boolean waits(Head head, Approval answer) {
    return pending(head, answer).isPresent();
  }

  /** Why it counts for nothing, while the plan waits; empty where it counts. */
  Optional<Step.Move> ignored(Head head, Approval answer, Instant now) {
    return pending(head, answer).flatMap(waiting -> slack.refusal(answer, waiting.plan()).map(why -> {
      Phrase text = words.change(waiting.plan(), "still waits for a person: ", now)
          .and("", pressed(answer, now)).and(" counts for nothing: ", why);
      List<Advice> commands = List.of(
          words.commands().approve(answer.planHash(), now), words.commands().refuse(answer.planHash(), now));
      return move(head, answer, words.change(Severity.WARNING, waiting.plan(), text, commands), now);
    }));
  }

  /**
   * What it came too late for: a yes to a plan that is void, a no to one that was sent.
   *
   * @param entries of this head since the plan may have been proposed
   */
  Optional<Step.Move> late(Head head, Approval answer, List<ChainEntry> entries, Instant now) {
    Optional<String> plan = entries.stream().filter(entry -> entry.kind() == EntryKind.PROPOSED && entry.body().contains(answer.planHash()))
        .findFirst().flatMap(entry -> EntryBody.planId(entry.body()));
    Optional<ChainEntry> end = plan.flatMap(id -> entries.stream()
        .filter(entry -> entry.kind() == EntryKind.VOIDED || entry.kind() == EntryKind.INTENT)
        .filter(entry -> EntryBody.planId(entry.body()).filter(id::equals).isPresent())
        .filter(entry -> (entry.kind() == EntryKind.VOIDED) == answer.yes() && !entry.body().contains(answer.approver()))
        .findFirst());
    return end.map(entry -> {
      Phrase late = pressed(answer, now).and("", Phrase.of(" came too late: "));
      if (entry.said().isPresent()) {
        EntryMessage said = entry.said().get();
        return move(head, answer,
            new EntryMessage(Severity.INFO, said.incident(), said.incidentKey(), said.lease(), late.and("", said.text()), List.of()), now);
      }
      Phrase sent = Phrase.of("the change was sent already");
      List<Advice> undo = head.lease().map(lease -> List.of(words.commands().undo(lease.id(), now))).orElse(List.of());
      return move(head, answer, words.ofHead(Severity.WARNING, head, late.and("", sent), undo), now);
    });
  }

  private static Optional<Pending> pending(Head head, Approval answer) {
    return head.pending().filter(waiting -> waiting.plan().planHash().equals(answer.planHash()));
  }

  private static Phrase pressed(Approval answer, Instant now) {
    return answer.yes() ? Phrase.of("the yes of {}", PendingSteps.by(answer, now))
        : Phrase.of("the no of {}", PendingSteps.by(answer, now));
  }

  private static Step.Move move(Head head, Approval answer, EntryMessage said, Instant now) {
    return new Step.Move(head.draft().answered(mark(answer), now), EntryKind.ANSWER_IGNORED,
        new EntryBody().with("by", answer.approver()).with("planHash", answer.planHash()).with("yes", Boolean.toString(answer.yes()))
        .say(said));
  }

  /** Whoever presses again about the same plan is answered already. */
  private static String mark(Approval answer) {
    return "slack " + answer.approver() + " " + answer.yes() + " " + answer.planHash();
  }
}
