package io.auroraresponder.remediation;

import io.auroraresponder.diagnosis.Lever;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Report;
import io.auroraresponder.ledger.PlannedChange;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.remediation.guard.ReasonCode;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done about an incident; nothing is a plan too.
 *
 * @param change the change of the range, empty where nothing is to be changed by us
 * @param lever what helps
 * @param refused levers that look right and are not, with the reason
 * @param lease the lease that the change would open or step
 * @param cost what the change costs more at most
 * @param against why nothing is changed though a lever that changes the range was looked at; empty where nothing had to be refused
 *     (nothing is wrong, the look ended early, another lever helps) and where a change is planned
 * @param mode the cluster's mode when it was planned; observe where its tags are not known
 * @param summary one line
 */
public record Plan(
    Incident incident,
    Optional<PlannedChange> change,
    Lever lever,
    List<Report.RefusedLever> refused,
    Optional<Report.Lease> lease,
    Optional<Report.Cost> cost,
    Optional<ReasonCode> against,
    Policy.Mode mode,
    Phrase summary)
    implements Report.Planned {
  public Plan {
    refused = List.copyOf(refused);
  }

  /** No change by us. */
  public static Plan none(
      Incident incident, Lever lever, List<Report.RefusedLever> refused, Optional<ReasonCode> against, Policy.Mode mode, Phrase summary) {
    return new Plan(incident, Optional.empty(), lever, refused, Optional.empty(), Optional.empty(), against, mode, summary);
  }

  /** The same under the hash that people were shown. */
  Plan hashed(String shown) {
    return new Plan(incident, change.map(planned -> planned.hashed(shown)), lever, refused, lease, cost, against, mode, summary);
  }

  /** The same with a further sentence. */
  Plan remarked(Phrase more) {
    return new Plan(incident, change, lever, refused, lease, cost, against, mode, summary.and(". ", more));
  }

  public boolean changesNothing() {
    return change.isEmpty();
  }

  @Override
  public Optional<Report.Plan> reported() {
    return Optional.of(
        new Report.Plan(
            change.map(PlannedChange::planId).orElse(""),
            change.map(PlannedChange::planHash).orElse(""),
            change.map(planned -> planned.remedy().word()).orElse("none"),
            change.map(PlannedChange::from),
            change.map(PlannedChange::to),
            lever.word(),
            refused,
            lease,
            cost,
            summary));
  }
}
