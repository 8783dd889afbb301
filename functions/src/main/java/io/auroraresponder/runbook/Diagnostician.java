package io.auroraresponder.runbook;

import io.auroraresponder.diagnosis.Diagnosis;
import java.util.List;

/** Makes one diagnosis of evidence and check results; pure like a check, and asked only where the cluster could be read. */
public interface Diagnostician<E extends Evidence> {
  Diagnosis diagnose(E evidence, List<CheckResult> results);
}
