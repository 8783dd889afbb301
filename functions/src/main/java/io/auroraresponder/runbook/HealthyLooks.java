package io.auroraresponder.runbook;

import io.auroraresponder.database.HealthLimit;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Condition;
import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.observation.HealthyHistory;
import io.auroraresponder.observation.HealthyLook;
import io.auroraresponder.observation.HealthyLook.MemberShape;
import io.auroraresponder.observation.HealthyLook.Shape;
import io.auroraresponder.observation.HealthyLook.Statement;
import io.auroraresponder.observation.HealthyLook.Work;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.StatementDelta;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says what changed since the last healthy look, and keeps this look where it found the cluster healthy: no cause, no warning, no alarm
 * that rings and no lease in force.
 *
 * <p>A cluster that has just recovered counts too, but its counters hold the trouble: its database is kept only where none was before.
 */
public final class HealthyLooks implements AfterDiagnosis {
  private final HealthyHistory history;

  public HealthyLooks(HealthyHistory history) {
    this.history = history;
  }

  @Override
  public List<CheckResult> after(Evidence evidence, Diagnosis diagnosis, boolean ringing) {
    if (!(evidence.cluster() instanceof Reading.Known<ClusterState> known) || known.value().resourceId().isBlank()) {
      return List.of();
    }
    ClusterState cluster = known.value();
    Reading<HealthyLook> before = evidence.healthyBefore().orElseGet(() -> recall(cluster, evidence.at()));
    List<CheckResult> results =
        new WhatChanged(
            evidence.at(), cluster, evidence.look(), asked(cluster, evidence), RangeAuthor.of(evidence), diagnosis.severity(), before)
            .results();
    keepLimit(cluster, evidence);
    if (before.isKnown() && healthy(diagnosis) && !ringing && !leased(evidence)) {
      history.keep(cluster.resourceId(), new HealthyLook(shape(cluster, evidence, diagnosis), work(cluster, evidence, diagnosis, before)));
    }
    return results;
  }

  /** Healthy or not: whoever gives a range back has to know the limit that a restart has made. */
  private void keepLimit(ClusterState cluster, Evidence evidence) {
    if (evidence.look() instanceof Look.Seen(Snapshot seen)
        && seen.connections() instanceof Reading.Known<Snapshot.Connections>(Snapshot.Connections connections, Instant a, Instant b)
        && connections.maxConnections() > 0) {
      boolean free = evidence.lease().map(LeaseHistory.Situation::free).orElse(false);
      history.keepLimit(cluster.resourceId(), asked(cluster, evidence), connections.maxConnections(), !free, seen.at());
    }
  }

  /** A cluster's endpoint leads to the writer. */
  private static String asked(ClusterState cluster, Evidence evidence) {
    String named = evidence.answering();
    return named.isBlank() ? cluster.writer().map(Member::id).orElse("") : named;
  }

  private Reading<HealthyLook> recall(ClusterState cluster, Instant at) {
    try {
      return Reading.known(history.last(cluster.resourceId()), at);
    } catch (DependencyException silent) {
      return Reading.unavailable(String.valueOf(silent.getMessage()));
    }
  }

  private static boolean leased(Evidence evidence) {
    return evidence.lease().map(LeaseHistory.Situation::inForce).orElse(false);
  }

  private static boolean healthy(Diagnosis diagnosis) {
    return diagnosis.cause() != Cause.UNKNOWN
        && diagnosis.severity().compareTo(Severity.INFO) >= 0
        && !diagnosis.conditions().contains(Condition.STOPPED)
        && !diagnosis.conditions().contains(Condition.CONTRADICTORY);
  }

  /** Only who has asked the ledger knows that the range is nobody's lease. */
  private static Reading<Shape> shape(ClusterState cluster, Evidence evidence, Diagnosis diagnosis) {
    boolean free = evidence.lease().map(LeaseHistory.Situation::free).orElse(false);
    if (!free || diagnosis.conditions().contains(Condition.RANGE_RESET)) {
      return Reading.unavailable("the range may be a lease");
    }
    List<MemberShape> members =
        cluster.members().stream()
            .map(one -> new MemberShape(one.id(), one.writer(), one.promotionTier(), one.instanceClass(), one.parameterStatus()))
            .toList();
    Shape shape =
        new Shape(
            cluster.at(), cluster.range(), cluster.engineVersion(), cluster.platformVersion(), cluster.storageType(), members,
            cluster.blockers());
    return Reading.known(shape, cluster.at());
  }

  private Reading<Work> work(ClusterState cluster, Evidence evidence, Diagnosis diagnosis, Reading<HealthyLook> before) {
    Reading<Work> last = before.flatMap(HealthyLook::work);
    if (!(evidence.look() instanceof Look.Seen(Snapshot seen))) {
      return Reading.unavailable("the database was not looked into");
    }
    if (diagnosis.conditions().contains(Condition.HEALED) && last.isKnown()) {
      return Reading.unavailable("the counters hold the trouble that has just passed");
    }
    List<Statement> earlier = last.map(Work::statements).orElse(List.of());
    int connections = seen.connections().map(Snapshot.Connections::maxConnections).orElse(0);
    String member = asked(cluster, evidence);
    return Reading.known(new Work(seen.at(), member, seen.serverVersion(), connections, SettingChanges.settings(seen),
        statements(seen, member, earlier)), seen.at());
  }

  /** Those at work now, then those of earlier looks that were not at work, the newest first, as many as are kept. */
  private List<Statement> statements(Snapshot seen, String member, List<Statement> earlier) {
    Map<Long, Statement> kept = new LinkedHashMap<>();
    for (StatementDelta one : seen.statements().orElse(List.of())) {
      if (one.baselineCalls() > 0) {
        kept.put(one.statementId(), statement(one, member, seen.at()));
      }
    }
    earlier.stream()
        .filter(one -> !one.at().isBefore(seen.at().minus(HealthLimit.OLDEST.duration())))
        .sorted(Comparator.comparing(Statement::at).reversed())
        .forEach(one -> kept.putIfAbsent(one.id(), one));
    return kept.values().stream().limit(HealthLimit.KEPT.count()).toList();
  }

  private Statement statement(StatementDelta one, String member, Instant at) {
    return new Statement(
        at, member, one.statementId(), shortened(one.statement(), HealthLimit.TEXT_LENGTH.count()), one.baselineCalls(),
        one.baselineMeanMillis(),
        one.baselineBlocksPerCall(), one.baselineSeconds());
  }

  static String shortened(String text, int length) {
    return text.codePointCount(0, text.length()) <= length ? text : text.substring(0, text.offsetByCodePoints(0, length)) + "…";
  }
}
