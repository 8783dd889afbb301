package io.auroraresponder.runbook.capacity;

import io.auroraresponder.database.SessionWords;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.MaintenanceWork;
import io.auroraresponder.runbook.WaitProfile;
import java.util.List;
import java.util.Optional;

/** Vacuum, an index build, a dump or a COPY carries the load. */
final class MaintenanceWorkRule implements CauseRule {
  @Override
  public Cause cause() {
    return Cause.MAINTENANCE_WORK;
  }

  @Override
  public Optional<Suspicion> suspect(CapacityPicture picture) {
    List<MaintenanceWork> work = picture.evidence().seen(Snapshot::maintenance).orElse(List.of());
    boolean carries =
        picture.profile().filter(profile -> profile.maintenance() >= picture.thresholds().maintenanceShare() && profile.working() >= 1)
        .isPresent();
    if (!picture.pressed() || !carries) {
      return Optional.empty();
    }
    double share = picture.profile().map(WaitProfile::maintenance).orElse(0.0);
    Phrase what = work.isEmpty() ? Phrase.of("autovacuum") : words(picture, work.getFirst());
    Phrase says =
        Phrase.of(picture.name() + " is busy with maintenance: {} of the active load is ", picture.percent("share of maintenance", share))
            .and("", what)
            .and("", Phrase.of("."));
    boolean wraparound = work.stream().anyMatch(MaintenanceWork::againstWraparound);
    return Optional.of(
        Suspicion.told(
            Cause.MAINTENANCE_WORK, Severity.WARNING, says, "Queries are slower until it is done.",
            Advice.of(
                wraparound
                    ? "Let the vacuum against wraparound finish: ended, it comes back at once."
                    : "Let it finish, or stop it and schedule it for a quiet hour.")));
  }

  private static Phrase words(CapacityPicture picture, MaintenanceWork work) {
    Fact kind = picture.probedWord("maintenance", work.kind());
    Fact age = SessionWords.age(picture.look(), work.age());
    Phrase base =
        work.relation().isBlank()
            ? Phrase.of("{} by pid {}, running for {}", kind, picture.probedCount("pid", work.pid(), ""), age)
            : Phrase.of(
                "{} of {} by pid {}, running for {}",
                kind, picture.probedWord("relation", work.relation()), picture.probedCount("pid", work.pid(), ""), age);
    return work.percentDone() > 0 ? base.and("", Phrase.of(", {} done", picture.probed("progress", Math.rint(work.percentDone()), "%")))
        : base;
  }
}
