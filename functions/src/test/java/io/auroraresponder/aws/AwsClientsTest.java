package io.auroraresponder.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.Table;
import io.auroraresponder.observation.LoadHistory.WaitLoad;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;


/** The real SDK clients against a server on this machine: what goes over the wire, and how often. */
@ExtendWith(CredentialsOfNobody.class)
class AwsClientsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:15:30Z");

  private final WireServer server = WireServer.started();
  private final AwsClients clients = AwsClients.of("eu-west-1", Optional.of(URI.create(server.address())));

  @AfterEach
  void stop() {
    clients.close();
    server.close();
  }

  @Test
  void anEffectGoesOverTheWireOnceWhenTheServerFails() {
    server.answer(500, "text/xml", "<ErrorResponse><Error><Code>InternalFailure</Code><Message>no</Message></Error></ErrorResponse>");

    RdsRangeChange.Answer answer = new RdsRangeChange(clients.effects())
        .modify(new ClusterId("orders-db"), ScalingRange.of(0.5, 12), "0a1b2c3d");

    assertThat(answer).isInstanceOf(RdsRangeChange.Answer.Unsure.class);
    assertThat(server.bodies()).hasSize(1);
  }

  @Test
  void anEffectGoesOverTheWireOnceWhenAKeptConnectionBreaks() {
    // The JDK's HTTP client repeats a request by itself where a kept connection breaks; for an effect it must not.
    server.answer(200, "text/xml", "<ModifyDBClusterResponse><ModifyDBClusterResult/></ModifyDBClusterResponse>");
    server.breakConnection();
    RdsRangeChange change = new RdsRangeChange(clients.effects());
    RdsRangeChange.Answer first = change.modify(new ClusterId("orders-db"), ScalingRange.of(0.5, 12), "0a1b2c3d");

    RdsRangeChange.Answer second = change.modify(new ClusterId("orders-db"), ScalingRange.of(0.5, 16), "0a1b2c3d");

    assertThat(first).isInstanceOf(RdsRangeChange.Answer.Accepted.class);
    assertThat(second).isInstanceOf(RdsRangeChange.Answer.Unsure.class);
    assertThat(server.connections()).isEqualTo(1);
    assertThat(server.bodies()).hasSize(2);
    assertThat(server.bodies().getLast())
        .contains("Action=ModifyDBCluster", "ServerlessV2ScalingConfiguration.MinCapacity=0.5",
        "ServerlessV2ScalingConfiguration.MaxCapacity=16.0")
        .doesNotContain("SecondsUntilAutoPause");
  }

  @Test
  void aReadIsRepeatedWhenTheServerFails() {
    server.answer(503, "text/xml", "<ErrorResponse><Error><Code>ServiceUnavailable</Code><Message>no</Message></Error></ErrorResponse>");
    server.answer(200, "text/xml", "<DescribeDBClustersResponse><DescribeDBClustersResult/></DescribeDBClustersResponse>");

    clients.rds().get().describeDBClusters();

    assertThat(server.bodies()).hasSize(2);
  }

  @Test
  void aLedgerPutIsSentOnceWhenTheServerFails() {
    server.answer(500, "application/x-amz-json-1.0", "{\"__type\":\"InternalServerError\",\"message\":\"no\"}");
    DynamoDbTable table = new DynamoDbTable(clients.dynamoDb(), "ledger", Errors.backoff(), InstantSource.system());

    assertThatThrownBy(() -> table.delete(new Table.Key("a", "b"))).isInstanceOf(Table.TableUnavailableException.class);
    assertThat(server.bodies()).hasSize(1);
  }

  @Test
  void anEmptyTagListIsKnownAndAMissingOneIsNot() {
    server.route("Action=DescribeDBInstances", "<DescribeDBInstancesResponse><DescribeDBInstancesResult/></DescribeDBInstancesResponse>");
    server.route("DBClusterIdentifier=untagged", cluster("untagged", "<TagList/>"));
    server.route("DBClusterIdentifier=hidden", cluster("hidden", ""));
    RdsControlPlane plane = new RdsControlPlane(clients.rds(), () -> NOW, Errors.backoff());

    ClusterState untagged = plane.cluster(new ClusterId("untagged")).orElseThrow();
    ClusterState hidden = plane.cluster(new ClusterId("hidden")).orElseThrow();

    assertThat(untagged.tags()).isEqualTo(Reading.known(Map.of(), NOW));
    assertThat(hidden.tags().isKnown()).isFalse();
  }

  @Test
  void performanceInsightsAnswersThoughItsClientIsOlderThanTheCore() {
    server.answer(
        200,
        "application/x-amz-json-1.1",
        """
        {"AlignedStartTime":1795515300,"AlignedEndTime":1795516200,"Keys":[
          {"Dimensions":{"db.wait_event.name":"ClientRead","db.wait_event.type":"Client"},"Total":0.5},
          {"Dimensions":{"db.wait_event.name":"transactionid","db.wait_event.type":"Lock"},"Total":31.25}]}
        """);
    Member member = new Member("orders-db-instance-1", "db-ABC", true, 1, "db.serverless", "available", "in-sync", "", 5432, true);

    List<WaitLoad> load = new PerformanceInsightsHistory(clients.insights()).byWaitEvent(member, NOW.minusSeconds(900), NOW);

    assertThat(load).containsExactly(new WaitLoad("Lock", "transactionid", 31.25), new WaitLoad("Client", "ClientRead", 0.5));
    assertThat(server.bodies().getFirst()).contains("\"Identifier\":\"db-ABC\"", "\"Metric\":\"db.load.avg\"",
        "\"Group\":\"db.wait_event\"");
  }

  private static String cluster(String id, String tags) {
    return "<DescribeDBClustersResponse><DescribeDBClustersResult><DBClusters><DBCluster><DBClusterIdentifier>" + id
        + "</DBClusterIdentifier><DBClusterArn>arn:aws:rds:eu-west-1:111122223333:cluster:" + id + "</DBClusterArn>" + tags
        + "</DBCluster></DBClusters></DescribeDBClustersResult></DescribeDBClustersResponse>";
  }
}
