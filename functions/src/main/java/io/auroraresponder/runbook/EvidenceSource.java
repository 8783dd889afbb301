package io.auroraresponder.runbook;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Incident;

/** Gathers a runbook's evidence: independent calls at the same time, all under one deadline, missing parts as unavailable readings. */
public interface EvidenceSource<E extends Evidence> {
  E gather(Incident incident, Deadline deadline);
}
