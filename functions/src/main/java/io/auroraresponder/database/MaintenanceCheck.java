package io.auroraresponder.database;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import java.time.Duration;
import java.util.List;

/** Which maintenance is in progress? It is information; where it carries the load, {@link MaintenanceWork} says so. */
public final class MaintenanceCheck extends DatabaseCheck<List<Snapshot.MaintenanceWork>> {
  private static final int SHOWN = 3;

  public MaintenanceCheck() {
    super(look -> look.part(Snapshot::maintenance));
  }

  @Override
  public Cause cause(DatabaseLook look) {
    return Cause.MAINTENANCE_WORK;
  }

  @Override
  List<Finding> judge(DatabaseLook look, Reading.Known<List<Snapshot.MaintenanceWork>> known) {
    List<Snapshot.MaintenanceWork> work = known.value();
    if (work.isEmpty()) {
      return one(Severity.OK, Phrase.of("no maintenance is running"), Phrase.EMPTY, look.at());
    }
    Phrase seen = Phrase.join("; ", work.stream().limit(SHOWN).map(each -> told(look, each)).toList());
    Duration oldest = work.stream().map(Snapshot.MaintenanceWork::age).max(Duration::compareTo).orElse(Duration.ZERO);
    return one(Severity.INFO, seen, Phrase.EMPTY, look.at().minus(oldest), advice(work)).stream()
        .map(found -> found.within(work.getFirst().database())).toList();
  }

  /** Autovacuum is never to be stopped: it would begin anew, and meanwhile what it cleans up grows. */
  static Advice advice(List<Snapshot.MaintenanceWork> work) {
    if (work.stream().anyMatch(Snapshot.MaintenanceWork::againstWraparound)) {
      return Advice.of("Let the vacuum against wraparound finish; if cancelled, it starts again.");
    }
    return Advice.of(work.stream().allMatch(Snapshot.MaintenanceWork::isAutovacuum)
        ? "Let autovacuum finish; if it takes too much, slow it down by a higher autovacuum_vacuum_cost_delay."
        : "Let it finish, or stop it and run it at a quiet hour" + (work.stream().anyMatch(Snapshot.MaintenanceWork::isAutovacuum)
            ? ", autovacuum aside: that has to finish." : "."));
  }

  /** With whose it is, where that session was listed. */
  private static Phrase told(DatabaseLook look, Snapshot.MaintenanceWork work) {
    Phrase client =
        look.running(work.pid())
            .map(session -> SessionWords.client(look.probed(), session).and("", SessionWords.holding(look.probed(), session)))
            .orElse(Phrase.EMPTY);
    Phrase where = client.isEmpty() && !work.database().isBlank()
        ? Phrase.of("{}", look.probed().name("database of pid " + work.pid(), work.database())) : Phrase.EMPTY;
    return words(look.probed(), work).and(", of ", client).and(", database ", where);
  }

  static Phrase words(Probed probed, Snapshot.MaintenanceWork work) {
    Phrase what = Phrase.of("{}", probed.word("maintenance in progress", work.kind()))
        .and(" of ", work.relation().isBlank() ? Phrase.EMPTY : Phrase.of("{}", probed.name("relation in maintenance", work.relation())));
    Phrase done = work.percentDone() <= 0 ? Phrase.EMPTY
        : Phrase.of("{} done", probed.number("progress of pid " + work.pid(), work.percentDone(), "%"));
    return what.and(", ", Phrase.of("pid {} for {}", probed.count("pid", work.pid(), ""), SessionWords.age(probed, work.age())))
        .and(", ", done)
        .and("", work.againstWraparound() ? Phrase.of(", against wraparound") : Phrase.EMPTY);
  }
}
