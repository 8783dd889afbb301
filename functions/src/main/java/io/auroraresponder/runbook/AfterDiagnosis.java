package io.auroraresponder.runbook;

import io.auroraresponder.diagnosis.Diagnosis;
import java.util.List;

/** What is said beside a diagnosis once it stands: it supports, it decides nothing. */
public interface AfterDiagnosis {
  AfterDiagnosis NONE = (evidence, diagnosis, ringing) -> List.of();

  /**
   * Results that lead their severity in the report.
   *
   * @param ringing whether what the alarm watches stands where the alarm rings, as far as is known
   */
  List<CheckResult> after(Evidence evidence, Diagnosis diagnosis, boolean ringing);
}
