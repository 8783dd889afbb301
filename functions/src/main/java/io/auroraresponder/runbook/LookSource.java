package io.auroraresponder.runbook;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.observation.ControlPlane;
import io.auroraresponder.observation.MetricSource;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/**
 * The frame in which every runbook gathers: the cluster first, since it names all else; then its metrics and events, and what the runbook
 * asks beside these, at the same time. Of a cluster that RDS does not know nothing else is asked, and every reading says so.
 */
public abstract class LookSource<E extends Evidence> implements EvidenceSource<E> {
  /** Part of the deadline that is kept for thinking, acting and telling. */
  private static final Duration RESERVE = Duration.ofSeconds(1);

  private final ControlPlane controlPlane;
  private final MetricSource metrics;
  private final Clock clock;
  private final Scope scope;

  /**
   * What is asked of every cluster.
   *
   * @param metrics of each member, beside the one that an alarm watches
   * @param metricsOver how far back; whole minutes that end with the last one that is complete
   * @param eventsOver how far back; at most the fourteen days that RDS keeps
   */
  public record Scope(Set<Metric> metrics, Duration metricsOver, Duration eventsOver) {}

  protected LookSource(ControlPlane controlPlane, MetricSource metrics, Clock clock, Scope scope) {
    this.controlPlane = controlPlane;
    this.metrics = metrics;
    this.clock = clock;
    this.scope = scope;
  }

  @Override
  public final E gather(Incident incident, Deadline deadline) {
    try (Gathering gathering = new Gathering(incident, clock, deadline.atMost(deadline.left().minus(RESERVE)))) {
      gathering.begin(controlPlane, metrics, scope);
      return gather(gathering);
    }
  }

  /** Asks the rest: what does not depend on an answer before anything waits for one. */
  protected abstract E gather(Gathering gathering);
}
