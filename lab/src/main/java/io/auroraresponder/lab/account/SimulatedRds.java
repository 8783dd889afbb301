package io.auroraresponder.lab.account;

import io.auroraresponder.incident.ScalingRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.DefaultAwsResponseMetadata;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.AccountQuota;
import software.amazon.awssdk.services.rds.model.BlueGreenDeployment;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.DBEngineVersion;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBMajorEngineVersion;
import software.amazon.awssdk.services.rds.model.DBProxy;
import software.amazon.awssdk.services.rds.model.DBProxyTarget;
import software.amazon.awssdk.services.rds.model.DescribeAccountAttributesRequest;
import software.amazon.awssdk.services.rds.model.DescribeAccountAttributesResponse;
import software.amazon.awssdk.services.rds.model.DescribeBlueGreenDeploymentsRequest;
import software.amazon.awssdk.services.rds.model.DescribeBlueGreenDeploymentsResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterParametersRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterParametersResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterSnapshotsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterSnapshotsResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbEngineVersionsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbEngineVersionsResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbMajorEngineVersionsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbMajorEngineVersionsResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbProxiesRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbProxiesResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbProxyTargetsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbProxyTargetsResponse;
import software.amazon.awssdk.services.rds.model.DescribeEventsRequest;
import software.amazon.awssdk.services.rds.model.DescribeEventsResponse;
import software.amazon.awssdk.services.rds.model.DescribeIntegrationsRequest;
import software.amazon.awssdk.services.rds.model.DescribeIntegrationsResponse;
import software.amazon.awssdk.services.rds.model.DescribePendingMaintenanceActionsRequest;
import software.amazon.awssdk.services.rds.model.DescribePendingMaintenanceActionsResponse;
import software.amazon.awssdk.services.rds.model.DescribeServerlessV2PlatformVersionsRequest;
import software.amazon.awssdk.services.rds.model.DescribeServerlessV2PlatformVersionsResponse;
import software.amazon.awssdk.services.rds.model.Event;
import software.amazon.awssdk.services.rds.model.Filter;
import software.amazon.awssdk.services.rds.model.Integration;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterResponse;
import software.amazon.awssdk.services.rds.model.Parameter;
import software.amazon.awssdk.services.rds.model.ResourcePendingMaintenanceActions;
import software.amazon.awssdk.services.rds.model.ServerlessV2PlatformVersionInfo;

/** RDS as the functions use it; other operations are refused by the SDK's own default. */
final class SimulatedRds implements RdsClient {
  /** How long a range change shows as {@code modifying}; AWS documents none, so it is long enough to be met. */
  static final Duration MODIFYING = Duration.ofSeconds(30);

  private static final int LEAST_RECORDS = 20;
  private static final int MOST_RECORDS = 100;

  /** DescribeEvents reaches back 14 days and asks for the last hour when not told (RDS API model). */
  private static final Duration EVENT_LIFE = Duration.ofDays(14);

  private static final Duration EVENT_WINDOW = Duration.ofHours(1);

  private final Line line;
  private final SimulatedAccount account;
  private final RdsAnswers answers;
  private final SimulatedSnapshots snapshots;
  private final SimulatedSurroundings surroundings;

  SimulatedRds(Line line) {
    this.line = line;
    this.account = line.account();
    this.answers = new RdsAnswers(account);
    this.snapshots = new SimulatedSnapshots(account);
    this.surroundings = new SimulatedSurroundings(account);
  }

  @Override
  public DescribeDbClustersResponse describeDBClusters(DescribeDbClustersRequest request) {
    return line.answer("DescribeDBClusters", request, () -> {
      Collection<ClusterLife> chosen = clusters(request.dbClusterIdentifier(), request.filters());
      List<DBCluster> all = chosen.stream().map(life -> answers.cluster(life, account.now())).toList();
      Pages.Page<DBCluster> page = page(all, request.marker(), request.maxRecords());
      return DescribeDbClustersResponse.builder().dbClusters(page.items()).marker(page.marker()).build();
    });
  }

  private Collection<ClusterLife> clusters(@Nullable String id, List<Filter> filters) {
    if (id != null) {
      return List.of(cluster(id));
    }
    Optional<List<String>> resources = filters.stream().filter(filter -> filter.name().equals("db-cluster-resource-id")).findFirst()
        .map(Filter::values);
    List<Filter> others = filters.stream().filter(filter -> !filter.name().equals("db-cluster-resource-id")).toList();
    Optional<List<String>> wanted = filter(others, "db-cluster-id");
    return account.lives().stream().filter(life -> resources.isEmpty() || resources.get().contains(account.resourceId(life.cluster.id())))
        .filter(life -> wanted.isEmpty() || wanted.get().contains(account.name(life))).toList();
  }

  private ClusterLife cluster(String id) {
    return account.find(id).orElseThrow(
        () -> ServiceErrors.error("rds", "DBClusterNotFoundFault", "DBCluster " + id + " not found."));
  }

  private static Optional<List<String>> filter(List<Filter> filters, String known) {
    for (Filter filter : filters) {
      if (!filter.name().equals(known)) {
        throw ServiceErrors.error("rds", "InvalidParameterValue", "Unrecognized filter name: " + filter.name());
      }
    }
    return filters.stream().findFirst().map(filter -> filter.values().stream().map(SimulatedRds::idOf).toList());
  }

  private static String idOf(String idOrArn) {
    return idOrArn.substring(idOrArn.lastIndexOf(':') + 1).toLowerCase(Locale.ROOT);
  }

  @Override
  public DescribeBlueGreenDeploymentsResponse describeBlueGreenDeployments(DescribeBlueGreenDeploymentsRequest request) {
    return line.answer("DescribeBlueGreenDeployments", request, () -> {
      List<BlueGreenDeployment> all = account.lives().stream().flatMap(life -> deployment(life).stream()).toList();
      Pages.Page<BlueGreenDeployment> page = page(all, request.marker(), request.maxRecords());
      return DescribeBlueGreenDeploymentsResponse.builder().blueGreenDeployments(page.items()).marker(page.marker()).build();
    });
  }

  private Optional<BlueGreenDeployment> deployment(ClusterLife blue) {
    return blue.cluster.setup().blueGreen().filter(of -> !blue.moment(of.from()).isAfter(account.now())).map(of ->
        BlueGreenDeployment.builder().blueGreenDeploymentName(of.name()).blueGreenDeploymentIdentifier("bgd-" + of.name())
            .source(account.arn("cluster", account.name(blue))).target(account.arn("cluster", account.name(account.ofFile(of.green()))))
            .status(account.name(blue).equals(blue.cluster.id()) ? "AVAILABLE" : "SWITCHOVER_COMPLETED").build());
  }

  @Override
  public DescribeDbInstancesResponse describeDBInstances(DescribeDbInstancesRequest request) {
    return line.answer("DescribeDBInstances", request, () -> {
      List<DBInstance> all =
          account.lives().stream()
              .flatMap(life -> life.members().stream().map(member -> answers.instance(life, member)))
              .filter(instance -> named(instance, request.dbInstanceIdentifier()))
              .filter(instance -> request.filters().stream().allMatch(filter -> passes(instance, filter)))
              .toList();
      if (all.isEmpty() && request.dbInstanceIdentifier() != null) {
        throw ServiceErrors.error("rds", "DBInstanceNotFound", "DBInstance " + request.dbInstanceIdentifier() + " not found.");
      }
      Pages.Page<DBInstance> page = page(all, request.marker(), request.maxRecords());
      return DescribeDbInstancesResponse.builder().dbInstances(page.items()).marker(page.marker()).build();
    });
  }

  /** The filters of DescribeDBInstances that are known here (RDS API reference); resource ids are compared as they are written. */
  private static boolean passes(DBInstance instance, Filter filter) {
    return switch (filter.name()) {
      case "db-cluster-id" -> filter.values().stream().map(SimulatedRds::idOf).anyMatch(instance.dbClusterIdentifier()::equals);
      case "db-instance-id" -> filter.values().stream().map(SimulatedRds::idOf).anyMatch(instance.dbInstanceIdentifier()::equals);
      case "dbi-resource-id" -> filter.values().contains(instance.dbiResourceId());
      default -> throw ServiceErrors.error("rds", "InvalidParameterValue", "Unrecognized filter name: " + filter.name());
    };
  }

  private static boolean named(DBInstance instance, @Nullable String id) {
    return id == null || instance.dbInstanceIdentifier().equals(idOf(id));
  }

  @Override
  public DescribeEventsResponse describeEvents(DescribeEventsRequest request) {
    return line.answer("DescribeEvents", request, () -> {
      if (request.sourceIdentifier() != null && request.sourceType() == null) {
        throw ServiceErrors.error("rds", "InvalidParameterCombination", "SourceIdentifier needs a SourceType.");
      }
      Instant now = account.now();
      Instant to = request.endTime() == null ? now : request.endTime();
      Instant from = request.startTime() == null ? to.minus(window(request)) : request.startTime();
      if (from.isAfter(to) || from.isBefore(now.minus(EVENT_LIFE))) {
        throw ServiceErrors.error("rds", "InvalidParameterValue", "The window lies outside the last 14 days or ends before it begins.");
      }
      List<Event> all =
          account.lives().stream()
              .flatMap(life -> Stream.concat(life.events().stream(), snapshots.events(life).stream()))
              .filter(event -> !event.at().isBefore(from) && event.at().isBefore(to) && !event.at().isAfter(now))
              .filter(event -> asked(event, request))
              .sorted(Comparator.comparing(ClusterLife.LoggedEvent::at))
              .map(answers::event)
              .toList();
      Pages.Page<Event> page = page(all, request.marker(), request.maxRecords());
      return DescribeEventsResponse.builder().events(page.items()).marker(page.marker()).build();
    });
  }

  private static Duration window(DescribeEventsRequest request) {
    return request.duration() == null ? EVENT_WINDOW : Duration.ofMinutes(request.duration());
  }

  private static boolean asked(ClusterLife.LoggedEvent event, DescribeEventsRequest request) {
    boolean rightType = request.sourceType() == null || request.sourceType() == RdsAnswers.type(event.subject());
    boolean rightSource = request.sourceIdentifier() == null || event.source().equals(sourceOf(request.sourceIdentifier()));
    return rightType && rightSource;
  }

  /** Names of automated snapshots have a colon of their own. */
  private static String sourceOf(String idOrArn) {
    return idOrArn.startsWith("arn:") ? idOrArn.split(":", 7)[6] : idOrArn;
  }

  @Override
  public DescribeDbClusterSnapshotsResponse describeDBClusterSnapshots(DescribeDbClusterSnapshotsRequest request) {
    return line.answer("DescribeDBClusterSnapshots", request, () -> {
      List<DBClusterSnapshot> all = snapshots.of(request);
      String id = request.dbClusterSnapshotIdentifier();
      if (all.isEmpty() && id != null) {
        throw ServiceErrors.error("rds", "DBClusterSnapshotNotFoundFault", "DBClusterSnapshot " + id + " not found.");
      }
      Pages.Page<DBClusterSnapshot> page = page(all, request.marker(), request.maxRecords());
      return DescribeDbClusterSnapshotsResponse.builder().dbClusterSnapshots(page.items()).marker(page.marker()).build();
    });
  }

  @Override
  public DescribeDbEngineVersionsResponse describeDBEngineVersions(DescribeDbEngineVersionsRequest request) {
    return line.answer("DescribeDBEngineVersions", request, () -> {
      String version = request.engineVersion() == null ? "" : request.engineVersion();
      if (!"aurora-postgresql".equals(request.engine()) || !version.matches("\\d+\\.\\d+")) {
        return DescribeDbEngineVersionsResponse.builder().dbEngineVersions(List.of()).build();
      }
      DBEngineVersion.Builder found = DBEngineVersion.builder().engine("aurora-postgresql").engineVersion(version);
      EngineLimits.ofEngine(version).ifPresent(limits -> found.serverlessV2FeaturesSupport(RdsAnswers.support(limits)));
      return DescribeDbEngineVersionsResponse.builder().dbEngineVersions(found.build()).build();
    });
  }

  @Override
  public DescribeServerlessV2PlatformVersionsResponse describeServerlessV2PlatformVersions(
      DescribeServerlessV2PlatformVersionsRequest request) {
    return line.answer("DescribeServerlessV2PlatformVersions", request, () -> {
      List<ServerlessV2PlatformVersionInfo> all =
          Stream.of("1", "2", "3", "4")
              .filter(version -> request.serverlessV2PlatformVersion() == null || request.serverlessV2PlatformVersion().equals(version))
              .map(SimulatedRds::platform)
              .toList();
      Pages.Page<ServerlessV2PlatformVersionInfo> page = page(all, request.marker(), request.maxRecords());
      return DescribeServerlessV2PlatformVersionsResponse.builder()
          .serverlessV2PlatformVersions(page.items())
          .marker(page.marker())
          .build();
    });
  }

  private static ServerlessV2PlatformVersionInfo platform(String version) {
    return ServerlessV2PlatformVersionInfo.builder()
        .engine("aurora-postgresql")
        .serverlessV2PlatformVersion(version)
        .status("enabled")
        .serverlessV2FeaturesSupport(RdsAnswers.support(EngineLimits.ofPlatform(version).orElseThrow()))
        .build();
  }

  /** The default quota of manual cluster snapshots, and those that the world has. */
  @Override
  public DescribeAccountAttributesResponse describeAccountAttributes(DescribeAccountAttributesRequest request) {
    return line.answer("DescribeAccountAttributes", request, () -> {
      long used = snapshots.of(DescribeDbClusterSnapshotsRequest.builder().snapshotType("manual").build()).size();
      AccountQuota manual = AccountQuota.builder().accountQuotaName("ManualClusterSnapshots").used(used).max(100L).build();
      return DescribeAccountAttributesResponse.builder().accountQuotas(manual).build();
    });
  }

  @Override
  public DescribeDbProxiesResponse describeDBProxies(DescribeDbProxiesRequest request) {
    return line.answer("DescribeDBProxies", request, () -> {
      Pages.Page<DBProxy> page = page(surroundings.proxies(request.dbProxyName()), request.marker(), request.maxRecords());
      return DescribeDbProxiesResponse.builder().dbProxies(page.items()).marker(page.marker()).build();
    });
  }

  @Override
  public DescribeDbProxyTargetsResponse describeDBProxyTargets(DescribeDbProxyTargetsRequest request) {
    return line.answer("DescribeDBProxyTargets", request, () -> {
      Pages.Page<DBProxyTarget> page = page(surroundings.targets(request.dbProxyName()), request.marker(), request.maxRecords());
      return DescribeDbProxyTargetsResponse.builder().targets(page.items()).marker(page.marker()).build();
    });
  }

  @Override
  public DescribeIntegrationsResponse describeIntegrations(DescribeIntegrationsRequest request) {
    return line.answer("DescribeIntegrations", request, () -> {
      Pages.Page<Integration> page = page(surroundings.integrations(), request.marker(), request.maxRecords());
      return DescribeIntegrationsResponse.builder().integrations(page.items()).marker(page.marker()).build();
    });
  }

  @Override
  public DescribeDbClusterParametersResponse describeDBClusterParameters(DescribeDbClusterParametersRequest request) {
    return line.answer("DescribeDBClusterParameters", request, () -> {
      Pages.Page<Parameter> page =
          page(surroundings.parameters(request.dbClusterParameterGroupName(), request.source()), request.marker(), request.maxRecords());
      return DescribeDbClusterParametersResponse.builder().parameters(page.items()).marker(page.marker()).build();
    });
  }

  @Override
  public DescribePendingMaintenanceActionsResponse describePendingMaintenanceActions(DescribePendingMaintenanceActionsRequest request) {
    return line.answer("DescribePendingMaintenanceActions", request, () -> {
      Pages.Page<ResourcePendingMaintenanceActions> page =
          page(surroundings.maintenance(request.filters()), request.marker(), request.maxRecords());
      return DescribePendingMaintenanceActionsResponse.builder().pendingMaintenanceActions(page.items()).marker(page.marker()).build();
    });
  }

  @Override
  public DescribeDbMajorEngineVersionsResponse describeDBMajorEngineVersions(DescribeDbMajorEngineVersionsRequest request) {
    return line.answer("DescribeDBMajorEngineVersions", request, () -> {
      Pages.Page<DBMajorEngineVersion> page = page(SimulatedSurroundings.majorVersions(request.engine(), request.majorEngineVersion()),
          request.marker(), request.maxRecords());
      return DescribeDbMajorEngineVersionsResponse.builder().dbMajorEngineVersions(page.items()).marker(page.marker()).build();
    });
  }

  @Override
  public ModifyDbClusterResponse modifyDBCluster(ModifyDbClusterRequest request) {
    return line.answer("ModifyDBCluster", request, () -> {
      if (request.dbClusterIdentifier() == null) {
        throw ServiceErrors.error("rds", "MissingParameter", "The request must contain the parameter DBClusterIdentifier.");
      }
      ClusterLife life = cluster(request.dbClusterIdentifier());
      ScalingRange to = asked(request, life);
      requireAvailable(life);
      String requestId = java.util.UUID.nameUUIDFromBytes(
              (life.cluster.id() + "/" + account.rangeChanges().size()).getBytes(java.nio.charset.StandardCharsets.UTF_8))
          .toString();
      account.change(life, to, requestId);
      life.setStatus(account.now(), MODIFYING, "modifying");
      ModifyDbClusterResponse.Builder answer =
          ModifyDbClusterResponse.builder().dbCluster(answers.cluster(life, account.now()));
      answer.responseMetadata(DefaultAwsResponseMetadata.create(Map.of("AWS_REQUEST_ID", requestId)));
      return answer.build();
    });
  }

  private static ScalingRange asked(ModifyDbClusterRequest request, ClusterLife life) {
    if (!life.cluster.engineMode().equals("provisioned")) {
      throw ServiceErrors.error(
          "rds", "InvalidParameterCombination", "ServerlessV2ScalingConfiguration cannot be set on this engine mode.");
    }
    if (request.serverlessV2ScalingConfiguration() == null) {
      throw ServiceErrors.error("rds", "InvalidParameterCombination", "The simulated account changes scaling ranges and nothing else.");
    }
    return RangeRules.accepted(request.serverlessV2ScalingConfiguration(), EngineLimits.of(life.cluster));
  }

  private void requireAvailable(ClusterLife life) {
    String status = life.statusAt(account.now());
    if (!status.equals("available")) {
      throw ServiceErrors.error(
          "rds", "InvalidDBClusterStateFault", "DB cluster is not available for modification with status " + status);
    }
    for (MemberLife member : life.members()) {
      String of = member.statusAt(account.now());
      if (!of.equals("available")) {
        throw ServiceErrors.error("rds", "InvalidDBInstanceState", "Instance " + member.member.id() + " is not in available state: " + of);
      }
    }
  }

  private <T> Pages.Page<T> page(List<T> all, @Nullable String marker, @Nullable Integer maxRecords) {
    if (maxRecords != null && (maxRecords < LEAST_RECORDS || maxRecords > MOST_RECORDS)) {
      throw ServiceErrors.error("rds", "InvalidParameterValue", "MaxRecords must be between 20 and 100.");
    }
    int size = Math.min(account.world().pageSize(), maxRecords == null ? MOST_RECORDS : maxRecords);
    try {
      return Pages.page(all, marker, size);
    } catch (IllegalArgumentException unknown) {
      throw ServiceErrors.error("rds", "InvalidParameterValue", "Invalid marker: " + unknown.getMessage());
    }
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
