package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.DatabaseLook;
import io.auroraresponder.database.InternalContention;
import io.auroraresponder.database.LookGaps;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.CauseRule;
import io.auroraresponder.diagnosis.Condition;
import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.AlarmMetric;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Hygiene;
import io.auroraresponder.probe.Hygiene.BigTableScan;
import io.auroraresponder.probe.Hygiene.StaleStatistics;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.runbook.Check;
import io.auroraresponder.runbook.Check.Weight;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.Diagnostician;
import io.auroraresponder.runbook.Leading;
import io.auroraresponder.runbook.Leading.Lead;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Causes by their precedence; without one the worst finding makes the headline. Nothing here is a reason to change a range. */
final class SlowQueryDiagnostician implements Diagnostician<SlowQueryEvidence> {
  /** How many times the rows that the planner believes in have changed; ours: a plan for a tenth of a table is a plan for another one. */
  private static final int QUITE_WRONG = 10;

  private final List<Check<SlowQueryEvidence>> checks;
  private final List<CauseRule<DatabaseLook>> rules;

  SlowQueryDiagnostician(List<Check<SlowQueryEvidence>> checks, List<CauseRule<DatabaseLook>> rules) {
    this.checks = List.copyOf(checks);
    this.rules = List.copyOf(rules);
  }

  @Override
  public Diagnosis diagnose(SlowQueryEvidence evidence, List<CheckResult> results) {
    DatabaseLook look = evidence.database();
    List<Explanation> proven = Explanation.ranked(rules.stream().map(rule -> rule.suspect(look)).flatMap(Optional::stream).toList());
    Leading leading = Leading.of(checks, results);
    List<Explanation> suspicions = circles(evidence, leading, proven);
    Explanation lead = suspicions.isEmpty() ? unnamed(evidence, leading) : suspicions.getFirst();
    List<Cause> others = suspicions.isEmpty() ? leading.others(lead.cause()) : suspicions.stream().skip(1).map(Explanation::cause).toList();
    return lead.leading(leading.severity(lead.severity()), conditions(evidence), others, Optional.empty());
  }

  /** Where transactions run into each other, locks change hands because the server ends one of them: the circle is what to mend. */
  private static List<Explanation> circles(SlowQueryEvidence evidence, Leading leading, List<Explanation> suspicions) {
    Optional<Lead> deadlocks = leading.of(Cause.DEADLOCKS).filter(one -> DeadlocksCheck.goOn(evidence));
    boolean hotSpot = !suspicions.isEmpty() && suspicions.getFirst().cause() == Cause.INTERNAL_CONTENTION
        && InternalContention.locksChangeHands(evidence.database());
    if (deadlocks.isEmpty() || !hotSpot) {
      return suspicions;
    }
    Finding found = deadlocks.get().finding();
    List<Explanation> all = new ArrayList<>(suspicions);
    all.addFirst(
        Explanation.told(
            Cause.DEADLOCKS, suspicions.getFirst().severity(),
            Phrase.of(evidence.name() + " has deadlocks: {}", found.summary()).sentence(),
            "Transactions fail with deadlock detected (SQLSTATE 40P01), and others wait for the same rows.", found.advice()));
    return List.copyOf(all);
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

  /** No rule names a cause. */
  private Explanation unnamed(SlowQueryEvidence evidence, Leading leading) {
    Optional<Lead> worst = worst(evidence, leading);
    return switch (evidence.look()) {
      case Look.Seen seen ->
          worst.map(one -> one.weight() == Weight.LATER ? later(evidence, leading, one) : trouble(evidence, leading, one))
              .orElseGet(() -> quiet(evidence, leading));
      case Look.NotTried notTried -> notLooked(evidence, notTried.reason(), leading);
      case Look.Failed failed -> notLooked(evidence, failed.sentence(), leading);
    };
  }

  /**
   * The worst finding. Of those that are as bad, the one that the alarm rings for comes first; one that has a word comes before one that
   * has none, and CPU that is short comes after the
   * others: it is what they come to.
   */
  private Optional<Lead> worst(SlowQueryEvidence evidence, Leading leading) {
    String alarmed = evidence.incident().signal().metric().map(AlarmMetric::name).orElse("");
    Set<String> judges = checks.stream().filter(check -> check.judges().contains(alarmed)).map(Check::id).collect(Collectors.toSet());
    Comparator<Lead> byAlarm = Comparator.comparingInt(one -> judges.contains(one.finding().check()) ? 0 : 1);
    Comparator<Lead> byWord = Comparator.comparingInt(one -> one.cause() == Cause.NONE ? 2 : one.cause() == Cause.CPU_SHORT ? 1 : 0);
    Comparator<Lead> byWeight = Comparator.comparingInt(one -> one.weight() == Weight.LATER ? 2 : one.weight() == Weight.BESIDE ? 1 : 0);
    Comparator<Lead> bySeverity = Comparator.comparing(one -> one.finding().severity());
    return leading.troubles().stream().min(bySeverity.thenComparing(byAlarm).thenComparing(byWeight).thenComparing(byWord));
  }

  /** A table that is read from end to end may only look so large to a planner whose statistics are old: those come before an index. */
  private static Explanation trouble(SlowQueryEvidence evidence, Leading leading, Lead worst) {
    Optional<Lead> stale =
        leading.of(Cause.STALE_STATISTICS).filter(one -> worst.cause() == Cause.MISSING_INDEX && scansWhatIsStale(evidence, worst));
    if (worst.cause() == Cause.WRAPAROUND_NEAR) {
      return wraparound(evidence, leading, worst);
    }
    Phrase says = Phrase.of(evidence.name() + ": {}", worst.finding().summary())
        .and("; ", stale.map(one -> one.finding().summary()).orElse(Phrase.EMPTY)).sentence();
    String impact = worst.critical() ? leading.harm(worst.finding().check()) : "Some requests may be slow.";
    return Explanation.told(
        stale.map(Lead::cause).orElse(worst.cause()), worst.finding().severity(), says, impact,
        stale.map(one -> one.finding().advice()).orElse(worst.finding().advice()));
  }

  /** Whoever keeps vacuum from freezing goes first: a session, a slot, a prepared transaction, or a temporary table. */
  private static Explanation wraparound(SlowQueryEvidence evidence, Leading leading, Lead worst) {
    Optional<Lead> holder =
        leading.troubles().stream().filter(one -> one.cause() == Cause.HORIZON_HELD).findFirst()
            .or(() -> leading.troubles().stream()
                .filter(one -> one.cause() == Cause.WRAPAROUND_NEAR && !one.finding().check().equals(worst.finding().check())).findFirst());
    Phrase says = Phrase.of(evidence.name() + ": {}", worst.finding().summary())
        .and("; ", holder.map(one -> one.finding().summary()).orElse(Phrase.EMPTY)).sentence();
    List<Advice> advice = new ArrayList<>(holder.map(one -> one.finding().advice()).orElse(List.of()));
    advice.addAll(worst.finding().advice());
    return Explanation.told(worst.cause(), worst.finding().severity(), says,
        "Nobody waits yet. When the transaction IDs run out the database takes no more writes.", advice);
  }

  /** Rows that are read in the whole database name no table: then one whose size the planner has quite wrong is the likelier reason. */
  private static boolean scansWhatIsStale(SlowQueryEvidence evidence, Lead worst) {
    Reading<Hygiene> hygiene = evidence.seen(Snapshot::hygiene);
    List<BigTableScan> scans = hygiene.flatMap(Hygiene::scans).orElse(List.of());
    List<StaleStatistics> stale = hygiene.flatMap(Hygiene::staleStatistics).orElse(List.of());
    if (worst.finding().check().equals(Check.id(SequentialReadsCheck.class))
        && stale.stream().anyMatch(table -> table.changed() >= QUITE_WRONG * Math.max(1, table.plannerRows()))) {
      return true;
    }
    return scans.stream().anyMatch(scan -> stale.stream().anyMatch(table -> table.table().equals(scan.table())));
  }

  /** Nothing is slow now, and something will be trouble one day. */
  private static Explanation later(SlowQueryEvidence evidence, Leading leading, Lead worst) {
    Explanation quiet = quiet(evidence, leading);
    if (quiet.severity() != Severity.OK) {
      return quiet;
    }
    Phrase says = Phrase.of(evidence.name() + " has no slow queries now, but {}", worst.finding().summary()).sentence();
    return Explanation.told(
        worst.cause(), worst.finding().severity(), says, "None now; it can become an outage if it stays.", worst.finding().advice());
  }

  private Explanation notLooked(SlowQueryEvidence evidence, String reason, Leading leading) {
    Phrase why = Phrase.quoting("Database", evidence.at(), reason.replaceAll("[.]$", ""));
    Optional<Lead> worst = worst(evidence, leading);
    if (worst.isPresent()) {
      Explanation trouble = trouble(evidence, leading, worst.get());
      Phrase says = trouble.says().and(" The database was not examined: ", why).sentence();
      return Explanation.told(trouble.cause(), trouble.severity(), says, trouble.impact().text(), trouble.advice());
    }
    boolean rests = evidence.paused() || stopped(evidence);
    String begin = rests ? evidence.name() + " runs no queries: " : evidence.name() + " queries were not judged: ";
    Phrase says = Phrase.of(begin).and("", why).sentence();
    return rests
        ? Explanation.told(Cause.NONE, Severity.INFO, says, "No user is connected.", List.of())
        : Explanation.told(Cause.UNKNOWN, Severity.WARNING, says, "Unknown until the checks succeed.", List.of());
  }

  private static Explanation quiet(SlowQueryEvidence evidence, Leading leading) {
    List<String> open = leading.essentialOpen();
    if (!open.isEmpty()) {
      return Explanation.unknown(
          Phrase.of(evidence.name() + " queries were not judged: " + String.join(", ", open.stream().map(Finding::spoken).toList())
              + " could not be checked."));
    }
    List<Gap> blind = LookGaps.blind(evidence.probed());
    if (!blind.isEmpty()) {
      return Explanation.unknown(
          Phrase.of(evidence.name() + " has no slow queries as far as could be seen, but {}", blind.getFirst().reason()).sentence());
    }
    Phrase says = Phrase.of(evidence.name() + " has no slow queries now: {}", leading.inOrder()).sentence();
    return Explanation.told(Cause.NONE, Severity.OK, says, "None.", List.of());
  }
}
