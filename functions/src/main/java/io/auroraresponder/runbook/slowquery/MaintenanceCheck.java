package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.Probed;
import io.auroraresponder.database.SessionWords;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.MaintenanceWork;
import io.auroraresponder.runbook.CheckResult;
import java.time.Duration;
import java.util.List;

/** Which maintenance is in progress? It is listed apart from the statements and is never a finding of its own. */
final class MaintenanceCheck extends SlowQueryCheck<List<MaintenanceWork>> {
  private static final int SHOWN = 3;

  MaintenanceCheck(SlowQueryThresholds limits) {
    super(limits, (evidence, unused) -> evidence.seen(Snapshot::maintenance));
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Reading.Known<List<MaintenanceWork>> known) {
    Phrase limit = Phrase.of("information");
    if (known.value().isEmpty()) {
      return result(Severity.OK, Phrase.of("no maintenance is running"), limit, evidence.probed().at());
    }
    Phrase seen = Phrase.join("; ", known.value().stream().limit(SHOWN).map(one -> words(evidence.probed(), one)).toList());
    Duration oldest = known.value().stream().map(MaintenanceWork::age).max(Duration::compareTo).orElse(Duration.ZERO);
    boolean wraparound = known.value().stream().anyMatch(MaintenanceWork::againstWraparound);
    Advice advice =
        Advice.of(
            wraparound
                ? "Let the vacuum against wraparound finish: it comes back when it is ended."
                : "Wait for it, or end it and run it at a quiet time.");
    return result(Severity.INFO, seen, limit, evidence.probed().at().minus(oldest), advice);
  }

  static Phrase words(Probed probed, MaintenanceWork work) {
    Phrase what = Phrase.of("{}", probed.word("maintenance in progress", work.relation().isBlank() ? work.kind()
        : work.kind() + " of " + work.relation()));
    Phrase done = work.percentDone() <= 0 ? Phrase.EMPTY
        : Phrase.of("{} done", probed.number("progress of pid " + work.pid(), work.percentDone(), "%"));
    return what.and(", ", Phrase.of("pid {} for {}", probed.count("pid", work.pid(), ""), SessionWords.age(probed, work.age())))
        .and(", ", done)
        .and("", work.againstWraparound() ? Phrase.of(", against wraparound") : Phrase.EMPTY);
  }
}
