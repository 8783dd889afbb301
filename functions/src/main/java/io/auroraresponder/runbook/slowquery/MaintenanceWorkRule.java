package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.Probed;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.MaintenanceWork;
import io.auroraresponder.runbook.WaitProfile;
import java.util.List;
import java.util.Optional;

/** Vacuum, an index build, a dump or the like carries most of the work. */
final class MaintenanceWorkRule implements CauseRule {
  @Override
  public Optional<Suspicion> suspect(SlowQueryEvidence evidence, SlowQueryThresholds limits) {
    List<MaintenanceWork> work = evidence.seen(Snapshot::maintenance).orElse(List.of());
    if (work.isEmpty() || !(evidence.waits(limits) instanceof Reading.Known<WaitProfile> known)) {
      return Optional.empty();
    }
    WaitProfile profile = known.value();
    boolean carries = profile.working() >= limits.busySessions() && profile.maintenance() >= limits.maintenanceShare();
    return carries ? Optional.of(told(evidence, profile, work.getFirst())) : Optional.empty();
  }

  private static Suspicion told(SlowQueryEvidence evidence, WaitProfile profile, MaintenanceWork first) {
    Probed probed = evidence.probed();
    Phrase says =
        Phrase.of(evidence.name() + " does maintenance: {} of the work, ",
        probed.percent("maintenance share of the work", profile.maintenance()))
            .and("", MaintenanceCheck.words(probed, first))
            .and("", Phrase.of("."));
    return new Suspicion(
        Cause.MAINTENANCE_WORK, Severity.WARNING, says, "Statements are slower until it has ended.",
        List.of(Advice.of("Wait for it; run such work at a quiet time.")));
  }
}
