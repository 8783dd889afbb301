package io.auroraresponder.runbook.scaling;

import static io.auroraresponder.runbook.scaling.ScalingScene.DAY;
import static io.auroraresponder.runbook.scaling.ScalingScene.READER;
import static io.auroraresponder.runbook.scaling.ScalingScene.WRITER;
import static io.auroraresponder.runbook.scaling.ScalingScene.member;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Condition;
import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.diagnosis.Lever;
import io.auroraresponder.diagnosis.RangeQuestion;
import io.auroraresponder.diagnosis.RangeQuestion.Strength;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.Examination;
import io.auroraresponder.runbook.LeaseHistory;
import io.auroraresponder.runbook.Told;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScalingRunbookTest {
  private static ScalingScene ramping() {
    return new ScalingScene().climb(100, 8).climb(300, 8).climb(500, 8);
  }

  private static ScalingScene wasteful() {
    return new ScalingScene().range(4, 8).fill(WRITER, Metric.CAPACITY, 4, DAY).fill(WRITER, Metric.ACU_UTILIZATION, 50, DAY)
        .fill(WRITER, Metric.CPU, 10, DAY);
  }

  private static ScalingScene paused() {
    return new ScalingScene().range(0, 8).fill(WRITER, Metric.CAPACITY, 0, 100).fill(WRITER, Metric.CPU, 0, 100);
  }

  private static ScalingScene full() {
    return new ScalingScene().fill(WRITER, Metric.CAPACITY, 8, 20).fill(WRITER, Metric.ACU_UTILIZATION, 100, 20);
  }

  @Test
  void aRangeThatFitsIsSaidWithItsCost() {
    Diagnosis diagnosis = new ScalingScene().range(0.5, 3).examine().diagnosis();

    assertThat(diagnosis.cause()).isEqualTo(Cause.NONE);
    assertThat(diagnosis.headline().text())
        .isEqualTo("orders-db has a range that fits, 0.5 to 3 ACU; between 0.2 USD/h and 1.2 USD/h for 2 instances, today 1.2 USD/h on "
        + "average.");
  }

  @Test
  void climbsAgainAndAgainComeFromAMinThatIsTooLowAndAreOnlyProposed() {
    Diagnosis diagnosis = ramping().examine().diagnosis();

    assertThat(diagnosis.cause()).isEqualTo(Cause.MINIMUM_TOO_LOW);
    assertThat(diagnosis.lever()).isEqualTo(Lever.RAISE_MIN);
    assertThat(diagnosis.range().orElseThrow().strength()).isEqualTo(Strength.NONE);
    assertThat(diagnosis.headline().text()).startsWith("orders-db scales up too slowly from min 0.5 ACU: orders-db-1 was short of CPU");
    assertThat(diagnosis.advice().getFirst().command().text()).startsWith("aws rds modify-db-cluster")
        .contains("MinCapacity=2,MaxCapacity=8");
    assertThat(diagnosis.range().orElseThrow().refused()).extracting(one -> one.lever()).containsExactly("raise-max");
  }

  @Test
  void aLaggingReaderThatScalesAloneTakesAHigherMinAnyOtherRelief() {
    ScalingScene scene = new ScalingScene().members(member(WRITER, true, 0), member(READER, false, 2))
        .fill(READER, Metric.REPLICA_LAG, 9000, 3);

    Diagnosis alone = scene.examine().diagnosis();
    Diagnosis following = new ScalingScene().fill(READER, Metric.REPLICA_LAG, 9000, 3).examine().diagnosis();

    assertThat(List.of(alone.cause(), following.cause())).containsOnly(Cause.READER_LAGS);
    assertThat(alone.lever()).isEqualTo(Lever.RAISE_MIN);
    assertThat(following.lever()).isEqualTo(Lever.BALANCE_READERS);
    assertThat(following.range().orElseThrow().refused()).isEmpty();
  }

  @Test
  void aMinThatIsNotUsedIsARightSizingProposal() {
    Diagnosis diagnosis = wasteful().examine().diagnosis();

    assertThat(diagnosis.cause()).isEqualTo(Cause.MINIMUM_TOO_HIGH);
    assertThat(diagnosis.lever()).isEqualTo(Lever.RIGHT_SIZE);
    assertThat(diagnosis.severity()).isEqualTo(Severity.INFO);
    assertThat(diagnosis.headline().text()).startsWith("orders-db pays for more than it uses (4 to 8 ACU): ");
  }

  @Test
  void aMaxThatWasNeverUsedIsANote() {
    Diagnosis diagnosis = new ScalingScene().examine().diagnosis();

    assertThat(diagnosis.cause()).isEqualTo(Cause.MAX_UNUSED);
    assertThat(diagnosis.severity()).isEqualTo(Severity.INFO);
    assertThat(diagnosis.headline().text()).startsWith(
        "orders-db has more room than it uses (0.5 to 8 ACU): peak of the day");
  }

  @Test
  void standingAtTheCeilingIsLeftToTheCapacityRunbook() {
    Diagnosis diagnosis = full().examine().diagnosis();

    assertThat(diagnosis.cause()).isEqualTo(Cause.CEILING_REACHED);
    assertThat(diagnosis.lever()).isEqualTo(Lever.LOOK_AT_CAPACITY);
    assertThat(diagnosis.headline().text()).startsWith("orders-db: orders-db-1 at its ceiling in 20 of 1440 min")
        .contains("and now");
  }

  @Test
  void conditionsEndTheLook() {
    assertThat(paused().examine().diagnosis().conditions()).containsExactly(Condition.PAUSED);
    assertThat(paused().examine().verdict().cause()).isEqualTo("paused");
    assertThat(new ScalingScene().status("stopped").examine().diagnosis().conditions()).containsExactly(Condition.STOPPED);
    assertThat(new ScalingScene().noRange().examine().verdict().cause()).isEqualTo("not-serverless");
  }

  @Test
  void aRangeThatSomebodyPutBackIsAConditionAndAFinding() {
    Examination seen = new ScalingScene().lease(LeaseHistory.Situation.RESET).examine();

    assertThat(seen.diagnosis().conditions()).containsExactly(Condition.RANGE_RESET);
    assertThat(seen.diagnosis().headline().text()).contains("was set by a person or a deploy under a lease");
  }

  @Test
  void withoutMetricsNobodyKnowsWhetherTheRangeFits() {
    Examination seen = new ScalingScene().broken("metrics").examine();

    assertThat(seen.diagnosis().cause()).isEqualTo(Cause.UNKNOWN);
    assertThat(seen.diagnosis().headline().text()).contains("daily ceiling, daily climbs could not be checked");
    assertThat(seen.gaps()).extracting(Gap::check).contains("Metrics");
  }

  @Test
  void anUnknownClusterIsSaid() {
    assertThat(new ScalingScene().unknownCluster().examine().diagnosis().headline().text()).contains("RDS knows no cluster orders-db");
  }

  @Test
  void aPauseTimeIsSentAgainWhileMinStaysZero() {
    ScalingPicture picture = ScalingPicture.of(new ScalingScene().range(0, 8).evidence()).orElseThrow();

    assertThat(picture.command(picture.min(), picture.max()).text()).endsWith("MinCapacity=0,MaxCapacity=8,SecondsUntilAutoPause=300");
  }

  static Stream<ScalingScene> scenes() {
    return Stream.of(
        new ScalingScene(), ramping(), wasteful(), paused(), full(), new ScalingScene().noRange(), new ScalingScene().unknownCluster(),
        new ScalingScene().broken("metrics").broken("limits").broken("ledger"), new ScalingScene().cut(Metric.CAPACITY, 30),
        new ScalingScene().range(0, 16).blocker("provisioned member orders-db-3 (db.r6g.large)"),
        new ScalingScene().limits(1, 4).policyMax(4),
        new ScalingScene().members(member(WRITER, true, 0, "db.serverless", "incompatible-parameters", "pending-reboot", true)),
        new ScalingScene().fill(READER, Metric.REPLICA_LAG, 9000.5, 3).lease(LeaseHistory.Situation.IN_FORCE));
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void everyNumberIsAFactAndNothingIsEverChanged(ScalingScene scene) {
    Examination seen = scene.examine();

    assertThat(Told.unexplained(seen)).isEmpty();
    assertThat(seen.diagnosis().range().map(RangeQuestion::strength).orElse(Strength.NONE)).isEqualTo(Strength.NONE);
    assertThat(seen.findings().size() + seen.gaps().size()).isGreaterThanOrEqualTo(15);
  }
}
