package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.DatabaseLook;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.CauseRule;
import io.auroraresponder.diagnosis.Condition;
import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.diagnosis.Diagnosis.Strength;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.diagnosis.Pressure;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report.RefusedLever;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Look;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.Diagnostician;
import io.auroraresponder.runbook.Refusals;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Causes by their precedence; without one the worst finding makes the headline. Nothing here is a reason to change a range. */
final class SlowQueryDiagnostician implements Diagnostician<SlowQueryEvidence> {
  /** Their lines make the headline where nothing is wrong; where one is open, nobody knows that. */
  private static final Set<String> ESSENTIAL = Set.of("BlockerTree", "RunningStatements", "IdleTransactions");

  /** Warnings of these speak of the future, not of queries that are slow. */
  private static final Set<String> LATER = Set.of("Wraparound", "Sequences", "InvalidIndexes");

  private final List<CauseRule<DatabaseLook>> rules;

  SlowQueryDiagnostician(List<CauseRule<DatabaseLook>> rules) {
    this.rules = List.copyOf(rules);
  }

  @Override
  public Diagnosis diagnose(SlowQueryEvidence evidence, List<CheckResult> results) {
    DatabaseLook look = evidence.database();
    List<Explanation> suspicions = Explanation.ranked(rules.stream().map(rule -> rule.suspect(look)).flatMap(Optional::stream).toList());
    Explanation lead = suspicions.isEmpty() ? unnamed(evidence, results) : suspicions.getFirst();
    List<Finding> troubles = troubles(results);
    Severity worst = troubles.stream().map(Finding::severity).reduce(lead.severity(), Severity::worse);
    Reading<Double> unmeasured = Reading.unavailable("slow queries change no range");
    return new Diagnosis(
        worst, lead.says(), lead.impact(), conditions(evidence), lead.cause(),
        suspicions.stream().skip(1).map(Explanation::cause).toList(),
        lead.cause().lever(), Strength.NONE, refused(lead.cause()), lead.advice(), lead.says().facts(), evidence.member(),
        evidence.probed().at(),
        new Pressure(unmeasured, unmeasured, unmeasured, unmeasured, unmeasured, unmeasured));
  }

  /** Warnings and worse, in the order of the checks. */
  private static List<Finding> troubles(List<CheckResult> results) {
    return results.stream()
        .filter(CheckResult.Found.class::isInstance)
        .flatMap(result -> ((CheckResult.Found) result).findings().stream())
        .filter(finding -> finding.severity().compareTo(Severity.WARNING) <= 0)
        .toList();
  }

  private static List<Condition> conditions(SlowQueryEvidence evidence) {
    if (stopped(evidence)) {
      return List.of(Condition.STOPPED);
    }
    return evidence.paused() ? List.of(Condition.PAUSED) : List.of();
  }

  private static boolean stopped(SlowQueryEvidence evidence) {
    return evidence.cluster().map(ClusterState::status).orElse("").startsWith("stop");
  }

  private static List<RefusedLever> refused(Cause cause) {
    return cause == Cause.UNKNOWN
        ? List.of()
        : cause.refused().stream().sorted().map(lever -> new RefusedLever(lever.word(), Phrase.of(Refusals.reason(cause)))).toList();
  }

  /** No rule names a cause. */
  private static Explanation unnamed(SlowQueryEvidence evidence, List<CheckResult> results) {
    Optional<Finding> worst = troubles(results).stream().min(Comparator.comparing(Finding::severity));
    return switch (evidence.look()) {
      case Look.Seen seen ->
          worst.map(one -> LATER.contains(one.check()) ? later(evidence, results, one) : trouble(evidence, one))
              .orElseGet(() -> quiet(evidence, results));
      case Look.NotTried notTried -> notLooked(evidence, notTried.reason(), worst);
      case Look.Failed failed -> notLooked(evidence, failed.sentence(), worst);
    };
  }

  private static Explanation trouble(SlowQueryEvidence evidence, Finding worst) {
    boolean critical = worst.severity() == Severity.CRITICAL;
    Phrase says = Phrase.of(evidence.name() + ", " + worst.check() + ": ").and("", worst.summary()).and("", Phrase.of("."));
    String impact = critical ? "Requests that meet it are slow." : "Users may notice slower requests.";
    return Explanation.told(critical ? Cause.UNKNOWN : Cause.NONE, worst.severity(), 1, says, impact, worst.advice());
  }

  /** Nothing is slow now, and something will be trouble one day. */
  private static Explanation later(SlowQueryEvidence evidence, List<CheckResult> results, Finding worst) {
    Explanation quiet = quiet(evidence, results);
    if (quiet.severity() != Severity.OK) {
      return quiet;
    }
    Phrase says = Phrase.of(evidence.name() + " has no slow queries now; " + worst.check() + ": ").and("", worst.summary())
        .and("", Phrase.of("."));
    return Explanation.told(Cause.NONE, worst.severity(), 1, says, "None now; trouble later if it stays.", worst.advice());
  }

  private static Explanation notLooked(SlowQueryEvidence evidence, String reason, Optional<Finding> worst) {
    Phrase why = Phrase.quoting("Database", evidence.at(), reason.replaceAll("[.]$", ""));
    if (worst.isPresent()) {
      Explanation trouble = trouble(evidence, worst.get());
      Phrase says = trouble.says().and(" The database was not looked into: ", why).and("", Phrase.of("."));
      return Explanation.told(Cause.UNKNOWN, trouble.severity(), 1, says, trouble.impact().text(), trouble.advice());
    }
    boolean rests = evidence.paused() || stopped(evidence);
    String begin = rests ? evidence.name() + " runs no queries: " : "whether queries of " + evidence.name() + " are slow is not known: ";
    Phrase says = Phrase.of(begin).and("", why).and("", Phrase.of("."));
    return rests
        ? Explanation.told(Cause.NONE, Severity.INFO, 1, says, "Nobody uses it.", List.of())
        : Explanation.told(Cause.UNKNOWN, Severity.WARNING, 1, says, "Not known.", List.of());
  }

  private static Explanation quiet(SlowQueryEvidence evidence, List<CheckResult> results) {
    List<String> open = results.stream().filter(CheckResult.Inconclusive.class::isInstance).map(CheckResult::check)
        .filter(ESSENTIAL::contains).toList();
    if (!open.isEmpty()) {
      Phrase says = Phrase.of("whether queries of " + evidence
          .name() + " are slow is not known: " + String.join(", ", open) + " could not be checked.");
      return Explanation.told(Cause.UNKNOWN, Severity.WARNING, 1, says, "Not known.", List.of());
    }
    List<Phrase> seen = results.stream().filter(result -> ESSENTIAL.contains(result.check())).map(SlowQueryDiagnostician::summary).toList();
    Phrase says = Phrase.of(evidence.name() + " has no slow queries now: ").and("", Phrase.join("; ", seen)).and("", Phrase.of("."));
    return Explanation.told(Cause.NONE, Severity.OK, 1, says, "None.", List.of());
  }

  private static Phrase summary(CheckResult result) {
    return result instanceof CheckResult.Clear clear ? clear.seen().summary() : Phrase.EMPTY;
  }
}
