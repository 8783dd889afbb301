package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.Connections;
import io.auroraresponder.runbook.CheckResult;
import java.util.List;

/** Could the login see everybody? A login without pg_read_all_stats gets silence, not an error. */
final class VisibilityCheck extends PictureCheck {
  VisibilityCheck(CapacityThresholds thresholds) {
    super(thresholds);
  }

  @Override
  CheckResult examine(CapacityPicture picture) {
    if (!(picture.evidence().seen(Snapshot::connections) instanceof Reading.Known<Connections> known)) {
      return open(picture, ((Reading.Unavailable<Connections>) picture.evidence().seen(Snapshot::connections)).reason());
    }
    int hidden = known.value().hidden();
    Phrase seen = Phrase.of("{} sessions hidden from the login", picture.probedCount("sessions not visible", hidden, ""));
    Phrase limit = Phrase.of("none");
    if (hidden == 0) {
      return judged(false, Severity.OK, seen, limit, picture.probedAt());
    }
    Finding finding =
        Finding.of(id(), Severity.WARNING, seen, seen, limit, picture.probedAt())
            .with(new Advice(Phrase.of("Let the login see all sessions:"), Phrase.of("GRANT pg_monitor TO <the responder's login>;")));
    return new CheckResult.Found(id(), List.of(finding));
  }
}
