package io.auroraresponder.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.DependencyException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesResponse;
import software.amazon.awssdk.services.rds.model.RdsException;

/** What RDS says about whose an instance is. */
final class AccountDirectoryTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:15:30Z");

  private final FakeRds rds = new FakeRds();
  private final AccountDirectory directory = new AccountDirectory(new RdsControlPlane(() -> rds, () -> NOW, Errors.backoff()), () -> rds,
      NoAlarms::new, () -> NOW);

  /** Refuses every call. */
  private static final class NoAlarms implements CloudWatchClient {
    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  private void instance(DBInstance found) {
    rds.instances = request -> DescribeDbInstancesResponse.builder().dbInstances(found).build();
  }

  @Test
  void memberBelongsToItsCluster() {
    instance(DBInstance.builder().dbInstanceIdentifier("orders-db-instance-1").dbClusterIdentifier("orders-db").build());

    assertThat(directory.clusterOfInstance("orders-db-instance-1")).contains(new ClusterId("orders-db"));
    assertThat(directory.standsAlone("orders-db-instance-1")).isFalse();
  }

  @Test
  void instanceWithoutClusterStandsAlone() {
    instance(DBInstance.builder().dbInstanceIdentifier("mysql-1").engine("mysql").build());

    assertThat(directory.clusterOfInstance("mysql-1")).isEmpty();
    assertThat(directory.standsAlone("mysql-1")).isTrue();
  }

  @Test
  void instanceThatDoesNotExistIsNeither() {
    rds.instances =
        request -> {
          throw (RdsException) Errors.filled(DbInstanceNotFoundException.builder(), "DBInstanceNotFound", 404);
        };

    assertThat(directory.clusterOfInstance("nobody")).isEmpty();
    assertThat(directory.standsAlone("nobody")).isFalse();
  }

  @Test
  void answerThatDidNotComeIsNoAnswer() {
    rds.instances =
        request -> {
          throw (RdsException) Errors.filled(RdsException.builder(), "Throttling", 400);
        };

    assertThatThrownBy(() -> directory.clusterOfInstance("orders-db-instance-1")).isInstanceOf(DependencyException.class);
    assertThatThrownBy(() -> directory.standsAlone("orders-db-instance-1")).isInstanceOf(DependencyException.class);
  }

  @Test
  void clustersOfAllPagesAreListed() {
    rds.clusters =
        request ->
            request.marker() == null
                ? DescribeDbClustersResponse.builder().dbClusters(FakeRds.ordersDb(cluster -> cluster)).marker("next").build()
                : FakeRds.only(FakeRds.ordersDb(cluster -> cluster.dbClusterIdentifier("billing-db")));

    assertThat(directory.clusters()).extracting(cluster -> cluster.id().value()).containsExactly("orders-db", "billing-db");
  }
}
