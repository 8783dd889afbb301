package io.auroraresponder.runbook;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.observation.ControlPlane;
import io.auroraresponder.observation.MetricSource;
import io.auroraresponder.probe.Look;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The questions of one look, asked at the same time under one deadline. What fails or is late becomes an unavailable reading; a bug flies.
 *
 * <p>Closing does not wait for late answers.
 */
public final class Gathering implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger asked = new AtomicInteger();
  private final Incident incident;
  private final Clock clock;
  private final Instant at;
  private final Deadline deadline;
  private Reading<ClusterState> cluster = Reading.unavailable("the cluster was not asked for");
  private Pending<Metrics> metrics = missing("the metrics were not asked for");
  private Pending<List<RdsEvent>> events = missing("the events were not asked for");

  Gathering(Incident incident, Clock clock, Deadline deadline) {
    this.incident = incident;
    this.clock = clock;
    this.at = clock.instant();
    this.deadline = deadline;
  }

  /** Waits for the cluster and asks for its metrics and events. */
  void begin(ControlPlane controlPlane, MetricSource source, LookSource.Scope scope) {
    cluster = submit("rds:DescribeDBClusters", () -> described(controlPlane)).reading();
    Instant end = at.truncatedTo(ChronoUnit.MINUTES);
    metrics = over("cloudwatch:GetMetricData", end.minus(scope.metricsOver()), end,
        known -> source.read(known.members().stream().map(Member::id).toList(), scope.metrics(), incident.signal().metric(),
            end.minus(scope.metricsOver()), end));
    events = over("rds:DescribeEvents", scope.eventsOver(), known -> controlPlane.events(known, at.minus(scope.eventsOver()), at));
  }

  private Reading<ClusterState> described(ControlPlane controlPlane) {
    return controlPlane
        .cluster(incident.cluster())
        .map(found -> Reading.known(found, found.at()))
        .orElseGet(
            () ->
                Reading.unavailable(
                    "RDS knows no cluster " + incident.cluster() + " in account " + incident.account() + ", " + incident.region()));
  }

  /** An answer on its way. */
  public final class Pending<T> {
    private final String source;
    private final Future<Reading<T>> future;

    private Pending(String source, Future<Reading<T>> future) {
      this.source = source;
      this.future = future;
    }

    /** Waits for the answer until the deadline. */
    public Reading<T> reading() {
      try {
        return future.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException | CancellationException late) {
        future.cancel(true);
        return Reading.unavailable(source + " did not answer in time");
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return Reading.unavailable(source + " was interrupted");
      } catch (ExecutionException failed) {
        if (failed.getCause() instanceof DependencyException dependency) {
          return Reading.unavailable(String.valueOf(dependency.getMessage()));
        }
        throw new IllegalStateException(source + " broke", failed.getCause());
      }
    }
  }

  public Incident incident() {
    return incident;
  }

  /** "Now" for every check. */
  public Instant at() {
    return at;
  }

  public Reading<ClusterState> cluster() {
    return cluster;
  }

  /** Waits for the metrics. */
  public Reading<Metrics> metrics() {
    return metrics.reading();
  }

  /** Waits for the events. */
  public Reading<List<RdsEvent>> events() {
    return events.reading();
  }

  /** Asks for something that is as it is now. */
  public <T> Pending<T> ask(String source, Function<ClusterState, T> question) {
    return about(source, known -> Reading.known(question.apply(known), at));
  }

  /** Asks what happened, until now. */
  public <T> Pending<T> over(String source, Duration back, Function<ClusterState, T> question) {
    return over(source, at.minus(back), at, question);
  }

  /** Asks what happened in a stretch of time. */
  public <T> Pending<T> over(String source, Instant from, Instant to, Function<ClusterState, T> question) {
    return about(source, known -> Reading.known(question.apply(known), from, to));
  }

  /** Asks in a thread of its own, unless the cluster is not known: then the answer is why not. */
  public <T> Pending<T> about(String source, Function<ClusterState, Reading<T>> question) {
    return switch (cluster) {
      case Reading.Known<ClusterState> known -> submit(source, () -> question.apply(known.value()));
      case Reading.Unavailable<ClusterState> gap -> missing(gap.reason());
    };
  }

  private <T> Pending<T> submit(String source, Callable<Reading<T>> question) {
    asked.incrementAndGet();
    return new Pending<>(source, threads.submit(question));
  }

  /** The answer to what cannot be asked, with the reason. */
  public <T> Pending<T> missing(String reason) {
    return new Pending<>("", CompletableFuture.completedFuture(Reading.unavailable(reason)));
  }

  /**
   * The member's database, where it may be asked; waits for metrics and events first.
   *
   * @param nobody why no database was asked where there is no member to ask
   */
  public Look look(MemberLook looking, Optional<Member> member, String nobody) {
    return switch (cluster) {
      case Reading.Known<ClusterState> known ->
          member.map(one -> looking.at(known.value(), one, this)).orElseGet(() -> new Look.NotTried(nobody));
      case Reading.Unavailable<ClusterState> gap -> new Look.NotTried(gap.reason());
    };
  }

  /** Asks a database in a thread of its own; what the look cost counts as asked. */
  public Pending<Look> probe(String source, Function<Deadline, Look> question) {
    return submit(
        source,
        () -> {
          Look look = question.apply(deadline);
          if (look instanceof Look.Seen seen) {
            asked.addAndGet(seen.snapshot().cost().statements());
          }
          return Reading.known(look, clock.instant());
        });
  }

  /** What asking the database gave, as one of the sources that gaps are told of. */
  public Reading<Look> database(Look look) {
    return switch (look) {
      case Look.Seen seen -> Reading.known(seen, at);
      case Look.Failed failed -> Reading.unavailable(failed.sentence());
      case Look.NotTried notTried -> Reading.unavailable(notTried.reason());
    };
  }

  /**
   * All that every runbook asks, with a gap for each source that gave nothing.
   *
   * @param beside what the runbook asked beside, by the names that gaps are told under, in their order
   */
  public ClusterLook done(SequencedMap<String, Reading<?>> beside) {
    List<Gap> gaps = new ArrayList<>();
    if (cluster instanceof Reading.Unavailable<ClusterState> unknown) {
      gaps.add(Gap.of("Cluster", at, unknown.reason()));
    } else {
      gap(gaps, "Metrics", metrics());
      gap(gaps, "Events", events());
      for (Map.Entry<String, Reading<?>> one : beside.entrySet()) {
        gap(gaps, one.getKey(), one.getValue());
      }
    }
    return new ClusterLook(at, incident, cluster, metrics(), events(), gaps, asked.get());
  }

  private void gap(List<Gap> gaps, String source, Reading<?> reading) {
    if (reading instanceof Reading.Unavailable<?> missing) {
      gaps.add(Gap.of(source, at, missing.reason()));
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
