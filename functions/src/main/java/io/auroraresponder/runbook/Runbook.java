package io.auroraresponder.runbook;

import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Incident;
import java.util.List;

/** A runbook is data: where its evidence comes from, its checks in the order in which they are shown, and who decides. */
public record Runbook<E extends Evidence>(
    String name, EvidenceSource<E> source, List<Check<E>> checks, Diagnostician<E> diagnostician) {
  public Runbook {
    checks = List.copyOf(checks);
  }

  public Examination examine(Incident incident, Deadline deadline) {
    long begun = System.nanoTime();
    E evidence = source.gather(incident, deadline);
    List<CheckResult> results = checks.stream().map(check -> check.examine(evidence)).toList();
    Diagnosis diagnosis = diagnostician.diagnose(evidence, results);
    return Examination.of(evidence, results, diagnosis, System.nanoTime() - begun);
  }
}
