package io.auroraresponder.aws;

import io.auroraresponder.incident.AtOnce;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.observation.ControlPlane;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.BlueGreenDeployment;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DbClusterNotFoundException;
import software.amazon.awssdk.services.rds.model.DescribeBlueGreenDeploymentsRequest;
import software.amazon.awssdk.services.rds.model.DescribeBlueGreenDeploymentsResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesResponse;
import software.amazon.awssdk.services.rds.model.DescribeEventsRequest;
import software.amazon.awssdk.services.rds.model.DescribeEventsResponse;
import software.amazon.awssdk.services.rds.model.Event;
import software.amazon.awssdk.services.rds.model.Filter;
import software.amazon.awssdk.services.rds.model.SourceType;

/**
 * The control plane over the RDS API, reading only: describing clusters, instances and events wakes nothing (describing log files
 * would).
 */
public final class RdsControlPlane implements ControlPlane {
  private static final Logger LOG = LoggerFactory.getLogger(RdsControlPlane.class);

  /** The largest page that RDS gives (RDS API reference, MaxRecords 20 to 100). */
  private static final int PAGE = 100;

  /** The one status in which nothing follows any more (RDS API reference, BlueGreenDeployment). */
  private static final String SWITCHED_OVER = "SWITCHOVER_COMPLETED";

  private static final String MODE = "aurora-responder:mode";

  /** How long the look that follows the reading of a signal may take to begin; ours: what changes in so short a time is a signal itself. */
  private static final Duration AHEAD = Duration.ofSeconds(3);

  private final Map<ClusterId, ClusterState> ahead = new ConcurrentHashMap<>();
  private final Supplier<RdsClient> rds;
  private final InstantSource clock;
  private final Backoff backoff;
  private final RdsLimits limits;

  /**
   * @param rds a client with the SDK's standard retries
   * @param clock gives the moment of each reading
   * @param backoff for a page of events that is throttled
   */
  public RdsControlPlane(Supplier<RdsClient> rds, InstantSource clock, Backoff backoff) {
    this.rds = rds;
    this.clock = clock;
    this.backoff = backoff;
    this.limits = new RdsLimits(rds);
  }

  @Override
  public Optional<ClusterState> cluster(ClusterId id) {
    ClusterState read = ahead.remove(id);
    Instant now = clock.instant();
    if (read != null && !read.at().isAfter(now) && !read.at().plus(AHEAD).isBefore(now)) {
      return Optional.of(read);
    }
    return read(id, () -> described(id));
  }

  @Override
  public Optional<ClusterState> ahead(ClusterId id) {
    Optional<ClusterState> read = read(id, () -> described(id));
    // A look that never came leaves nothing behind.
    Instant oldest = clock.instant().minus(AHEAD);
    ahead.values().removeIf(state -> state.at().isBefore(oldest));
    // Details that could not be read are asked for once more.
    read.filter(state -> state.members().stream().noneMatch(member -> member.status().isBlank()))
        .ifPresentOrElse(state -> ahead.put(id, state), () -> ahead.remove(id));
    return read;
  }

  @Override
  public Optional<ClusterState> ofResource(String resourceId, ClusterId stored) {
    return read(stored, () -> describedBy(resourceId));
  }

  /** Cluster and members at the same time; members once more where the cluster has another name than was thought. */
  private Optional<ClusterState> read(ClusterId named, Supplier<Optional<DBCluster>> description) {
    // A reading is as old as the start of the look.
    Instant at = clock.instant();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<Optional<DBCluster>> cluster = CompletableFuture.supplyAsync(description, threads);
      CompletableFuture<List<DBInstance>> instances = CompletableFuture.supplyAsync(() -> instances(named), threads);
      Optional<DBCluster> found = cluster.join();
      List<DBInstance> details = instances.join();
      return found.map(some -> {
        ClusterId now = new ClusterId(some.dbClusterIdentifier());
        return ClusterDescription.of(some, now.equals(named) ? details : instances(now), at);
      });
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof SdkException failure) {
        throw Failures.of("rds", "DescribeDBClusters", failure);
      }
      throw failed;
    }
  }

  private Optional<DBCluster> describedBy(String resourceId) {
    Filter filter = Filter.builder().name("db-cluster-resource-id").values(resourceId).build();
    return rds.get().describeDBClusters(request -> request.filters(filter)).dbClusters().stream()
        .filter(cluster -> resourceId.equals(cluster.dbClusterResourceId())).findFirst();
  }

  private Optional<DBCluster> described(ClusterId id) {
    try {
      DescribeDbClustersResponse answer = rds.get().describeDBClusters(request -> request.dbClusterIdentifier(id.value()));
      return answer.dbClusters().stream().findFirst();
    } catch (DbClusterNotFoundException missing) {
      return Optional.empty();
    }
  }

  /** Nothing where it cannot be read: what is missing then are details, and each of them is empty. */
  private List<DBInstance> instances(ClusterId id) {
    List<DBInstance> instances = new ArrayList<>();
    String marker = "";
    try {
      do {
        DescribeDbInstancesResponse page = rds.get().describeDBInstances(membersOf(id, marker));
        instances.addAll(page.dbInstances());
        marker = page.marker() == null ? "" : page.marker();
      } while (!marker.isEmpty());
    } catch (SdkException failure) {
      LOG.atWarn()
          .addKeyValue("cluster", id.value())
          .addKeyValue("reason", Failures.code(failure))
          .log("member details could not be read");
    }
    return instances;
  }

  private static DescribeDbInstancesRequest membersOf(ClusterId id, String marker) {
    DescribeDbInstancesRequest.Builder request =
        DescribeDbInstancesRequest.builder()
            .filters(Filter.builder().name("db-cluster-id").values(id.value()).build())
            .maxRecords(PAGE);
    return marker.isEmpty() ? request.build() : request.marker(marker).build();
  }

  @Override
  public OptionalInt optedIn() {
    int count = 0;
    String marker = "";
    try {
      do {
        DescribeDbClustersRequest.Builder request = DescribeDbClustersRequest.builder().maxRecords(PAGE);
        DescribeDbClustersResponse page = rds.get().describeDBClusters(marker.isEmpty() ? request.build() : request.marker(marker).build());
        count += (int) page.dbClusters().stream().filter(RdsControlPlane::isOptedIn).count();
        marker = page.marker() == null ? "" : page.marker();
      } while (!marker.isEmpty());
    } catch (SdkException failure) {
      throw Failures.of("rds", "DescribeDBClusters", failure);
    }
    return OptionalInt.of(count);
  }

  @Override
  public List<String> blueGreenDeployments(ClusterState cluster) {
    List<String> names = new ArrayList<>();
    String marker = "";
    try {
      do {
        DescribeBlueGreenDeploymentsRequest.Builder request = DescribeBlueGreenDeploymentsRequest.builder().maxRecords(PAGE);
        DescribeBlueGreenDeploymentsResponse page =
            rds.get().describeBlueGreenDeployments(marker.isEmpty() ? request.build() : request.marker(marker).build());
        page.blueGreenDeployments().stream()
            .filter(each -> !SWITCHED_OVER.equals(each.status()))
            .filter(each -> cluster.arn().equals(each.source()) || cluster.arn().equals(each.target()))
            .map(BlueGreenDeployment::blueGreenDeploymentName)
            .forEach(names::add);
        marker = page.marker() == null ? "" : page.marker();
      } while (!marker.isEmpty());
    } catch (SdkException failure) {
      throw Failures.of("rds", "DescribeBlueGreenDeployments", failure);
    }
    return names.stream().sorted().toList();
  }

  private static boolean isOptedIn(DBCluster cluster) {
    return cluster.tagList().stream().anyMatch(tag -> MODE.equals(tag.key())
        && !"off".equalsIgnoreCase(String.valueOf(tag.value()).strip()));
  }

  @Override
  public ClusterState.RangeLimits limits(ClusterState cluster) {
    return limits.of(cluster);
  }

  @Override
  public List<RdsEvent> events(ClusterState cluster, Instant from, Instant to) {
    // A query for the cluster does not bring the events of its instances.
    List<Supplier<List<RdsEvent>>> calls = new ArrayList<>();
    calls.add(() -> eventsOf(cluster.id().value(), SourceType.DB_CLUSTER, from, to));
    for (Member member : cluster.members()) {
      calls.add(() -> eventsOf(member.id(), SourceType.DB_INSTANCE, from, to));
    }
    return AtOnce.all(calls).stream().flatMap(List::stream).sorted(Comparator.comparing(RdsEvent::at)).toList();
  }

  private List<RdsEvent> eventsOf(String source, SourceType type, Instant from, Instant to) {
    List<RdsEvent> events = new ArrayList<>();
    // Without a window RDS would answer for the last hour only.
    DescribeEventsRequest.Builder request =
        DescribeEventsRequest.builder().sourceIdentifier(source).sourceType(type).startTime(from).endTime(to).maxRecords(PAGE);
    String marker = "";
    do {
      DescribeEventsResponse page = page(marker.isEmpty() ? request.build() : request.marker(marker).build(), source);
      page.events().forEach(event -> events.add(event(event)));
      marker = page.marker() == null ? "" : page.marker();
    } while (!marker.isEmpty());
    return events;
  }

  private DescribeEventsResponse page(DescribeEventsRequest request, String source) {
    try {
      return backoff.call(() -> rds.get().describeEvents(request));
    } catch (SdkException failure) {
      throw Failures.of("rds", "DescribeEvents", "the list of events of " + source + " is incomplete: ", failure);
    }
  }

  private static RdsEvent event(Event event) {
    return new RdsEvent(event.sourceIdentifier(), "", event.message(), event.eventCategories(), event.date());
  }
}
