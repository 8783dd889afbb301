package io.auroraresponder.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.observation.ServiceCall;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * What SnapStart does to a process, played: rehearsed, frozen, and gone on with another time, other credentials and other peers. Names are
 * {@code NameLookupsTest}'s, randomness is {@code ArchitectureTest}'s.
 */
final class SnapshotTest {
  private static final Path OPEN = Path.of("/proc/self/fd");
  private static final String CLUSTERS = "<DescribeDBClustersResponse><DescribeDBClustersResult/></DescribeDBClustersResponse>";
  private static final String INSTANCES = "<DescribeDBInstancesResponse><DescribeDBInstancesResult/></DescribeDBInstancesResponse>";

  @AfterEach
  void noCredentials() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  @Test
  void aCheckpointHoldsNoConnection() throws IOException {
    Assumptions.assumeTrue(Files.isDirectory(OPEN));
    // The first one opens what stays open: jars, the randomness of the machine.
    rehearse();
    Set<String> before = sockets();

    rehearse();

    assertThat(sockets()).isEqualTo(before);
  }

  @Test
  void whatIsCalledAfterARestoreHasTheCredentialsAndTheTimeOfThen() {
    try (WireServer server = WireServer.started();
        AwsClients clients = AwsClients.of("eu-west-1", Optional.of(URI.create(server.address())))) {
      server.route("Action=DescribeDBInstances", INSTANCES);
      server.route("Action=DescribeDBClusters", CLUSTERS);
      RdsControlPlane plane = new RdsControlPlane(clients.rds(), Instant::now, Errors.backoff());
      credentials("AKIDBEFORE");
      rehearse();
      assertThat(plane.cluster(new ClusterId("orders-db"))).isEmpty();
      int before = server.heads().size();

      Instant restored = Instant.now();
      credentials("AKIDAFTER");
      assertThat(plane.cluster(new ClusterId("orders-db"))).isEmpty();

      List<String> after = server.heads().subList(before, server.heads().size());
      assertThat(server.heads().getFirst()).contains("Credential=AKIDBEFORE/");
      assertThat(after).isNotEmpty().allSatisfy(head ->
          assertThat(head).contains("Credential=AKIDAFTER/").containsAnyOf(hour(restored), hour(Instant.now())));
    }
  }

  /** A peer is gone when a process comes back: connections that were kept open are dead, and a read goes on over a new one. */
  @Test
  void aConnectionThatDiedWhileFrozenCostsNoRead() {
    try (WireServer server = WireServer.started();
        AwsClients clients = AwsClients.of("eu-west-1", Optional.of(URI.create(server.address())))) {
      credentials("AKIDEXAMPLE");
      server.route("Action=DescribeDBInstances", INSTANCES);
      server.answer(200, "text/xml", CLUSTERS);
      server.breakConnection();
      server.answer(200, "text/xml", CLUSTERS);
      RdsControlPlane plane = new RdsControlPlane(clients.rds(), Instant::now, Errors.backoff());

      assertThat(plane.cluster(new ClusterId("orders-db"))).isEmpty();
      assertThat(plane.cluster(new ClusterId("orders-db"))).isEmpty();
    }
  }

  private static void rehearse() {
    new Rehearsal("eu-west-1").play(Set.copyOf(Arrays.asList(ServiceCall.values())));
  }

  private static void credentials(String key) {
    System.setProperty("aws.accessKeyId", key);
    System.setProperty("aws.secretAccessKey", "none");
  }

  private static String hour(Instant at) {
    return "X-Amz-Date: " + at.truncatedTo(ChronoUnit.HOURS).toString().replace("-", "").replace(":", "").substring(0, 11);
  }

  private static Set<String> sockets() throws IOException {
    try (Stream<Path> open = Files.list(OPEN)) {
      return open.map(SnapshotTest::target).filter(target -> target.startsWith("socket:")).collect(Collectors.toSet());
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }
}
