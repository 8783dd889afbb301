package io.auroraresponder.database;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.CauseRule;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import java.util.List;
import java.util.Optional;

/** Vacuum, an index build, a dump or a COPY carries the load. */
public final class MaintenanceWork implements CauseRule<DatabaseLook> {
  @Override
  public Cause cause() {
    return Cause.MAINTENANCE_WORK;
  }

  @Override
  public Optional<Explanation> suspect(DatabaseLook look) {
    return look.profile()
        .filter(profile -> DatabaseLimit.SESSIONS_AT_WORK.reached(profile.working()))
        .filter(profile -> DatabaseLimit.MAINTENANCE_SHARE.reached(profile.maintenance()))
        .map(profile -> told(look, profile));
  }

  private static Explanation told(DatabaseLook look, WaitProfile profile) {
    List<Snapshot.MaintenanceWork> work = look.maintenance();
    Phrase what = work.isEmpty() ? Phrase.of("autovacuum") : MaintenanceCheck.words(look.probed(), work.getFirst());
    Phrase says =
        Phrase.of(look.cluster() + " is busy with maintenance: {} of the active load is ",
            look.probed().percent("share of maintenance", profile.maintenance(), DatabaseLimit.MAINTENANCE_SHARE))
            .and("", what)
            .and("", Phrase.of("."));
    return Explanation.told(
        Cause.MAINTENANCE_WORK, Severity.WARNING, says, "Queries are slower until it ends.", MaintenanceCheck.advice(work),
        Queries.running("See what runs beside it, and whether it can wait", look.at()));
  }
}
