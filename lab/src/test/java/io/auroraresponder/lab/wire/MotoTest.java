package io.auroraresponder.lab.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.auroraresponder.lab.account.SimulatedAccount;
import io.auroraresponder.lab.account.SimulatedClock;
import io.auroraresponder.lab.account.WorldFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.sns.SnsClient;

/** A second opinion: moto, a simulation of AWS by others, and the lab answer the same requests with the same model objects. */
@SuppressWarnings("unchecked") // the SDK takes its consumers as generic varargs
class MotoTest {
  private static final String WORLD =
      """
      clusters:
        orders-db:
          range: {min: 0.5, max: 8}
          otherTags: {team: shop}
          members: {orders-db-1: writer, orders-db-2: reader}
      """;

  private static final SimulatedAccount ACCOUNT =
      new SimulatedAccount(WorldFile.parse("test.yaml", WORLD), SimulatedClock.standingAt(Instant.parse("2026-11-24T10:15:30Z")));

  private static Optional<Process> server = Optional.empty();
  private static URI address = URI.create("http://127.0.0.1:1");

  @BeforeAll
  static void startsTheOther() throws IOException {
    Tool.assume("moto_server", "--help");
    int port = freePort();
    address = URI.create("http://127.0.0.1:" + port);
    server =
        Optional.of(
            new ProcessBuilder("moto_server", "-H", "127.0.0.1", "-p", Integer.toString(port))
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start());
    Assertions.assertTimeoutPreemptively(java.time.Duration.ofSeconds(60), () -> awaits(port));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaits(int port) throws InterruptedException {
    while (true) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(socket.isConnected()).isTrue();
        return;
      } catch (IOException notYet) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }

  @AfterAll
  static void endsTheOther() {
    server.ifPresent(process -> {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    });
  }

  /** What both know of a cluster; ids, addresses and times are each one's own. */
  private record Cluster(String id, String engine, String mode, String status, Object range, List<String> writers, List<String> members,
      List<String> tags) {
    static Cluster of(DBCluster cluster) {
      return new Cluster(
          cluster.dbClusterIdentifier(), cluster.engine(), cluster.engineMode(), cluster.status(),
          List.of(cluster.serverlessV2ScalingConfiguration().minCapacity(), cluster.serverlessV2ScalingConfiguration().maxCapacity()),
          cluster.dbClusterMembers().stream().filter(member -> member.isClusterWriter()).map(member -> member.dbInstanceIdentifier())
          .toList(),
          cluster.dbClusterMembers().stream().map(member -> member.dbInstanceIdentifier()).sorted().toList(),
          cluster.tagList().stream().map(tag -> tag.key() + "=" + tag.value()).toList());
    }
  }

  private record Instance(String id, String instanceClass, String cluster, String status) {
    static Instance of(DBInstance instance) {
      return new Instance(instance.dbInstanceIdentifier(), instance.dbInstanceClass(), instance.dbClusterIdentifier(),
          instance.dbInstanceStatus());
    }
  }

  private static void make(RdsClient rds) {
    var cluster = rds.createDBCluster(r -> r.dbClusterIdentifier("orders-db").engine("aurora-postgresql").engineVersion("16.6")
        .masterUsername("postgres")
        .masterUserPassword("a long password").serverlessV2ScalingConfiguration(s -> s.minCapacity(0.5).maxCapacity(8.0))
        .tags(t -> t.key("team").value("shop")));
    assertThat(cluster.dbCluster().dbClusterIdentifier()).isEqualTo("orders-db");
    for (String member : List.of("orders-db-1", "orders-db-2")) {
      var instance = rds.createDBInstance(r -> r.dbInstanceIdentifier(member).dbClusterIdentifier("orders-db").engine("aurora-postgresql")
          .dbInstanceClass("db.serverless"));
      assertThat(instance.dbInstance().dbInstanceIdentifier()).isEqualTo(member);
    }
  }

  @Test
  void readsAndChangesClustersAlike() {
    RdsClient moto = Signed.at(address, RdsClient.builder());
    make(moto);
    try (WireFront front = WireFront.of(ACCOUNT, Functions.none())) {
      RdsClient lab = Signed.at(front.endpoint(), RdsClient.builder());

      assertThat(clusters(lab)).isEqualTo(clusters(moto));
      assertThat(instances(lab)).isEqualTo(instances(moto));
      for (RdsClient each : List.of(lab, moto)) {
        var changed = each.modifyDBCluster(r -> r.dbClusterIdentifier("orders-db")
            .serverlessV2ScalingConfiguration(s -> s.minCapacity(1.0).maxCapacity(12.0)));
        assertThat(changed.dbCluster().dbClusterIdentifier()).isEqualTo("orders-db");
      }
      assertThat(clusters(lab).getFirst().range()).isEqualTo(clusters(moto).getFirst().range()).isEqualTo(List.of(1.0, 12.0));
      assertThat(refusal(lab)).isEqualTo(refusal(moto));
    }
  }

  private static List<Cluster> clusters(RdsClient rds) {
    // While a change runs the lab says so; moto changes at once.
    ACCOUNT.clock().advance(java.time.Duration.ofMinutes(1));
    return rds.describeDBClusters(r -> r.dbClusterIdentifier("orders-db")).dbClusters().stream().map(Cluster::of).toList();
  }

  private static List<Instance> instances(RdsClient rds) {
    return rds.describeDBInstances(r -> r.filters(f -> f.name("db-cluster-id").values("orders-db"))).dbInstances().stream()
        .map(Instance::of).toList();
  }

  private static List<Object> refusal(RdsClient rds) {
    AwsServiceException refused = catchThrowableOfType(AwsServiceException.class, () ->
        rds.describeDBClusters(r -> r.dbClusterIdentifier("nobody")));
    return List.of(refused.getClass(), refused.awsErrorDetails().errorCode(), refused.statusCode());
  }

  @Test
  void publishesAlike() {
    SnsClient moto = Signed.at(address, SnsClient.builder());
    String topic = moto.createTopic(r -> r.name("findings")).topicArn();
    try (WireFront front = WireFront.of(ACCOUNT, Functions.none())) {
      SnsClient lab = Signed.at(front.endpoint(), SnsClient.builder());

      assertThat(lab.publish(r -> r.topicArn("arn:aws:sns:eu-west-1:111122223333:findings").message("m")).messageId())
          .hasSameSizeAs(moto.publish(r -> r.topicArn(topic).message("m")).messageId());
      assertThat(refusal(lab)).isEqualTo(refusal(moto));
    }
  }

  private static List<Object> refusal(SnsClient sns) {
    AwsServiceException refused =
        catchThrowableOfType(AwsServiceException.class, () ->
        sns.publish(r -> r.topicArn("arn:aws:sns:eu-west-1:999999999999:nothing").message("m")));
    return List.of(refused.getClass(), refused.awsErrorDetails().errorCode(), refused.statusCode());
  }

  /** The front in front of the other simulation: what it tells passes through unchanged. */
  @Test
  void carriesItsNetworkUnchanged() {
    Ec2Client moto = Signed.at(address, Ec2Client.builder());
    String group = moto.createSecurityGroup(r -> r.groupName("db").description("database")).groupId();
    var allowed = moto.authorizeSecurityGroupIngress(r ->
        r.groupId(group).ipPermissions(p -> p.ipProtocol("tcp").fromPort(5432).toPort(5432).ipRanges(i -> i.cidrIp("10.0.0.0/16"))));
    assertThat(allowed.returnValue()).isTrue();
    try (WireFront front = WireFront.of(List.of(Catalogue.ec2(moto)), Functions.none())) {
      Ec2Client through = Signed.at(front.endpoint(), Ec2Client.builder());

      assertThat(through.describeSecurityGroups().securityGroups()).isNotEmpty().isEqualTo(moto.describeSecurityGroups().securityGroups());
      assertThat(through.describeSubnets().subnets()).isNotEmpty().isEqualTo(moto.describeSubnets().subnets());
    }
  }
}
