package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.Connections;
import io.auroraresponder.runbook.CheckResult;

/** Could the login see everybody? A login without pg_read_all_stats gets silence, not an error. */
final class VisibilityCheck extends SlowQueryCheck<Connections> {
  VisibilityCheck(SlowQueryThresholds limits) {
    super(limits, (evidence, unused) -> evidence.seen(Snapshot::connections));
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Reading.Known<Connections> known) {
    int hidden = known.value().hidden();
    Phrase seen = Phrase.of("{} sessions hidden from the login", evidence.probed().count("sessions not visible", hidden, ""));
    Phrase limit = Phrase.of("none");
    return hidden == 0
        ? result(Severity.OK, seen, limit, evidence.probed().at())
        : result(
            Severity.WARNING, seen, limit, evidence.probed().at(),
            new Advice(Phrase.of("Let the login see all sessions:"), Phrase.of("GRANT pg_monitor TO <the responder's login>;")));
  }
}
