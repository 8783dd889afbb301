package io.auroraresponder.aws;

import io.auroraresponder.incident.AtOnce;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Member;
import io.auroraresponder.observation.ClusterSurroundings;
import io.auroraresponder.observation.EngineSupport;
import io.auroraresponder.observation.PendingMaintenance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBMajorEngineVersion;
import software.amazon.awssdk.services.rds.model.DBProxy;
import software.amazon.awssdk.services.rds.model.DBProxyTarget;
import software.amazon.awssdk.services.rds.model.Filter;
import software.amazon.awssdk.services.rds.model.Integration;
import software.amazon.awssdk.services.rds.model.LifecycleSupportName;
import software.amazon.awssdk.services.rds.model.Parameter;
import software.amazon.awssdk.services.rds.model.PendingMaintenanceAction;
import software.amazon.awssdk.services.rds.model.ResourcePendingMaintenanceActions;
import software.amazon.awssdk.services.rds.model.SupportedEngineLifecycle;

/**
 * Proxies, integrations, parameters, maintenance and support over the RDS API, reading only; all of it is asked of the client that the
 * others use.
 */
public final class RdsSurroundings implements ClusterSurroundings {
  /** The largest page that RDS gives (RDS API reference, MaxRecords 20 to 100). */
  private static final int PAGE = 100;

  /** RDS knows no way from a cluster to its proxies, so each is asked; 20 a region is the default quota (RDS Proxy quotas). */
  private static final int MOST_PROXIES = 20;

  private final Supplier<RdsClient> rds;
  private final Backoff backoff;

  /**
   * @param rds a client with the SDK's standard retries
   * @param backoff for a page that is throttled
   */
  public RdsSurroundings(Supplier<RdsClient> rds, Backoff backoff) {
    this.rds = rds;
    this.backoff = backoff;
  }

  @Override
  public List<String> proxies(ClusterState cluster) {
    List<String> names =
        pages(
                "DescribeDBProxies",
                marker -> {
                  var page = rds.get().describeDBProxies(request -> request.marker(marker).maxRecords(PAGE));
                  return new Page<>(page.dbProxies(), page.marker());
                })
            .stream()
            .filter(proxy -> "POSTGRESQL".equals(proxy.engineFamily()))
            .map(DBProxy::dbProxyName)
            .toList();
    if (names.size() > MOST_PROXIES) {
      throw new DependencyException("rds", "DescribeDBProxyTargets", "", false, names.size() + " proxies are too many to look through",
          null);
    }
    List<Supplier<Boolean>> asked = new ArrayList<>();
    names.forEach(name -> asked.add(() -> leadsTo(name, cluster)));
    List<Boolean> answers = AtOnce.all(asked);
    List<String> found = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (answers.get(i)) {
        found.add(names.get(i));
      }
    }
    return found.stream().sorted().toList();
  }

  private boolean leadsTo(String proxy, ClusterState cluster) {
    List<DBProxyTarget> targets =
        pages(
            "DescribeDBProxyTargets",
            marker -> {
              var page = rds.get().describeDBProxyTargets(request -> request.dbProxyName(proxy).marker(marker).maxRecords(PAGE));
              return new Page<>(page.targets(), page.marker());
            });
    return targets.stream()
        .anyMatch(target -> cluster.id().value().equalsIgnoreCase(target.trackedClusterId())
        || cluster.id().value().equalsIgnoreCase(target.rdsResourceId()));
  }

  @Override
  public List<String> integrations(ClusterState cluster) {
    return pages(
            "DescribeIntegrations",
            marker -> {
              var page = rds.get().describeIntegrations(request -> request.marker(marker).maxRecords(PAGE));
              return new Page<>(page.integrations(), page.marker());
            })
        .stream()
        .filter(integration -> cluster.arn().equals(integration.sourceArn()))
        .map(Integration::integrationName)
        .sorted()
        .toList();
  }

  @Override
  public Map<String, String> parameters(ClusterState cluster) {
    String group = group(cluster);
    Map<String, String> set = new TreeMap<>();
    for (Parameter parameter : parameters(group)) {
      if (parameter.parameterName() != null && parameter.parameterValue() != null) {
        set.put(parameter.parameterName(), parameter.parameterValue());
      }
    }
    return set;
  }

  private List<Parameter> parameters(String group) {
    return pages(
        "DescribeDBClusterParameters",
        marker -> {
          var page = rds.get().describeDBClusterParameters(request ->
              request.dbClusterParameterGroupName(group).source("user").marker(marker).maxRecords(PAGE));
          return new Page<>(page.parameters(), page.marker());
        });
  }

  /** Two questions: the filters for clusters and for instances are not known to be joined by "or" (RDS API reference). */
  @Override
  public List<PendingMaintenance> maintenance(ClusterState cluster) {
    List<PendingMaintenance> found = new ArrayList<>(maintenance("db-cluster-id", List.of(cluster.id().value())));
    List<String> members = cluster.members().stream().map(Member::id).toList();
    if (!members.isEmpty()) {
      found.addAll(maintenance("db-instance-id", members));
    }
    found.sort(Comparator.comparing(one -> one.appliedAt().orElse(Instant.MAX)));
    return List.copyOf(found);
  }

  private List<PendingMaintenance> maintenance(String filter, List<String> ids) {
    List<ResourcePendingMaintenanceActions> resources = pages(
        "DescribePendingMaintenanceActions",
        marker -> {
          var page = rds.get().describePendingMaintenanceActions(request ->
              request.filters(Filter.builder().name(filter).values(ids).build()).marker(marker).maxRecords(PAGE));
          return new Page<>(page.pendingMaintenanceActions(), page.marker());
        });
    return resources.stream().filter(resource -> resource.resourceIdentifier() != null)
        .flatMap(resource -> resource.pendingMaintenanceActionDetails().stream()
            .map(action -> pending(resource.resourceIdentifier(), action)))
        .toList();
  }

  private static PendingMaintenance pending(String arn, PendingMaintenanceAction action) {
    return new PendingMaintenance(arn, action.action() == null ? "maintenance" : action.action(),
        Optional.ofNullable(action.currentApplyDate()));
  }

  @Override
  public EngineSupport support(ClusterState cluster) {
    String version = cluster.engineVersion();
    String major = version.contains(".") ? version.substring(0, version.indexOf('.')) : version;
    List<DBMajorEngineVersion> all = pages(
        "DescribeDBMajorEngineVersions",
        marker -> {
          var page = rds.get().describeDBMajorEngineVersions(request ->
              request.engine(cluster.engine()).majorEngineVersion(major).marker(marker).maxRecords(PAGE));
          return new Page<>(page.dbMajorEngineVersions(), page.marker());
        });
    List<SupportedEngineLifecycle> support = all.stream().filter(one -> major.equals(one.majorEngineVersion()))
        .flatMap(one -> one.supportedEngineLifecycles().stream()).toList();
    Optional<Instant> standard = end(support, LifecycleSupportName.OPEN_SOURCE_RDS_STANDARD_SUPPORT);
    if (standard.isEmpty()) {
      throw new DependencyException("rds", "DescribeDBMajorEngineVersions", "", false,
          "the answer says nothing of the support of " + cluster.engine() + " " + major, null);
    }
    return new EngineSupport(major, standard.get(), end(support, LifecycleSupportName.OPEN_SOURCE_RDS_EXTENDED_SUPPORT));
  }

  private static Optional<Instant> end(List<SupportedEngineLifecycle> support, LifecycleSupportName kind) {
    return support.stream().filter(one -> one.lifecycleSupportName() == kind).map(SupportedEngineLifecycle::lifecycleSupportEndDate)
        .filter(Objects::nonNull).findFirst();
  }

  private String group(ClusterState cluster) {
    return answer("DescribeDBClusters", () -> rds.get().describeDBClusters(request -> request.dbClusterIdentifier(cluster.id().value())))
        .dbClusters().stream()
        .findFirst()
        .map(described -> described.dbClusterParameterGroup())
        .orElseThrow(() -> new DependencyException("rds", "DescribeDBClusters", "", false, "the answer names no parameter group", null));
  }

  private record Page<T>(List<T> items, @Nullable String marker) {}

  private <T> List<T> pages(String operation, Function<@Nullable String, Page<T>> ask) {
    List<T> all = new ArrayList<>();
    @Nullable String marker = null;
    do {
      @Nullable String from = marker;
      Page<T> page = answer(operation, () -> ask.apply(from));
      all.addAll(page.items());
      marker = page.marker();
    } while (marker != null && !marker.isEmpty());
    return all;
  }

  private <T> T answer(String operation, Supplier<T> call) {
    try {
      return backoff.call(call);
    } catch (SdkException failure) {
      throw Failures.of("rds", operation, failure);
    }
  }
}
