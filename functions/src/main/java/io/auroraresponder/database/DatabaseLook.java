package io.auroraresponder.database;

import io.auroraresponder.incident.Reading;
import io.auroraresponder.observation.HealthyLook;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.LockTree;
import io.auroraresponder.probe.Snapshot.MaintenanceWork;
import io.auroraresponder.probe.Snapshot.StatementDelta;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One look into a member's database, added up once for checks and cause rules of every runbook. */
public final class DatabaseLook {
  private final String cluster;
  private final Probed probed;
  private final String answering;
  private final Optional<HealthyBaseline> baseline;
  private final Reading<Double> vcpu;
  private final Reading<Double> commitMillis;
  private final Reading<WaitProfile> waits;

  private DatabaseLook(String cluster, Probed probed, String answering, Optional<HealthyBaseline> baseline, Reading<Double> vcpu,
      Reading<Double> commitMillis) {
    this.cluster = cluster;
    this.probed = probed;
    this.answering = answering;
    this.baseline = baseline;
    this.vcpu = vcpu;
    this.commitMillis = commitMillis;
    this.waits = probed.part(Snapshot::waits).flatMap(this::profile);
  }

  /**
   * A look.
   *
   * @param cluster the cluster's name, for sentences
   * @param probed what came of it
   * @param answering the DB instance that answered
   * @param healthy what the cluster was like when it was last found healthy
   */
  public static DatabaseLook of(String cluster, Probed probed, String answering, Reading<HealthyLook> healthy) {
    Reading<Double> unknown = Reading.unavailable("the member was not measured beside the look");
    return new DatabaseLook(cluster, probed, answering, HealthyBaseline.of(healthy), unknown, unknown);
  }

  /**
   * The same beside what was measured of the member itself.
   *
   * @param size its vCPU now
   * @param commits CommitLatency of its newest minutes, ms
   */
  public DatabaseLook measured(Reading<Double> size, Reading<Double> commits) {
    return new DatabaseLook(cluster, probed, answering, baseline, size, commits);
  }

  private Reading<WaitProfile> profile(List<Snapshot.WaitSample> samples) {
    if (samples.size() < DatabaseLimit.WAIT_SAMPLES.count()) {
      return Reading.unavailable("only " + samples.size() + " of " + DatabaseLimit.WAIT_SAMPLES.count() + " wait samples could be taken");
    }
    WaitProfile profile = WaitProfile.of(samples, maintenancePids(), queued());
    int mute = part(Snapshot::connections).map(Snapshot.Connections::mute).orElse(0);
    return mute > profile.active()
        ? Reading.unavailable(mute + " sessions do not say what they do (track_activities is off for their role or database)")
        : Reading.known(profile, probed.at());
  }

  /** Who waits for a heavyweight lock, and as what that counts: a queue for advisory locks is the application's own. */
  private Map<Integer, WaitClass> queued() {
    Map<Integer, WaitClass> queued = new HashMap<>();
    for (LockTree tree : trees()) {
      tree.blockedPids().forEach(pid -> queued.put(pid, tree.isAdvisory() ? WaitClass.IDLE : WaitClass.LOCK));
    }
    return queued;
  }

  /** The cluster's name for sentences. */
  public String cluster() {
    return cluster;
  }

  /** The look as facts are made of it. */
  public Probed probed() {
    return probed;
  }

  /** The time that it speaks of. */
  public Instant at() {
    return probed.at();
  }

  /** What limits for each vCPU are multiplied with: below one, and where it is not known, they stay those of one. */
  public double atLeastOneVcpu() {
    return Math.max(1, vcpu.orElse(1.0));
  }

  /** How long a commit takes, ms, by CloudWatch. */
  Reading<Double> commitMillis() {
    return commitMillis;
  }

  /** A part of the snapshot; unavailable, with the reason, where there was no look. */
  public <T> Reading<T> part(Function<Snapshot, Reading<T>> part) {
    return probed.part(part);
  }

  /** The wait samples added up; unavailable where there are too few to speak of now. */
  public Reading<WaitProfile> waits() {
    return waits;
  }

  /** The same, for a rule that says nothing without it. */
  public Optional<WaitProfile> profile() {
    return waits instanceof Reading.Known<WaitProfile> known ? Optional.of(known.value()) : Optional.empty();
  }

  /** Neutral where not read: the check of the trees says that they are missing. */
  public List<LockTree> trees() {
    return part(Snapshot::lockTrees).orElse(List.of());
  }

  /** Neutral where not read: then nobody is known to do maintenance. */
  public List<MaintenanceWork> maintenance() {
    return part(Snapshot::maintenance).orElse(List.of());
  }

  public Set<Integer> maintenancePids() {
    return maintenance().stream().map(MaintenanceWork::pid).collect(Collectors.toSet());
  }

  /** The running session of that pid, where it was listed. */
  public Optional<Backend> running(int pid) {
    return part(Snapshot::running).orElse(List.of()).stream().filter(one -> one.pid() == pid).findFirst();
  }

  /** Every statement against its healthy past where that is known, else against the whole past of its counters. */
  public List<StatementDelta> statements() {
    List<StatementDelta> all = part(Snapshot::statements).orElse(List.of());
    return baseline.map(past -> all.stream().map(one -> past.under(one, answering, at())).toList()).orElse(all);
  }

  public Optional<StatementDelta> statement(long statementId) {
    return statements().stream().filter(one -> one.statementId() == statementId).findFirst();
  }

  /** The statement as it was when the cluster was last found healthy; empty where that is not known. */
  Optional<HealthyLook.Statement> healthy(StatementDelta statement) {
    return part(Snapshot::statements).orElse(List.of()).stream()
        .filter(one -> one.statementId() == statement.statementId())
        .findFirst()
        .flatMap(one -> baseline.flatMap(past -> past.then(one, answering, at())));
  }
}
