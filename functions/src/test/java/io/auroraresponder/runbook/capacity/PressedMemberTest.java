package io.auroraresponder.runbook.capacity;

import static io.auroraresponder.runbook.capacity.CapacityScene.NOW;
import static io.auroraresponder.runbook.capacity.CapacityScene.WRITER;
import static io.auroraresponder.runbook.capacity.CapacityScene.healthy;
import static io.auroraresponder.runbook.capacity.CapacityScene.member;
import static io.auroraresponder.runbook.capacity.CapacityScene.repeat;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.diagnosis.Condition;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Signal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PressedMemberTest {
  private static final String READER = "orders-db-2";
  private static final Signal ALARM = new Signal("eventbridge-alarm", "e-1", "alarm", "", NOW);

  private static Optional<String> chosen(CapacityScene scene, String named, String role) {
    CapacityEvidence evidence = scene.evidence();
    return PressedMember.choose(scene.state(), CapacityScene.incident(named, role, ALARM), evidence.metrics(), evidence.at(),
        CapacityThresholds.defaults())
        .map(Member::id);
  }

  @Test
  void theWriterWhenNobodyIsNamedOrPressed() {
    assertThat(chosen(healthy().with(member(READER, false, 2)), "", "")).contains(WRITER);
  }

  @Test
  void theNamedMemberWhateverItsCase() {
    assertThat(chosen(healthy().with(member(READER, false, 2)), "Orders-DB-2", "")).contains(READER);
  }

  @Test
  void theWriterForAnIdleReaderThatMirrorsIt() {
    CapacityScene scene = healthy().with(member(READER, false, 1)).capacity(repeat(8, 10)).capacity(READER, repeat(8, 10));

    assertThat(chosen(scene, READER, "")).contains(WRITER);
  }

  @Test
  void aReaderThatFollowsTheWriterWhenItsOwnCpuIsShort() {
    CapacityScene scene = healthy().with(member(READER, false, 1)).metric(READER, Metric.CPU, repeat(90, 3));

    assertThat(chosen(scene, READER, "")).contains(READER);
  }

  @Test
  void thePressedMemberWhenTheNamedOneIsNot() {
    CapacityScene scene = healthy().with(member(READER, false, 2)).metric(READER, Metric.CPU, repeat(90, 3));

    assertThat(chosen(scene, WRITER, "")).contains(READER);
  }

  @Test
  void theNamedOneWhenBothArePressed() {
    CapacityScene scene = healthy().with(member(READER, false, 2)).metric(READER, Metric.CPU, repeat(99, 3))
        .metric(Metric.CPU, repeat(90, 3));

    assertThat(chosen(scene, WRITER, "")).contains(WRITER);
  }

  @Test
  void theBusiestReaderForTheReadersRole() {
    CapacityScene scene = healthy().with(member(READER, false, 2)).with(member("orders-db-3", false, 2))
        .metric("orders-db-3", Metric.CPU, repeat(60, 3));

    assertThat(chosen(scene, "", "READER")).contains("orders-db-3");
  }

  @Test
  void theWriterWithoutAnyMetrics() {
    assertThat(chosen(healthy().with(member(READER, false, 2)).metrics(Reading.unavailable("Throttling")), "", "")).contains(WRITER);
  }

  @Test
  void nobodyWhereNoMemberIsServerless() {
    assertThat(chosen(healthy().onlyMember(provisioned(WRITER)), "", "")).isEmpty();
  }

  @Test
  void aSignalOfAProvisionedMemberIsNotServerlessUnlessAServerlessOneIsPressed() {
    CapacityScene calm = healthy().onlyMember(provisioned(WRITER)).with(member(READER, false, 2))
        .incident(CapacityScene.incident(WRITER, "", ALARM)).pressed("");
    CapacityScene pressed = healthy().onlyMember(provisioned(WRITER)).with(member(READER, false, 2))
        .metric(READER, Metric.CPU, repeat(90, 3));

    assertThat(chosen(calm, WRITER, "")).isEmpty();
    assertThat(calm.diagnose().conditions()).containsExactly(Condition.NOT_SERVERLESS);
    assertThat(chosen(pressed, WRITER, "")).contains(READER);
  }

  private static Member provisioned(String id) {
    return new Member(id, "db-" + id, true, 1, "db.r6g.large", "available", "in-sync", id + ".example.internal", 5432, true);
  }
}
