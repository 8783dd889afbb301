package io.auroraresponder.runbook.capacity;

import static io.auroraresponder.runbook.capacity.CapacityScene.NOW;
import static io.auroraresponder.runbook.capacity.CapacityScene.WRITER;
import static io.auroraresponder.runbook.capacity.CapacityScene.healthy;
import static io.auroraresponder.runbook.capacity.CapacityScene.member;
import static io.auroraresponder.runbook.capacity.CapacityScene.repeat;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.diagnosis.Condition;
import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.incident.Signal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;


class PressedMemberTest {
  private static final String READER = "orders-db-2";
  private static final Signal ALARM = new Signal("eventbridge-alarm", "e-1", "alarm", "", NOW);

  private static Optional<String> chosen(CapacityScene scene, String named, String role) {
    CapacityEvidence evidence = scene.evidence();
    return PressedMember.choose(scene.state(), CapacityScene.incident(named, role, ALARM), evidence.metrics(), evidence.at())
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
        .incident(CapacityScene.incident(WRITER, "", ALARM)).pressed(WRITER);
    CapacityScene pressed = healthy().onlyMember(provisioned(WRITER)).with(member(READER, false, 2))
        .metric(READER, Metric.CPU, repeat(90, 3));

    assertThat(chosen(calm, WRITER, "")).isEmpty();
    assertThat(calm.diagnose().conditions()).containsExactly(Condition.NOT_SERVERLESS);
    assertThat(chosen(pressed, WRITER, "")).contains(READER);
  }

  @Test
  void aProvisionedWriterIsMeantByItsRoleAndByItsCpuAndNotByTheNameOfAnother() {
    CapacityScene mixed = healthy().onlyMember(provisioned(WRITER)).with(member(READER, false, 2));
    CapacityScene busy = healthy().onlyMember(provisioned(WRITER)).with(member(READER, false, 2)).metric(WRITER, Metric.CPU, repeat(80, 3));

    assertThat(meant(mixed, "", "WRITER")).contains(WRITER);
    assertThat(meant(mixed, "", "")).isEmpty();
    assertThat(meant(busy, "", "")).contains(WRITER);
    assertThat(meant(busy, READER, "")).isEmpty();
    assertThat(meant(busy, "", "READER")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"79, 9, INFO", "80, 1, WARNING", "99, 1, WARNING", "99, 9, CRITICAL"})
  void aProvisionedMemberIsAsBadAsItsOwnCpuAndQueue(double cpu, int onCpu, Severity wanted) {
    CapacityScene scene = healthy().onlyMember(provisioned(WRITER)).with(member(READER, false, 2))
        .incident(CapacityScene.incident("", "WRITER", ALARM)).pressed(WRITER).metric(WRITER, Metric.CPU, repeat(cpu, 3));
    scene.snapshot().everySample(CapacityScene.onCpu(onCpu));

    Diagnosis diagnosis = scene.diagnose();

    assertThat(diagnosis.severity()).isEqualTo(wanted);
    assertThat(diagnosis.conditions()).containsExactly(Condition.NOT_SERVERLESS);
    assertThat(diagnosis.headline().text()).contains("the writer orders-db-1 is provisioned (db.r6g.large)", "its CPU is at");
    assertThat(diagnosis.advice().stream().map(one -> one.command().text()).anyMatch(one -> one.startsWith("aws rds failover-db-cluster")))
        .isEqualTo(wanted != Severity.INFO);
  }

  private static Optional<String> meant(CapacityScene scene, String named, String role) {
    CapacityEvidence evidence = scene.evidence();
    return PressedMember.provisioned(scene.state(), CapacityScene.incident(named, role, ALARM), evidence.metrics(), evidence.at())
        .map(Member::id);
  }

  private static Member provisioned(String id) {
    return new Member(id, "db-" + id, true, 1, "db.r6g.large", "available", "in-sync", id + ".example.internal", 5432, true);
  }
}
