package io.auroraresponder.runbook.backup;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.Check;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.Diagnostician;
import io.auroraresponder.runbook.Leading;
import java.util.List;
import java.util.Optional;

/** The worst finding leads. Backups are no question of the scaling range. */
final class BackupDiagnostician implements Diagnostician<BackupEvidence> {
  private final List<Check<BackupEvidence>> checks;

  BackupDiagnostician(List<Check<BackupEvidence>> checks) {
    this.checks = List.copyOf(checks);
  }

  @Override
  public Diagnosis diagnose(BackupEvidence evidence, List<CheckResult> results) {
    Leading leading = Leading.of(checks, results);
    Explanation why = explain(evidence, leading);
    return why.leading(why.severity(), List.of(), leading.others(why.cause()), Optional.empty());
  }

  private static Explanation explain(BackupEvidence evidence, Leading leading) {
    String name = evidence.incident().cluster().value();
    Optional<Leading.Lead> worst = leading.worst();
    if (worst.isPresent()) {
      return trouble(name, worst.get(), evidence.cluster().map(EncryptionKeyCheck::closes).orElse(false));
    }
    if (!leading.essentialOpen().isEmpty()) {
      return Explanation.unknown(
          Phrase.of(name + " backups were not judged: " + String.join(", ", leading.open().stream().map(Finding::spoken).toList())
              + " could not be checked"));
    }
    return inOrder(name, leading);
  }

  private static Explanation trouble(String name, Leading.Lead worst, boolean closed) {
    boolean locked = closed && worst.cause() == Cause.ENCRYPTION_KEY_UNAVAILABLE;
    String what = locked ? " cannot be used or restored: {}" : worst.critical() ? " is not safely backed up: {}" : ": {}";
    Phrase headline = Phrase.of(name + what, worst.finding().summary()).sentence();
    String impact = locked ? "Nobody can use the database until its key works again." : worst.critical()
        ? "A restore may lose data or be impossible." : "No user impact; a restore may not reach as far back as it should.";
    return Explanation.told(worst.cause(), worst.finding().severity(), headline, impact, worst.finding().advice());
  }

  private static Explanation inOrder(String name, Leading leading) {
    Phrase seen = leading.inOrder();
    Phrase headline = Phrase.of(name + " is backed up: {}", seen).sentence();
    List<String> open = leading.open().stream().map(Finding::spoken).toList();
    Phrase whole = open.isEmpty() ? headline : headline.and(" ", Phrase.of("Not checked: " + String.join(", ", open) + "."));
    return Explanation.told(Cause.NONE, open.isEmpty() ? Severity.OK : Severity.INFO, whole, "None.", List.of());
  }
}
