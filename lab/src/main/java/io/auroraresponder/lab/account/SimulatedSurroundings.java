package io.auroraresponder.lab.account;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.model.DBProxy;
import software.amazon.awssdk.services.rds.model.DBProxyTarget;
import software.amazon.awssdk.services.rds.model.Integration;
import software.amazon.awssdk.services.rds.model.Parameter;
import software.amazon.awssdk.services.rds.model.TargetType;

/** Proxies, zero-ETL integrations and parameter groups as the world's file names them. Every cluster has a parameter group of its own. */
final class SimulatedSurroundings {
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
}
