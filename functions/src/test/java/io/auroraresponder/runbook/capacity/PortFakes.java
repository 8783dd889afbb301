package io.auroraresponder.runbook.capacity;

import io.auroraresponder.fake.InMemoryHealth;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.observation.ControlPlane;
import io.auroraresponder.observation.LoadHistory;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;
import io.auroraresponder.runbook.LeaseHistory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The ports of {@link CapacitySource} over a scene; a port named in {@link #broken} fails, one in {@link #late} never answers, and the
 * deadline comes.
 */
final class PortFakes {
  final Set<String> broken = new HashSet<>();
  final Set<String> late = new HashSet<>();
  final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  final List<ProbeRequest> probed = Collections.synchronizedList(new ArrayList<>());
  Instant lookedBackFrom = Instant.EPOCH;
  boolean clusterKnown = true;

  private static final Duration BUDGET = Duration.ofSeconds(3);

  private final AtomicLong time = new AtomicLong();
  private final CapacityScene scene;

  PortFakes(CapacityScene scene) {
    this.scene = scene;
  }

  CapacityEvidence gather() {
    CapacityEvidence wanted = scene.evidence();
    return new CapacitySource(sources(), Clock.fixed(wanted.at(), ZoneOffset.UTC))
        .gather(wanted.incident(), Deadline.after(BUDGET, time::get));
  }

  CapacitySource.Sources sources() {
    CapacityEvidence wanted = scene.evidence();
    return new CapacitySource.Sources(
        controlPlane(wanted), (members, metrics, from, to) -> answer("metrics", metricsOf(wanted)), history(),
        (request, deadline) -> {
          probed.add(request);
          return answer("probe", new Look.Seen(scene.seen()));
        },
        (live, incident) -> answer("ledger", LeaseHistory.Situation.FREE), new InMemoryHealth(), cluster -> CapacityScene.policy(64),
        PortFakes::request);
  }

  private LoadHistory history() {
    return new LoadHistory() {
      @Override
      public List<WaitLoad> byWaitEvent(Member member, Instant from, Instant to) {
        lookedBackFrom = from;
        return answer("history", List.of());
      }

      @Override
      public List<ApplicationLoad> byApplication(Member member, Instant from, Instant to) {
        return answer("applications", List.of());
      }
    };
  }

  private static ProbeRequest request(ClusterState cluster, Member member) {
    return new ProbeRequest(member.endpoint(), member.port(), "orders", "responder", member.id(), cluster.region());
  }

  private static Metrics metricsOf(CapacityEvidence wanted) {
    return wanted.metrics().orElse(new Metrics(java.util.Map.of(), wanted.at(), wanted.at()));
  }

  private ControlPlane controlPlane(CapacityEvidence wanted) {
    return new ControlPlane() {
      @Override
      public Optional<ClusterState> cluster(ClusterId id) {
        return answer("cluster", clusterKnown ? Optional.of(scene.state()) : Optional.<ClusterState>empty());
      }

      @Override
      public ClusterState.RangeLimits limits(ClusterState cluster) {
        return answer("limits", new ClusterState.RangeLimits(0, 256));
      }

      @Override
      public List<RdsEvent> events(ClusterState cluster, Instant from, Instant to) {
        return answer("events", wanted.events().orElse(List.of()));
      }
    };
  }

  private <T> T answer(String port, T value) {
    calls.add(port);
    if (broken.contains(port)) {
      throw new DependencyException(port, "Ask", "Throttling", true, "asked 3 times", null);
    }
    if (late.contains(port)) {
      time.set(BUDGET.toNanos());
      waitForInterrupt();
    }
    return value;
  }

  /** The deadline has come: whoever still waits is interrupted. */
  private static void waitForInterrupt() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException expected) {
      Thread.currentThread().interrupt();
    }
  }

}
