package io.auroraresponder.response;

import io.auroraresponder.incident.Incident;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.RecordCodec;
import io.auroraresponder.remediation.Decision;
import io.auroraresponder.remediation.Plan;
import io.auroraresponder.runbook.Examination;
import java.time.InstantSource;

/** Keeps the journal in the incident's item of the ledger. */
public final class LedgerJournal implements Journal {
  static final String TOPIC = "topic";

  private final IncidentLog log;
  private final InstantSource clock;

  public LedgerJournal(IncidentLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  @Override
  public void examined(Incident incident, Examination examination, Plan plan) {
    log.storeReport(
        incident.key(), incident.signal().id(), RecordCodec.write(examination), RecordCodec.write(plan), examination.verdict().cause(),
        clock.instant());
  }

  @Override
  public void decided(Incident incident, Decision decision) {
    log.storeResult(incident.key(), incident.signal().id(), RecordCodec.write(decision), clock.instant());
  }

  @Override
  public void told(Incident incident) {
    log.markSent(incident.key(), incident.signal().id(), TOPIC, clock.instant());
  }
}
