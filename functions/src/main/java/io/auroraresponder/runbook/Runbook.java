package io.auroraresponder.runbook;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
    Optional<WatchedMetric> watched = WatchedMetric.of(incident, evidence);
    Diagnosis found = toldWhatToDo(diagnosed(evidence, results), evidence);
    Diagnosis diagnosis = watched.map(one -> one.judged(found, checks, results)).orElse(found);
    boolean ringing = watched.filter(WatchedMetric::rings).isPresent();
    List<CheckResult> said =
        Stream.of(
                hindsight.after(evidence, diagnosis, ringing).stream(),
                watched.stream().flatMap(one -> one.shown(diagnosis).stream()), results.stream())
            .flatMap(each -> each)
            .toList();
    Set<String> ofDatabase = checks.stream().filter(Check::asksDatabase).map(Check::id).collect(Collectors.toSet());
    return Examination.of(evidence, said, ofDatabase, diagnosis, System.nanoTime() - begun);
  }

  /** Of a cluster that could not be read no runbook has anything to judge. */
  private Diagnosis diagnosed(E evidence, List<CheckResult> results) {
    if (evidence.cluster() instanceof Reading.Unavailable<ClusterState> gap) {
      Explanation unread = Explanation.unknown(
          Phrase.quoting("Cluster", evidence.at(), evidence.incident().cluster() + " was not examined: " + gap.reason()).sentence());
      return unread.leading(unread.severity(), List.of(), List.of(), Optional.empty());
    }
    return diagnostician.diagnose(evidence, results);
  }

  /** Where nothing is known, another look is all that can be done; the responder does it by itself, and a person may want it now. */
  private Diagnosis toldWhatToDo(Diagnosis found, E evidence) {
    if (found.cause() != Cause.UNKNOWN || !found.advice().isEmpty()) {
      return found;
    }
    Advice again = Calls.next("See what could not be checked, give the responder what it lacks, and look again", name, evidence);
    return new Diagnosis(found.severity(), found.headline(), found.impact(), found.conditions(), found.cause(), found.otherCauses(),
        List.of(again), found.range());
  }
}
