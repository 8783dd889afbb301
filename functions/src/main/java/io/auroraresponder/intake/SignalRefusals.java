package io.auroraresponder.intake;

import io.auroraresponder.incident.Phrase;
import io.auroraresponder.intake.AlarmReading.State;
import io.auroraresponder.intake.Resolved.Refused;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The reasons to open nothing that need no look-up, and which refusals people should hear of. */
final class SignalRefusals {
  /** States of a job or recovery point that is still under way (AWS Backup API reference, DescribeBackupJob, DescribeRecoveryPoint). */
  private static final Set<String> UNDER_WAY = Set.of("CREATED", "CREATING", "PENDING", "RUNNING", "ABORTING", "DELETING");

  private final Set<String> ownRoles;

  SignalRefusals(Set<String> ownRoles) {
    this.ownRoles = ownRoles;
  }

  /** All that can be said without a look-up. */
  Optional<Refused> early(ParsedEvent notice, Caller caller) {
    if (notice instanceof ParsedEvent.Unusable unusable) {
      return Optional.of(new Refused(unusable.reason(), unusable.text(), told(unusable)));
    }
    Optional<String> runbook = RoutingTable.forNotice(notice, caller.runbook());
    if (runbook.isPresent() && !RoutingTable.RUNBOOKS.contains(runbook.get())) {
      String known = String.join(", ", RoutingTable.RUNBOOKS);
      return refusal(IntakeReason.UNKNOWN_RUNBOOK, "no runbook '" + CleanText.excerpt(runbook.get()) + "'; there are " + known);
    }
    if (runbook.isPresent() && !caller.runbook().isEmpty() && !runbook.get().equals(caller.runbook())) {
      return refusal(IntakeReason.BELONGS_TO_OTHER, "belongs to " + runbook.get());
    }
    return switch (notice) {
      case ParsedEvent.Alarm alarm -> refusedAlarm(alarm.alarm());
      case ParsedEvent.Rds rds -> refusedRdsEvent(rds);
      case ParsedEvent.Backup backup when UNDER_WAY.contains(backup.state().toUpperCase(Locale.ROOT)) ->
          refusal(IntakeReason.INFORMATIONAL, "the backup job is " + backup.state());
      case ParsedEvent.RangeChange change when isOwn(change.issuer().isEmpty() ? change.actor() : change.issuer()) ->
          refusal(IntakeReason.OWN_CHANGE, "the echo of our own change");
      case ParsedEvent.Unread unread when isOwn(unread.caller()) -> refusal(IntakeReason.OWN_CHANGE, "the echo of our own call");
      default -> Optional.empty();
    };
  }

  /** What would be lost without a word, or surprise whoever started it. */
  private static Phrase told(ParsedEvent.Unusable unusable) {
    EventPhrases words = new EventPhrases(unusable.signal());
    return switch (unusable.reason()) {
      case REPLAYED -> words.say(
          "Events of an archive are being sent again by the replay {}. They tell of the past: none of them opens an incident.",
          unusable.signal().source());
      case OFFLOADED -> words.say(
          "A message was not read, because its text lies outside of the queue: {}. It opens no incident.", unusable.text());
      default -> Phrase.EMPTY;
    };
  }

  private static Optional<Refused> refusedAlarm(AlarmReading alarm) {
    if (alarm.change().state() == State.INSUFFICIENT_DATA) {
      return refusal(IntakeReason.INSUFFICIENT_DATA, "the alarm has too little data to judge");
    }
    return alarm.change().state() == State.OK && alarm.change().first()
        ? refusal(IntakeReason.FIRST_STATE, "the first state of a new alarm: nothing has recovered")
        : Optional.empty();
  }

  private static Optional<Refused> refusedRdsEvent(ParsedEvent.Rds rds) {
    return RdsEventTable.named(rds.eventId())
        .filter(type -> type.runbook().isEmpty() && type.kind() == RdsEventTable.Kind.GOOD)
        .flatMap(type -> refusal(IntakeReason.INFORMATIONAL, type.id() + ": " + type.meaning()));
  }

  private static Optional<Refused> refusal(IntakeReason reason, String text) {
    return Optional.of(Refused.silently(reason, text));
  }

  /** {@code role}: ARN of a role or session. */
  private boolean isOwn(String role) {
    return !role.isEmpty() && (ownRoles.contains(role) || ownRoles.contains(ModifyCall.role(role)));
  }

  /**
   * RDS and CloudWatch tell an account about every database of it, so what they say of a cluster that is none of ours is no message to
   * anybody, nor are good news and recoveries; whoever asks by hand is told.
   */
  static boolean worthTelling(ParsedEvent notice, IntakeReason reason) {
    boolean ours = reason != IntakeReason.NOT_OPTED_IN;
    return switch (notice) {
      case ParsedEvent.Alarm alarm when ours -> alarm.alarm().change().state() == State.ALARM && !alarm.alarm().silence().holds();
      case ParsedEvent.Rds rds when ours -> RdsEventTable.named(rds.eventId()).map(type -> type.kind() != RdsEventTable.Kind.GOOD)
          .orElse(false);
      case ParsedEvent.Alarm alarm -> false;
      case ParsedEvent.Rds rds -> false;
      case ParsedEvent.Backup backup -> ours && !backup.state().equalsIgnoreCase("COMPLETED");
      case ParsedEvent.RangeChange change -> false;
      case ParsedEvent.Health health -> ours;
      case ParsedEvent.Unread unread -> reason == unread.reason();
      default -> true;
    };
  }

  static Refused withoutRunbook(ParsedEvent notice, Resolved.Found found) {
    String cluster = found.cluster().id().value();
    EventPhrases words = new EventPhrases(notice.signal());
    if (!(notice instanceof ParsedEvent.Rds rds) || rds.eventId().isEmpty()) {
      Phrase told = words.say("RDS sent an event without an id about {}: {}", cluster, notice.signal().reason());
      return new Refused(IntakeReason.UNKNOWN_RDS_EVENT, "an RDS event without an id", told);
    }
    return RdsEventTable.named(rds.eventId())
        .map(type -> new Refused(
            IntakeReason.NO_RUNBOOK,
            type.id() + ": " + type.meaning(),
            words.say("{}: " + type.meaning() + " ({}). No runbook looks into it.", cluster, type.id())))
        .orElseGet(() -> new Refused(
            IntakeReason.UNKNOWN_RDS_EVENT,
            rds.eventId() + " is not in the table of known events",
            words.say("RDS sent {} about {}, an event that we do not know: {}", rds.eventId(), cluster, rds.message())));
  }
}
