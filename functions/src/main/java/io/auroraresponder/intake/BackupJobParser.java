package io.auroraresponder.intake;

import io.auroraresponder.incident.Signal;
import java.time.Instant;

/** An AWS Backup event: {@code state} in some of its types and {@code status} in others, numbers as text, anything may be missing. */
final class BackupJobParser implements ShapeParser {
  static final String SHAPE = "backup-job";

  @Override
  public boolean recognises(JsonTree event) {
    return event.text("source").equals("aws.backup") && RoutingTable.BACKUP_JOBS.contains(event.text("detail-type"));
  }

  @Override
  public ParsedEvent read(ReceivedEvent arrival) {
    JsonTree detail = arrival.tree().decoded("detail");
    String state = CleanText.name(detail.text("state", "status"));
    String job = detail.text("backupJobId", "copyJobId", "recoveryPointArn");
    if (state.isEmpty()) {
      return arrival.unusable(SHAPE, "AWS Backup", IntakeReason.WITHOUT_DETAIL, "a backup event without a state");
    }
    Instant at =
        EventTimes.parse(arrival.tree().text("time"))
            .or(() -> EventTimes.parse(detail.text("completionDate")))
            .orElse(arrival.now());
    Signal signal =
        arrival.signal(SHAPE, key(job, state, arrival), "AWS Backup job " + job, inWords(state, detail.text("statusMessage")), at);
    String resource = detail.text("resourceArn");
    String type = CleanText.name(detail.text("resourceType"));
    return new ParsedEvent.Backup(signal, arrival.origin(), CleanText.name(job), resource, type, state,
        CleanText.reason(detail.text("statusMessage")));
  }

  /** The state stands first, as AWS Backup spells it: people and the runbook read it there. */
  static String inWords(String state, String message) {
    return message.isBlank() ? state : state + ": " + message;
  }

  static String key(String job, String state, ReceivedEvent arrival) {
    return EventKey.of("backup", job.isEmpty() ? arrival.envelopeId() : job, state);
  }
}
