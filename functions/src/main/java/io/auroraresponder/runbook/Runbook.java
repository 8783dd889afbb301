package io.auroraresponder.runbook;

import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Incident;
import java.util.List;
import java.util.stream.Stream;

/**
 * A runbook is data: where its evidence comes from, its checks in the order in which they are shown, who decides, and what is said
 * beside it once the decision stands.
 */
public record Runbook<E extends Evidence>(
    String name, EvidenceSource<E> source, List<Check<E>> checks, Diagnostician<E> diagnostician, AfterDiagnosis hindsight) {
  public Runbook {
    checks = List.copyOf(checks);
  }

  /** A runbook without hindsight. */
  public Runbook(String name, EvidenceSource<E> source, List<Check<E>> checks, Diagnostician<E> diagnostician) {
    this(name, source, checks, diagnostician, AfterDiagnosis.NONE);
  }

  public Runbook<E> with(AfterDiagnosis other) {
    return new Runbook<>(name, source, checks, diagnostician, other);
  }

  public Examination examine(Incident incident, Deadline deadline) {
    long begun = System.nanoTime();
    E evidence = source.gather(incident, deadline);
    List<CheckResult> results = checks.stream().map(check -> check.examine(evidence).orAs(check.cause())).toList();
    Diagnosis diagnosis = diagnostician.diagnose(evidence, results);
    List<CheckResult> said = Stream.concat(hindsight.after(evidence, diagnosis).stream(), results.stream()).toList();
    return Examination.of(evidence, said, diagnosis, System.nanoTime() - begun);
  }
}
