package io.auroraresponder.lab.account;

import java.time.Month;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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
import software.amazon.awssdk.services.rds.model.TargetType;

/**
 * Proxies, zero-ETL integrations, parameter groups and maintenance as the world's file names them. Every cluster has a parameter group of
 * its own.
 */
final class SimulatedSurroundings {
  /** Maintenance actions of Aurora (RDS API reference, PendingMaintenanceAction). */
  static final List<String> ACTIONS =
      List.of("ca-certificate-rotation", "db-upgrade", "hardware-maintenance", "os-upgrade", "serverless-platform-version-update",
          "system-update");

  private final SimulatedAccount account;

  SimulatedSurroundings(SimulatedAccount account) {
    this.account = account;
  }

  static String parameterGroup(String cluster) {
    return cluster + "-parameters";
  }

  List<DBProxy> proxies(@Nullable String name) {
    List<DBProxy> all =
        account.lives().stream()
            .flatMap(life -> life.cluster.around().proxies().stream())
            .filter(proxy -> name == null || name.equals(proxy))
            .sorted()
            .map(proxy -> DBProxy.builder().dbProxyName(proxy).engineFamily("POSTGRESQL").status("available").build())
            .toList();
    if (name != null && all.isEmpty()) {
      throw unknownProxy(name);
    }
    return all;
  }

  List<DBProxyTarget> targets(@Nullable String proxy) {
    return account.lives().stream()
        .filter(life -> life.cluster.around().proxies().contains(String.valueOf(proxy)))
        .findFirst()
        .map(life -> List.of(DBProxyTarget.builder().type(TargetType.TRACKED_CLUSTER).rdsResourceId(life.cluster.id()).build()))
        .orElseThrow(() -> unknownProxy(String.valueOf(proxy)));
  }

  private static RuntimeException unknownProxy(String name) {
    return ServiceErrors.error("rds", "DBProxyNotFoundFault", "DB proxy " + name + " not found.");
  }

  List<Integration> integrations() {
    return account.lives().stream()
        .flatMap(
            life ->
                life.cluster.around().integrations().stream()
                    .map(name -> Integration.builder().integrationName(name).sourceArn(account.arn("cluster", life.cluster.id()))
                    .status("active").build()))
        .toList();
  }

  /** With source {@code user} those that the file sets; the engine's defaults are not simulated. */
  List<Parameter> parameters(@Nullable String group, @Nullable String source) {
    Map<String, String> set =
        account.lives().stream()
            .filter(life -> parameterGroup(life.cluster.id()).equals(group))
            .findFirst()
            .map(life -> life.cluster.around().parameters())
            .orElseThrow(() -> ServiceErrors.error("rds", "DBParameterGroupNotFound", "DBClusterParameterGroup " + group + " not found."));
    if (!"user".equals(source)) {
      throw ServiceErrors.error("rds", "InvalidParameterCombination",
          "The simulated account knows parameters of source user and no others.");
    }
    return set.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(one -> Parameter.builder().parameterName(one.getKey()).parameterValue(one.getValue()).source("user").build())
        .toList();
  }

  /** What waits for the resources that the filters name, by their ids or ARNs; each resource stands in the list once. */
  List<ResourcePendingMaintenanceActions> maintenance(List<Filter> filters) {
    return account.lives().stream().flatMap(life -> life.cluster.around().maintenance().stream()
            .collect(Collectors.groupingBy(World.Maintenance::member, TreeMap::new, Collectors.toList())).entrySet().stream()
            .filter(of -> filters.stream().allMatch(filter -> names(filter, of.getKey().isEmpty() ? "db-cluster-id" : "db-instance-id",
                of.getKey().isEmpty() ? life.cluster.id() : of.getKey())))
            .map(of -> ResourcePendingMaintenanceActions.builder()
                .resourceIdentifier(of.getKey().isEmpty() ? account.arn("cluster", life.cluster.id()) : account.arn("db", of.getKey()))
                .pendingMaintenanceActionDetails(of.getValue().stream().map(one -> action(life, one)).toList()).build()))
        .toList();
  }

  private static boolean names(Filter filter, String known, String id) {
    if (!filter.name().equals("db-cluster-id") && !filter.name().equals("db-instance-id")) {
      throw ServiceErrors.error("rds", "InvalidParameterValue", "Unrecognized filter name: " + filter.name());
    }
    return filter.name().equals(known) && filter.values().stream()
        .anyMatch(value -> value.substring(value.lastIndexOf(':') + 1).equals(id));
  }

  private static PendingMaintenanceAction action(ClusterLife life, World.Maintenance of) {
    PendingMaintenanceAction.Builder action = PendingMaintenanceAction.builder().action(of.action());
    of.forced().map(life::moment).ifPresent(at -> action.forcedApplyDate(at).currentApplyDate(at));
    return action.build();
  }

  /**
   * Major versions of Aurora PostgreSQL with the last days of their support: by the release calendar of Aurora PostgreSQL the last of
   * February of the year in which the community ends a version in November before, and three years more that are charged for.
   */
  static List<DBMajorEngineVersion> majorVersions(@Nullable String engine, @Nullable String major) {
    if (!"aurora-postgresql".equals(engine)) {
      return List.of();
    }
    return IntStream.rangeClosed(13, 18).filter(version -> major == null || major.equals(Integer.toString(version))).mapToObj(version ->
        DBMajorEngineVersion.builder().engine(engine).majorEngineVersion(Integer.toString(version))
            .supportedEngineLifecycles(lifecycle(LifecycleSupportName.OPEN_SOURCE_RDS_STANDARD_SUPPORT, version + 2013),
                lifecycle(LifecycleSupportName.OPEN_SOURCE_RDS_EXTENDED_SUPPORT, version + 2016)).build()).toList();
  }

  private static SupportedEngineLifecycle lifecycle(LifecycleSupportName name, int year) {
    return SupportedEngineLifecycle.builder().lifecycleSupportName(name)
        .lifecycleSupportEndDate(YearMonth.of(year, Month.FEBRUARY).atEndOfMonth().atTime(23, 59, 59).toInstant(ZoneOffset.UTC)).build();
  }
}
