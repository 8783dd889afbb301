package io.auroraresponder.runbook.capacity;

import static io.auroraresponder.runbook.capacity.CapacityScene.NOW;
import static io.auroraresponder.runbook.capacity.CapacityScene.WRITER;
import static io.auroraresponder.runbook.capacity.CapacityScene.healthy;
import static io.auroraresponder.runbook.capacity.CapacityScene.member;
import static io.auroraresponder.runbook.capacity.CapacityScene.repeat;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Condition;
import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.diagnosis.RangeQuestion.Strength;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.probe.Look;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;


class CapacitySourceTest {
  private static Diagnosis diagnose(CapacityEvidence evidence) {
    return new CapacityDiagnostician(CapacityRunbook.causes()).diagnose(evidence, List.of());
  }

  @Test
  void gathersEverythingOnceAndCountsIt() {
    PortFakes ports = new PortFakes(CapacityScene.loadGrowth());

    CapacityEvidence evidence = ports.gather();

    assertThat(ports.calls).containsExactlyInAnyOrder("cluster", "limits", "events", "metrics", "metrics", "ledger", "history",
        "applications", "probe");
    assertThat(evidence.calls()).isEqualTo(10 + evidenceStatements(evidence));
    assertThat(evidence.gaps()).isEmpty();
    assertThat(evidence.member()).isEqualTo(WRITER);
    assertThat(diagnose(evidence).range().orElseThrow().strength()).isEqualTo(Strength.ACT);
  }

  @Test
  void lastWeekIsAskedForOnlyWhereSomethingStandsAtItsCeiling() {
    PortFakes ports = new PortFakes(healthy());

    CapacityEvidence evidence = ports.gather();

    assertThat(ports.calls).containsOnlyOnce("metrics");
    assertThat(evidence.lastWeek()).isInstanceOf(Reading.Unavailable.class);
    assertThat(evidence.gaps()).isEmpty();
  }

  private static int evidenceStatements(CapacityEvidence evidence) {
    return evidence.look() instanceof Look.Seen seen ? seen.snapshot().cost().statements() : 0;
  }

  // ------------------------------------------------------------------ never wakes anybody

  @Test
  void nobodyConnectsToAPausedCluster() {
    PortFakes ports = new PortFakes(healthy().range(0, 8).capacity(0, 0, 0));

    CapacityEvidence evidence = ports.gather();

    assertThat(ports.probed).isEmpty();
    assertThat(diagnose(evidence).conditions()).containsExactly(Condition.PAUSED);
  }

  @Test
  void nobodyConnectsToOneThatAnEventSaysWasPaused() {
    PortFakes ports = new PortFakes(healthy().range(0, 8).event(WRITER, "Successfully paused the DB instance.", Duration.ofMinutes(1)));

    CapacityEvidence evidence = ports.gather();

    assertThat(ports.probed).isEmpty();
    assertThat(diagnose(evidence).conditions()).containsExactly(Condition.PAUSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"metrics", "events"})
  void nobodyConnectsWhereItMayBePausedAndNobodyCanTell(String broken) {
    PortFakes ports = new PortFakes(healthy().range(0, 8));
    ports.broken.add(broken);

    CapacityEvidence evidence = ports.gather();

    assertThat(ports.probed).isEmpty();
    assertThat(diagnose(evidence).cause()).isEqualTo(Cause.UNKNOWN);
    assertThat(evidence.gaps()).extracting(Gap::check).contains("Database");
  }

  @Test
  void nobodyConnectsWhereTheNewestDatapointIsOld() {
    PortFakes ports = new PortFakes(healthy().range(0, 8).at(NOW.plus(Duration.ofMinutes(10))));

    ports.gather();

    assertThat(ports.probed).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"stopped", "stopping"})
  void nobodyConnectsToAStoppedCluster(String status) {
    PortFakes ports = new PortFakes(healthy().status(status));

    CapacityEvidence evidence = ports.gather();

    assertThat(ports.probed).isEmpty();
    assertThat(diagnose(evidence).conditions()).containsExactly(Condition.STOPPED);
  }

  @Test
  void nobodyConnectsToAMemberWithoutAnEndpoint() {
    PortFakes ports =
        new PortFakes(healthy().onlyMember(new Member(WRITER, "db-1", true, 1, "db.serverless", "creating", "in-sync", "", 0, true)));

    CapacityEvidence evidence = ports.gather();

    assertThat(ports.probed).isEmpty();
    assertThat(evidence.gaps()).singleElement().satisfies(gap -> assertThat(gap.reason().text()).contains("endpoint of orders-db-1"));
  }

  @Test
  void anAwakeClusterThatMayPauseIsAskedOnce() {
    PortFakes ports = new PortFakes(healthy().range(0, 8));

    ports.gather();

    assertThat(ports.probed).singleElement().satisfies(request -> assertThat(request.host()).isEqualTo("orders-db-1.example.internal"));
  }

  // ------------------------------------------------------------------ whom to ask

  @Test
  void asksTheInstanceEndpointOfTheMemberUnderPressure() {
    PortFakes ports = new PortFakes(healthy().with(member("orders-db-2", false, 2)).metric("orders-db-2", Metric.CPU, repeat(95, 5)));

    CapacityEvidence evidence = ports.gather();

    assertThat(evidence.member()).isEqualTo("orders-db-2");
    assertThat(ports.probed).singleElement().satisfies(request -> assertThat(request.host()).isEqualTo("orders-db-2.example.internal"));
  }

  @Test
  void withoutPerformanceInsightsNobodyLooksBack() {
    PortFakes ports = new PortFakes(healthy().onlyMember(
        new Member(WRITER, "db-1", true, 1, "db.serverless", "available", "in-sync", "host", 5432, false)));

    CapacityEvidence evidence = ports.gather();

    assertThat(ports.calls).doesNotContain("history");
    assertThat(evidence.lookBack().isKnown()).isFalse();
  }

  // ------------------------------------------------------------------ parts that fail

  @ParameterizedTest
  @CsvSource({"limits, Limits", "events, Events", "metrics, Metrics", "ledger, Ledger", "probe, Database"})
  void aPortThatFailsIsAGapAndTheRestIsThere(String port, String gap) {
    PortFakes ports = new PortFakes(CapacityScene.loadGrowth());
    ports.broken.add(port);

    CapacityEvidence evidence = ports.gather();

    assertThat(evidence.gaps()).extracting(Gap::check).containsExactly(gap);
    assertThat(evidence.gaps().getFirst().reason().text()).contains("failed with Throttling: asked 3 times");
    assertThat(evidence.gaps().getFirst().reason().facts()).anyMatch(fact -> fact.value().equals("3"));
    assertThat(ports.calls).hasSizeGreaterThanOrEqualTo(6);
    assertThat(diagnose(evidence).range().orElseThrow().strength()).isNotEqualTo(Strength.ACT);
  }

  @Test
  void aLookBackThatFailsIsSaidByItsCheck() {
    PortFakes ports = new PortFakes(CapacityScene.loadGrowth());
    ports.broken.add("history");

    CapacityEvidence evidence = ports.gather();

    assertThat(evidence.gaps()).isEmpty();
    assertThat(new LookBackCheck().examine(evidence)).hasToString(
        String.valueOf(new io.auroraresponder.runbook.CheckResult.Inconclusive(
            "LookBack", Gap.of("LookBack", NOW, "history:Ask failed with Throttling: asked 3 times"))));
  }

  @ParameterizedTest
  @CsvSource({"limits, Limits", "events, Events", "metrics, Metrics", "ledger, Ledger", "probe, Database"})
  void aPortThatNeverAnswersIsAGapWhenTheDeadlineComes(String port, String gap) {
    PortFakes ports = new PortFakes(CapacityScene.loadGrowth());
    ports.late.add(port);

    CapacityEvidence evidence = ports.gather();

    assertThat(evidence.gaps()).extracting(Gap::check).contains(gap);
    assertThat(evidence.gaps()).anySatisfy(one -> assertThat(one.reason().text()).contains("did not answer in time"));
    assertThat(diagnose(evidence).range().orElseThrow().strength()).isNotEqualTo(Strength.ACT);
  }

  @Test
  void withoutTheClusterNothingElseIsAsked() {
    PortFakes ports = new PortFakes(healthy());
    ports.broken.add("cluster");

    CapacityEvidence evidence = ports.gather();

    assertThat(ports.calls).containsExactly("cluster");
    assertThat(evidence.gaps()).extracting(Gap::check).containsExactly("Cluster");
    assertThat(diagnose(evidence).cause()).isEqualTo(Cause.UNKNOWN);
  }

  @Test
  void aClusterThatRdsDoesNotKnowIsNamed() {
    PortFakes ports = new PortFakes(healthy());
    ports.clusterKnown = false;

    CapacityEvidence evidence = ports.gather();

    assertThat(evidence.gaps().getFirst().reason().text()).isEqualTo("RDS knows no cluster orders-db in account 111122223333, eu-west-1");
  }

  @Test
  void oneMetricThatIsMissingLeavesTheOthers() {
    CapacityEvidence evidence = new PortFakes(CapacityScene.loadGrowth().without(Metric.COMMIT_THROUGHPUT)).gather();

    assertThat(diagnose(evidence).cause()).isEqualTo(Cause.LOAD_GROWTH);
    assertThat(diagnose(evidence).range().orElseThrow().strength()).isEqualTo(Strength.PROPOSE);
    assertThat(evidence.metrics()).isInstanceOf(Reading.Known.class);
  }
}
