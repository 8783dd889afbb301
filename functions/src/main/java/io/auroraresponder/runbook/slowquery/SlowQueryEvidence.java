package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.DatabaseLook;
import io.auroraresponder.incident.AlarmLimits;
import io.auroraresponder.incident.AlarmMetric;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.probe.Look;
import io.auroraresponder.runbook.ClusterLook;
import io.auroraresponder.runbook.Evidence;
import io.auroraresponder.runbook.MemberMinutes;
import io.auroraresponder.runbook.Vcpu;
import java.util.List;
import java.util.Optional;

/**
 * What the slow-queries runbook knows.
 *
 * @param member the member whose database was asked, empty where there is none
 * @param look the probe of that member
 * @param paused whether that member is paused or just about to be
 */
public record SlowQueryEvidence(
    ClusterLook asked,
    String member,
    Look look,
    boolean paused)
    implements Evidence {

  String name() {
    return incident().cluster().value();
  }

  /** The look into the database, added up; statements are compared with the whole past of their counters. */
  DatabaseLook database() {
    return DatabaseLook.of(name(), probed(), answering(), Reading.unavailable("this runbook does not ask for the last healthy look"))
        .measured(vcpu(), minutes().recent(Metric.COMMIT_LATENCY, 1));
  }

  MemberMinutes minutes() {
    return MemberMinutes.of(member, this);
  }

  /** An alarm on that metric of this cluster opened or joined the incident(). */
  boolean alarmSpeaksOf(Metric metric) {
    return incident().signal().metric().filter(alarm -> alarm.name().equals(metric.cloudWatchName())).isPresent();
  }

  /** Such an alarm rings at this value, in the metric's own unit. */
  boolean alarmRingsAt(Metric metric, double value) {
    return limitsOfAlarmAt(metric, value).isPresent();
  }

  /** The limits of such an alarm that rings at this value, in the metric's own unit; empty where none does. */
  Optional<AlarmLimits> limitsOfAlarmAt(Metric metric, double value) {
    return incident().signal().metric().filter(alarm -> alarmSpeaksOf(metric)).map(AlarmMetric::limits).filter(one -> one.ringAt(value));
  }

  /** The vCPU that the member has now; unavailable, with the reason, where neither its capacity nor its class tells. */
  Reading<Double> vcpu() {
    Optional<Member> asked = cluster().map(ClusterState::members).orElse(List.of()).stream().filter(one -> one.id().equals(member))
        .findFirst();
    return asked.map(one -> Vcpu.of(one, minutes())).orElseGet(() -> Reading.unavailable("the size of the member is not known"));
  }

  /** What limits for each vCPU are multiplied with: below one, and where it is not known, they stay those of one. */
  double atLeastOneVcpu() {
    return database().atLeastOneVcpu();
  }
}
