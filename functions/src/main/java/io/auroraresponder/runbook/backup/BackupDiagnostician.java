package io.auroraresponder.runbook.backup;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.diagnosis.Diagnosis.Strength;
import io.auroraresponder.diagnosis.Lever;
import io.auroraresponder.diagnosis.Pressure;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.Diagnostician;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The worst finding leads. Nothing that it finds is ever a reason to change a range. */
final class BackupDiagnostician implements Diagnostician<BackupEvidence> {
  /** Without these nobody knows whether the cluster can be restored. */
  private static final Set<String> ESSENTIAL = Set.of("RestorableTime", "AutomatedSnapshot");

  private record Verdict(Severity severity, Phrase headline, String impact, Cause cause, Lever lever, List<Advice> advice) {}

  @Override
  public Diagnosis diagnose(BackupEvidence evidence, List<CheckResult> results) {
    Verdict verdict = verdict(evidence, results);
    Reading<Double> unmeasured = Reading.unavailable("backups have no pressure");
    return new Diagnosis(
        verdict.severity(), verdict.headline(), Phrase.of(verdict.impact()), List.of(), verdict.cause(), List.of(), verdict.lever(),
        Strength.NONE,
        List.of(), verdict.advice(), verdict.headline().facts(), "", evidence.at(),
        new Pressure(unmeasured, unmeasured, unmeasured, unmeasured, unmeasured, unmeasured));
  }

  private static Verdict verdict(BackupEvidence evidence, List<CheckResult> results) {
    String name = evidence.incident().cluster().value();
    if (evidence.cluster() instanceof Reading.Unavailable<ClusterState> gap) {
      return unknown(Phrase.quoting("reason", evidence.at(), name + " backups were not judged: " + gap.reason() + "."));
    }
    Optional<Finding> worst = worst(results);
    if (worst.isPresent()) {
      return trouble(name, worst.get());
    }
    List<String> open = results.stream().filter(CheckResult.Inconclusive.class::isInstance).map(CheckResult::check).toList();
    if (open.stream().anyMatch(ESSENTIAL::contains)) {
      return unknown(Phrase.of(name + " backups were not judged: " + String.join(", ", open.stream().map(Finding::spoken).toList())
          + " could not be checked"));
    }
    return inOrder(name, results, open);
  }

  /** The first of the worst: the order of the checks is their order. */
  private static Optional<Finding> worst(List<CheckResult> results) {
    return results.stream()
        .filter(CheckResult.Found.class::isInstance)
        .flatMap(result -> ((CheckResult.Found) result).findings().stream())
        .filter(finding -> finding.severity().compareTo(Severity.WARNING) <= 0)
        .min(Comparator.comparing(Finding::severity));
  }

  private static Verdict trouble(String name, Finding worst) {
    boolean critical = worst.severity() == Severity.CRITICAL;
    Phrase headline = Phrase.of(name + (critical ? " is not safely backed up: {}" : ": {}"), worst.summary()).sentence();
    String impact = critical ? "A restore may lose data or be impossible."
        : "No user impact; a restore may not reach as far back as it should.";
    // The cause of a sick backup is for a person to find: no cause word of the table fits.
    return new Verdict(worst.severity(), headline, impact, critical ? Cause.UNKNOWN : Cause.NONE, critical ? Lever.LOOK_AGAIN
        : Lever.NONE, worst.advice());
  }

  private static Verdict unknown(Phrase headline) {
    return new Verdict(Severity.WARNING, headline, "Unknown until the checks succeed.", Cause.UNKNOWN, Lever.LOOK_AGAIN, List.of());
  }

  private static Verdict inOrder(String name, List<CheckResult> results, List<String> open) {
    List<Phrase> seen =
        results.stream()
            .filter(result -> ESSENTIAL.contains(result.check()) || result.check().equals("Retention"))
            .map(BackupDiagnostician::summary)
            .toList();
    Phrase headline = Phrase.of(name + " is backed up: {}", Phrase.join("; ", seen)).sentence();
    Phrase whole = open.isEmpty() ? headline : headline
        .and(" ", Phrase.of("Not checked: " + String.join(", ", open.stream().map(Finding::spoken).toList()) + "."));
    return new Verdict(open.isEmpty() ? Severity.OK : Severity.INFO, whole, "None.", Cause.NONE, Lever.NONE, List.of());
  }

  private static Phrase summary(CheckResult result) {
    return switch (result) {
      case CheckResult.Clear clear -> clear.seen().summary();
      case CheckResult.Found found -> found.findings().getFirst().summary();
      case CheckResult.Inconclusive open -> Phrase.EMPTY;
    };
  }
}
