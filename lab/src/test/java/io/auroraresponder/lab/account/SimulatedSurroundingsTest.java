package io.auroraresponder.lab.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBProxy;
import software.amazon.awssdk.services.rds.model.DBProxyTarget;
import software.amazon.awssdk.services.rds.model.Integration;
import software.amazon.awssdk.services.rds.model.Parameter;
import software.amazon.awssdk.services.rds.model.RdsException;

class SimulatedSurroundingsTest {
  private static final String AROUND =
      """
      range: {min: 0.5, max: 4}
      members: {w-1: writer}
      proxies: [orders-proxy]
      integrations: [to-warehouse]
      parameters: {rds.logical_replication: 1}
      """;

  private static RdsClient rds(String cluster) {
    return Worlds.account(cluster).rds();
  }

  @Test
  void proxiesLeadToTheClusterThatNamesThem() {
    RdsClient rds = rds(AROUND);

    assertThat(rds.describeDBProxies(request -> {}).dbProxies()).extracting(DBProxy::dbProxyName).containsExactly("orders-proxy");
    assertThat(rds.describeDBProxyTargets(request -> request.dbProxyName("orders-proxy")).targets())
        .extracting(DBProxyTarget::rdsResourceId)
        .containsExactly("orders-db");
    assertThatThrownBy(() -> rds.describeDBProxyTargets(request -> request.dbProxyName("nobody"))).isInstanceOf(RdsException.class);
  }

  @Test
  void integrationsNameTheirSource() {
    assertThat(rds(AROUND).describeIntegrations(request -> {}).integrations())
        .extracting(Integration::integrationName, Integration::sourceArn)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("to-warehouse", "arn:aws:rds:eu-west-1:111122223333:cluster:orders-db"));
  }

  @Test
  void parametersAreThoseThatSomebodySet() {
    RdsClient rds = rds(AROUND);
    String group = rds.describeDBClusters(request -> {}).dbClusters().getFirst().dbClusterParameterGroup();

    assertThat(rds.describeDBClusterParameters(request -> request.dbClusterParameterGroupName(group).source("user")).parameters())
        .extracting(Parameter::parameterName, Parameter::parameterValue)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("rds.logical_replication", "1"));
    assertThatThrownBy(() -> rds.describeDBClusterParameters(request -> request.dbClusterParameterGroupName("other").source("user")))
        .isInstanceOf(RdsException.class);
  }
}
