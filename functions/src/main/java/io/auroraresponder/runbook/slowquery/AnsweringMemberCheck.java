package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.runbook.CheckResult;

/** Which instance answered, in which role? Behind an endpoint stands whoever was put there by the last failover. */
final class AnsweringMemberCheck extends SlowQueryCheck<Snapshot> {
  AnsweringMemberCheck() {
    super(evidence -> snapshot(evidence));
  }

  private static Reading<Snapshot> snapshot(SlowQueryEvidence evidence) {
    return switch (evidence.look()) {
      case Look.Seen(Snapshot snapshot) -> Reading.known(snapshot, snapshot.at());
      case Look.Failed failed -> Reading.unavailable(failed.sentence());
      case Look.NotTried notTried -> Reading.unavailable(notTried.reason());
    };
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Reading.Known<Snapshot> known) {
    Snapshot snapshot = known.value();
    Phrase limit = Phrase.of("{}", evidence.probed().word("member that was asked", evidence.member()));
    String name = snapshot.instanceAnswered().isBlank() ? "a server that does not give its name" : snapshot.instanceAnswered();
    Phrase seen =
        Phrase.of(
            "{} answered as " + (snapshot.onReader() ? "reader" : "writer") + ", PostgreSQL {}",
            evidence.probed().word("aurora_db_instance_identifier", name),
            evidence.probed().word("server_version", snapshot.serverVersion()));
    boolean other = !snapshot.instanceAnswered().isBlank() && !snapshot.instanceAnswered().equals(evidence.member());
    return result(other ? Severity.WARNING : Severity.OK, seen, limit, known.to());
  }
}
