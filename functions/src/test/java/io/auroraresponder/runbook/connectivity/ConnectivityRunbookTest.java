package io.auroraresponder.runbook.connectivity;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Condition;
import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Look;
import io.auroraresponder.runbook.Examination;
import io.auroraresponder.runbook.Told;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectivityRunbookTest {

  @Test
  void aHealthyClusterIsReportedHopByHop() {
    Examination examination = new FakeSources(new Scene()).examine();

    assertThat(Told.lines(examination))
        .containsExactly(
            "ok none | orders-db can be reached: orders-db-instance-1 answered as the writer.",
            "info Signal: orders-db-connections: Threshold Crossed: 3 datapoints []",
            "ok ClusterStatus: status available: clients can connect [a status in which clients can connect]",
            "ok Writer: orders-db-instance-1 available: clients can connect [a writer in a status in which clients can connect]",
            "ok Endpoint: orders-db.cluster-x.eu-west-1.rds.amazonaws.com port 5432 [host and port]",
            "ok GroupMembership: sg-db active [all active]",
            "ok SecurityGroups: the probe may connect to TCP port 5432; inbound: sg-db allows sg-probe; outbound: sg-probe allows "
            + "0.0.0.0/0 "
            + "[TCP port 5432 open from the probe]",
            "ok Subnets: subnet-a has 200 addresses free, subnet-b has 180 addresses free [active, with 5 or more free addresses]",
            "ok Login: connected; PostgreSQL 16.6 [a session through the cluster endpoint]",
            "ok Role: orders-db-instance-1 answered as the writer [the writer behind the cluster endpoint]",
            "ok ConnectionHeadroom: 120 connections of 800 usable (15 %), 112 idle [warning from 80 %, critical from 95 % of usable]",
            "ok NewSessions: 3 new sessions in the last minute (0.38 % of the usable connections) [20 % of usable]",
            "ok Certificate: the certificate of orders-db-instance-1 expires on 2027-11-24, in 364 days [30 days left]",
            "ok Readers: orders-db-instance-2 available: clients can connect [a status in which clients can connect]",
            "ok Pause: the writer is awake []",
            "ok PendingReboot: no parameter waits for a reboot [in-sync]",
            "ok WorldOpen: no rule for the whole internet [no rule for the whole internet]",
            "ok Restart: orders-db-instance-1 up 14400 min, orders-db-instance-2 up 14400 min [restarted within 15 min]",
            "ok RecentEvents: no failover, restart, failure or maintenance in 60 min []",
            "ok LookCost: 1 connection, 14 SQL statements, 40 ms of database time in 0.9 s []");
  }

  @Test
  void aShutSecurityGroupIsTheFirstBrokenHop() {
    Scene scene = new Scene().with(ConnectivityRunbookTest::shut);

    Examination examination = new FakeSources(scene).examine();

    assertThat(Told.lines(examination))
        .startsWith(
            "critical network-closed | orders-db cannot be reached from the network of its clients: "
                + "no rule of sg-db lets the probe in on TCP port 5432.",
            "> Allow exactly the probe, if it should get in: "
                + "aws ec2 authorize-security-group-ingress --group-id sg-db --protocol tcp --port 5432 --source-group sg-probe",
            "critical SecurityGroups: no rule of sg-db lets the probe in on TCP port 5432 [TCP port 5432 open from the probe]",
            "critical Login: no connection came about (SQLSTATE 08001): no answer in time: security group, subnet or route drop the "
            + "packets "
                + "[a session through the cluster endpoint]");
    assertThat(examination.diagnosis().range()).as("connectivity is no question of capacity").isEmpty();
  }

  @Test
  void aPausedClusterIsPausedAndHealthyWithoutAnyConnection() {
    Scene scene = new Scene().with(ConnectivityRunbookTest::paused);
    FakeSources sources = new FakeSources(scene);

    Diagnosis diagnosis = sources.examine().diagnosis();

    assertThat(sources.connections).isEmpty();
    assertThat(diagnosis.severity()).isEqualTo(Severity.OK);
    assertThat(diagnosis.conditions()).containsExactly(Condition.PAUSED);
    assertThat(diagnosis.headline().text())
        .isEqualTo("orders-db is paused (0 ACU); not probed, because a connection would wake it.");
  }

  @Test
  void aClusterThatMayBePausedIsNoAlarmAndNotCalledHealthy() {
    Scene scene = new Scene().with(one -> one.minAcu = 0);
    FakeSources sources = new FakeSources(scene);
    sources.failing.add("metrics");

    Diagnosis diagnosis = sources.examine().diagnosis();

    assertThat(diagnosis.severity()).isEqualTo(Severity.INFO);
    assertThat(diagnosis.conditions()).isEmpty();
    assertThat(diagnosis.headline().text()).startsWith(
        "orders-db may be paused; nothing is wrong as far as can be seen without waking it.");
  }

  @Test
  void aStoppedClusterIsStoppedBeforeAllElse() {
    Scene scene = new Scene().with(one -> one.status = "stopped");

    Examination examination = new FakeSources(scene).examine();

    assertThat(examination.verdict().cause()).isEqualTo("stopped");
    assertThat(examination.diagnosis().headline().text()).contains("cannot be reached: status stopped");
  }

  @Test
  void aLoginRefusedForWantOfConnectionsIsSaturation() {
    Scene scene = new Scene().with(one -> one.look = new Look.Failed("53300", "No connection is left: the server is full.", Scene.NOW));

    Diagnosis diagnosis = new FakeSources(scene).examine().diagnosis();

    assertThat(diagnosis.cause()).isEqualTo(Cause.CONNECTION_SATURATION);
    assertThat(diagnosis.headline().text()).startsWith("orders-db is running out of connections");
    assertThat(diagnosis.range()).isEmpty();
  }

  @Test
  void fullConnectionsLeadAndAStormStandsBesideThem() {
    Scene scene = new Scene().with(one -> one.look = seen(790, 400));

    Diagnosis diagnosis = new FakeSources(scene).examine().diagnosis();

    assertThat(diagnosis.cause()).isEqualTo(Cause.CONNECTION_SATURATION);
    assertThat(diagnosis.otherCauses()).containsExactly(Cause.CONNECTION_STORM);
  }

  @Test
  void aStormAloneIsAWarning() {
    Diagnosis diagnosis = new FakeSources(new Scene().with(one -> one.look = seen(300, 200))).examine().diagnosis();

    assertThat(diagnosis.cause()).isEqualTo(Cause.CONNECTION_STORM);
    assertThat(diagnosis.severity()).isEqualTo(Severity.WARNING);
    assertThat(diagnosis.headline().text()).startsWith("orders-db can be reached, but 200 new sessions");
  }

  @Test
  void aProbeThatDidNotWorkLeavesTheVerdictOpen() {
    Scene scene = new Scene().with(one -> one.look = new Look.Failed("", "The probe function did not answer.", Scene.NOW));

    Diagnosis diagnosis = new FakeSources(scene).examine().diagnosis();

    assertThat(diagnosis.cause()).isEqualTo(Cause.UNKNOWN);
    assertThat(diagnosis.severity()).isEqualTo(Severity.WARNING);
    assertThat(diagnosis.headline().text())
        .isEqualTo("orders-db shows no broken hop on the way to it. No session confirmed it: The probe function did not answer.");
  }

  static Stream<Arguments> scenes() {
    return Stream.of(
        scene("healthy", one -> {}),
        scene("shut", ConnectivityRunbookTest::shut),
        scene("paused", ConnectivityRunbookTest::paused),
        scene("stopped", one -> one.status = "stopped"),
        scene("full", one -> one.look = seen(790, 400)),
        scene("stale", one -> one.look = new Look.Seen(Scene.snapshot(Scene.READER, true, Scene.connections(9, 800, 0)))),
        scene("nothing known of the source", one -> {
          one.source = ConnectionSource.unknown();
          one.groups = Reading.known(List.of(Scene.admitting("10.0.0.0/16", "2001:db8::/32")), Scene.NOW);
        }),
        scene("open to the world", one -> one.groups = Reading.known(List.of(Scene.admitting("0.0.0.0/0"), Scene.source()), Scene.NOW)),
        scene("no network", one -> one.network = Reading.unavailable("refused")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenes")
  void everyNumberHasItsFactAndNothingEverAsksForMoreCapacity(String name, Scene scene) {
    Examination examination = new FakeSources(scene).examine();

    assertThat(Told.unexplained(examination, "orders-db", "111122223333")).as(name).isEmpty();
    assertThat(examination.diagnosis().lever().changesRange()).isFalse();
    assertThat(examination.diagnosis().range()).isEmpty();
  }

  private static Arguments scene(String name, Consumer<Scene> change) {
    return Arguments.of(name, new Scene().with(change));
  }

  private static void shut(Scene scene) {
    scene.groups = Reading.known(List.of(Scene.admitting(Scene.group("sg-other")), Scene.source()), Scene.NOW);
    scene.look = new Look.Failed("08001", "No answer in time: security group, subnet or route drop the packets.", Scene.NOW);
  }

  private static void paused(Scene scene) {
    scene.minAcu = 0;
    scene.metrics = Map.of(Scene.WRITER, Map.of(Metric.CAPACITY, Scene.series(0)), Scene.READER, Map.of(Metric.CAPACITY, Scene.series(0)));
  }

  private static Look seen(int clients, int newSessions) {
    return new Look.Seen(Scene.snapshot(Scene.WRITER, false, Scene.connections(clients, 800, newSessions)));
  }
}
