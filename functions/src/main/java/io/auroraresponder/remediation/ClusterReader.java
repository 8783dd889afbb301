package io.auroraresponder.remediation;

import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.ledger.Approval;
import io.auroraresponder.ledger.FleetHead;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.KillSwitch;
import io.auroraresponder.ledger.OperatorRecords;
import io.auroraresponder.ledger.SeenLimit;
import io.auroraresponder.remediation.guard.FleetSituation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads what a step is decided from; what does not answer becomes an unavailable reading. Wakes nothing. */
final class ClusterReader {
  private static final Set<Metric> METRICS = EnumSet.of(Metric.CAPACITY, Metric.CPU, Metric.DB_LOAD, Metric.DB_LOAD_CPU,
      Metric.COMMIT_LATENCY, Metric.UPTIME);
  /** Longer than any window that is judged: quiet time, lag and the minutes between raise and verification. */
  private static final Duration WINDOW = Duration.ofMinutes(45);

  /** What the report page draws of a lease. */
  private static final Set<Metric> DRAWN =
      EnumSet.of(
          Metric.CAPACITY, Metric.ACU_UTILIZATION, Metric.CPU, Metric.DB_LOAD, Metric.DB_LOAD_CPU, Metric.DB_LOAD_WAITS,
          Metric.CONNECTIONS);

  private final RemediationPorts ports;
  private final RemediationSettings settings;
  private final Fleet fleet;

  ClusterReader(RemediationPorts ports, RemediationSettings settings, Fleet fleet) {
    this.fleet = fleet;
    this.ports = ports;
    this.settings = settings;
  }

  /** As one step of its cluster is to be decided. */
  ClusterSnapshot look(Head head) {
    return look(head, head.pending().isPresent());
  }

  /** As a raise is to be judged. */
  ClusterSnapshot lookToRaise(Head head) {
    return look(head, true);
  }

  /** What RDS accepted, read back at once: nothing else is asked, and nothing but that can be told from it. */
  ClusterSnapshot readBack(Head head) {
    String nothingElse = "only what was accepted is read back";
    Instant seenAt = ports.clock().instant();
    return new ClusterSnapshot(
        head, lastLook(head), Reading.unavailable(nothingElse), Reading.unavailable(nothingElse), Reading.unavailable(nothingElse),
        Reading.unavailable(nothingElse), Reading.unavailable(nothingElse), Reading.unavailable(nothingElse),
        Reading.unavailable(nothingElse), Reading.unavailable(nothingElse), settings, seenAt, ports.clock().instant());
  }

  private ClusterSnapshot look(Head head, boolean raises) {
    Instant seenAt = ports.clock().instant();
    Reading<Optional<ClusterState>> found = cluster(head);
    Reading<Metrics> metrics =
        found.flatMap(state -> state.map(this::metrics).orElse(Reading.unavailable("there is no cluster " + head.cluster())));
    Reading<FleetHead> all = raises ? fleet.read() : Reading.unavailable("no raise is judged");
    Reading<KillSwitch> killSwitch = killSwitch(() -> raises ? all.map(known -> true) : ports.ledger().begun());
    Reading<List<SeenLimit>> limits = head.lease().isPresent() ? ports.ledger().limits(head.resourceId())
        : Reading.unavailable("no lease is open");
    Reading<FleetSituation> together = raises ? fleet.situation(head, all) : Reading.unavailable("no raise is judged");
    Reading<List<String>> deployments = raises
        ? found.flatMap(state -> state.map(this::deployments).orElse(Reading.unavailable("there is no cluster " + head.cluster())))
        : Reading.unavailable("no raise is judged");
    Reading<List<Approval>> approvals = head.pending().isPresent() ? ports.operators().read().map(OperatorRecords::approvals)
        : Reading.unavailable("no plan waits for a person");
    Reading<Boolean> resolved = head.pending().map(pending -> ports.ledger().isResolved(pending.plan().incidentKey(), pending.plan()
        .incident())).orElse(Reading.unavailable("no plan waits for a person"));
    return new ClusterSnapshot(head, found, killSwitch, metrics, limits, approvals, resolved, namesake(head, found), together, deployments,
        settings, seenAt, ports.clock().instant());
  }

  /** The switch as it stands for the ledger's table; a ledger that was never begun, or was emptied, is stopped. */
  private Reading<KillSwitch> killSwitch(Supplier<Reading<Boolean>> hasBegun) {
    Reading<KillSwitch> position = lastSwitch();
    return position.map(KillSwitch::running).orElse(false)
        ? hasBegun.get().flatMap(begun -> begun ? position : Reading.unavailable(
            "this ledger has never been begun: a person allows changes for the first time with ./responder switch run --first"))
        : position;
  }

  /** The switch alone, immediately before a call. */
  Reading<KillSwitch> lastSwitch() {
    return ports.ledger().tableId().flatMap(ports.operators()::killSwitch);
  }

  /** The cluster of the head with its limits; limits that cannot be looked up leave it known and themselves unavailable. */
  private Reading<Optional<ClusterState>> cluster(Head head) {
    return lastLook(head).map(state -> state.map(this::withLimits));
  }

  /** The cluster alone, immediately before a call: by its resource id, under whatever name. */
  Reading<Optional<ClusterState>> lastLook(Head head) {
    return reading(() -> ports.control().ofResource(head.resourceId(), head.cluster()));
  }

  /** Who has the name that the head knows, where its cluster has another one. */
  private Reading<Optional<ClusterState>> namesake(Head head, Reading<Optional<ClusterState>> found) {
    boolean renamed = found instanceof Reading.Known<Optional<ClusterState>> known
        && known.value().filter(state -> !state.id().equals(head.cluster())).isPresent();
    return renamed ? reading(() -> ports.control().cluster(head.cluster())) : Reading.unavailable("the cluster has the name that it had");
  }

  private ClusterState withLimits(ClusterState state) {
    return state.withLimits(reading(() -> ports.control().limits(state)));
  }

  private Reading<List<String>> deployments(ClusterState state) {
    return reading(() -> ports.control().blueGreenDeployments(state));
  }

  private Reading<Metrics> metrics(ClusterState state) {
    List<String> members = state.serverlessMembers().stream().map(Member::id).toList();
    Instant to = ports.clock().instant().truncatedTo(ChronoUnit.MINUTES);
    return reading(() -> ports.metrics().read(members, METRICS, to.minus(WINDOW), to));
  }

  /** The Slack channel that the cluster's tag names; empty where it names none, or nobody answers. */
  String slackChannel(String cluster) {
    return reading(() -> ports.control().cluster(new ClusterId(cluster))).map(found -> found.map(ClusterState::slackChannel).orElse(""))
        .orElse("");
  }

  /** What is drawn of a lease, from {@code from} on; nothing where no whole minute is since then, as by a clock that is behind. */
  Reading<Metrics> drawn(ClusterState state, Instant from) {
    List<String> members = state.serverlessMembers().stream().map(Member::id).toList();
    Instant to = ports.clock().instant().truncatedTo(ChronoUnit.MINUTES);
    Instant begin = from.truncatedTo(ChronoUnit.MINUTES);
    return begin.isBefore(to) ? reading(() -> ports.metrics().read(members, DRAWN, begin, to))
        : Reading.unavailable("no whole minute is over since " + from);
  }

  private <T> Reading<T> reading(Supplier<T> read) {
    try {
      return Reading.known(read.get(), ports.clock().instant());
    } catch (DependencyException silent) {
      return Reading.unavailable(String.valueOf(silent.getMessage()));
    }
  }
}
