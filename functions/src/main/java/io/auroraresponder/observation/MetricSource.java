package io.auroraresponder.observation;

import io.auroraresponder.incident.AlarmMetric;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Metrics by minute, per DB instance. Safe for several threads. */
public interface MetricSource {

  /**
   * All of them in one request (further pages where the answer has any); a result that is not complete is an unavailable reading.
   *
   * @param from inclusive, on a minute
   * @param to exclusive, on a minute
   * @throws DependencyException when nothing was answered
   */
  Metrics read(Collection<String> members, Set<Metric> metrics, Instant from, Instant to);

  /**
   * The same with what the alarm itself watches; a source that knows no such metric leaves it unavailable.
   *
   * @param alarm empty where no alarm rang, or it does not say what it watches
   */
  default Metrics read(Collection<String> members, Set<Metric> metrics, Optional<AlarmMetric> alarm, Instant from, Instant to) {
    return read(members, metrics, from, to);
  }
}
