package io.auroraresponder.runbook.connectivity;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Signal;
import io.auroraresponder.observation.SecurityGroup;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectivitySourceTest {
  private final Scene scene = new Scene();
  private final FakeSources sources = new FakeSources(scene);

  @Test
  void connectsOnceThroughTheClusterEndpoint() {
    ConnectivityEvidence evidence = sources.gather();

    assertThat(sources.connections)
        .containsExactly(new ProbeRequest(scene.endpoint, 5432, "postgres", "responder", Scene.WRITER, "eu-west-1"));
    assertThat(evidence.gaps()).isEmpty();
    assertThat(evidence.calls()).isEqualTo(7 + 14);
  }

  @ParameterizedTest
  @CsvSource({
      "placement, Network", "groups, SecurityGroupRules", "subnets, SubnetAddresses", "metrics, Metrics", "events, Events"})
  void aPartThatFailsIsAGapAndTheRestGoesOn(String failing, String gap) {
    sources.failing.add(failing);

    ConnectivityEvidence evidence = sources.gather();

    assertThat(evidence.gaps()).extracting(Gap::check).contains(gap);
    assertThat(evidence.cluster().isKnown()).isTrue();
    assertThat(sources.connections).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cluster", "unknown cluster"})
  void withoutAClusterNothingElseIsAsked(String failing) {
    sources.failing.add(failing);

    ConnectivityEvidence evidence = sources.gather();

    assertThat(evidence.gaps()).extracting(Gap::check).containsExactly("Cluster");
    assertThat(sources.connections).isEmpty();
  }

  @Test
  void theWayIsEvaluatedFromTheProbeOfTheClustersVpc() {
    assertThat(sources.gather().source()).isEqualTo(scene.source).isNotEqualTo(ConnectionSource.unknown());
  }

  @Test
  void aPausedClusterGetsNoConnection() {
    scene.minAcu = 0;
    scene.metrics = Map.of(Scene.WRITER, Map.of(Metric.CAPACITY, Scene.series(0)));

    ConnectivityEvidence evidence = sources.gather();

    assertThat(sources.connections).isEmpty();
    assertThat(evidence.pause().paused()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"metrics", "events"})
  void aClusterThatMayBePausedGetsNoConnectionEither(String failing) {
    scene.minAcu = 0;
    sources.failing.add(failing);

    ConnectivityEvidence evidence = sources.gather();

    assertThat(sources.connections).isEmpty();
    assertThat(evidence.pause().awake()).isFalse();
    assertThat(evidence.gaps()).extracting(Gap::check).contains("Database");
  }

  @Test
  void oldDataAndPauseEventsKeepFromConnecting() {
    scene.minAcu = 0;
    Series old = new Series(List.of(new Series.Point(Scene.NOW.minus(Duration.ofMinutes(9)), 0.5)));
    scene.metrics = Map.of(Scene.WRITER, Map.of(Metric.CAPACITY, Reading.known(old, Scene.NOW)));
    assertThat(sources.gather().pause().awake()).isFalse();

    scene.metrics = Map.of(Scene.WRITER, Map.of(Metric.CAPACITY, Scene.series(0.5)));
    scene.events = Reading.known(List.of(new RdsEvent(Scene.WRITER, "", "Successfully paused the DB instance.", List.of("notification"),
        Scene.NOW)), Scene.NOW);
    assertThat(sources.gather().pause().awake()).isFalse();

    scene.events = Reading.known(List.of(), Scene.NOW);
    scene.signal = new Signal("eventbridge-rds-db-instance", "rds-1", "RDS-EVENT-0372", "Successfully paused the DB instance.", Scene.NOW);
    assertThat(sources.gather().pause().awake()).isFalse();
    assertThat(sources.connections).isEmpty();
  }

  @Test
  void anAwakeClusterThatMayPauseIsConnectedTo() {
    scene.minAcu = 0;

    sources.gather();

    assertThat(sources.connections).hasSize(1);
  }

  @Test
  void aProvisionedWriterNeverSleeps() {
    scene.minAcu = 0;
    Member writer = Scene.member(Scene.WRITER, true, "available", "in-sync");
    scene.members =
        List.of(new Member(writer.id(), writer.resourceId(), true, 0, "db.r6g.large", "available", "in-sync", writer.endpoint(), 5432,
        true));
    scene.metrics = Map.of();

    sources.gather();

    assertThat(sources.connections).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stopped", "creating", "inaccessible-encryption-credentials"})
  void aClusterThatCannotAnswerIsNotConnectedTo(String status) {
    scene.status = status;

    ConnectivityEvidence evidence = sources.gather();

    assertThat(sources.connections).isEmpty();
    assertThat(evidence.look()).isEqualTo(new Look.NotTried("the cluster is " + status + "; not probed"));
  }

  @Test
  void withoutWriterOrEndpointThereIsNothingToConnectTo() {
    scene.members = List.of(Scene.member(Scene.READER, false, "available", "in-sync"));
    sources.gather();
    scene.members = List.of(Scene.member(Scene.WRITER, true, "available", "in-sync"));
    scene.endpoint = "";
    sources.gather();

    assertThat(sources.connections).isEmpty();
  }

  @Test
  void prefixListsOfTheRulesAreResolvedAndOneThatCannotBeIsAGap() {
    scene.groups =
        Reading.known(
            List.of(
                new SecurityGroup(
                    "sg-db", List.of(Scene.tcp(5432, 5432, List.of(), List.of("pl-a"), List.of())), List.of()),
                Scene.source()),
            Scene.NOW);
    scene.prefixLists = Map.of("pl-a", Reading.known(List.of("10.0.0.0/8"), Scene.NOW));
    assertThat(sources.gather().prefixLists()).containsEntry("pl-a", Reading.known(List.of("10.0.0.0/8"), Scene.NOW));

    sources.failing.add("prefix list");
    ConnectivityEvidence evidence = sources.gather();

    assertThat(sources.prefixListsAsked).containsOnly("pl-a");
    assertThat(evidence.gaps()).extracting(Gap::check).contains("PrefixList pl-a");
  }
}
