package io.auroraresponder.runbook.capacity;

import static io.auroraresponder.runbook.capacity.CapacityScene.NOW;
import static io.auroraresponder.runbook.capacity.CapacityScene.WRITER;
import static io.auroraresponder.runbook.capacity.CapacityScene.healthy;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Signal;
import io.auroraresponder.runbook.PauseState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;


class PauseStateTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static CapacityScene mayPause() {
    return healthy().range(0, 8);
  }

  private static PauseState state(CapacityScene scene) {
    CapacityEvidence evidence = scene.evidence();
    var cluster = scene.state();
    return PauseState.of(
        cluster, cluster.members().getFirst(), evidence.incident(), evidence.metrics(), evidence.events(), evidence.at());
  }

  @Test
  void aClusterThatCannotPauseIsAwakeWhateverIsMissing() {
    CapacityScene scene = healthy().without(Metric.CAPACITY).events(Reading.unavailable("Throttling"));

    assertThat(state(scene).awake()).isTrue();
  }

  @Test
  void isAwakeWithFreshCapacityAndNoEvent() {
    assertThat(state(mayPause()).awake()).isTrue();
  }

  @Test
  void isPausedAtCapacityZero() {
    assertThat(state(mayPause().capacity(0, 0))).matches(PauseState::paused).matches(one -> !one.awake());
  }

  @Test
  void isProbablyPausedWhenItsDataEndsAndNobodyWasConnected() {
    CapacityScene scene = mayPause().metric(Metric.CONNECTIONS, 0, 0, 0, 0, 0).at(NOW.plus(Duration.ofMinutes(4)));

    assertThat(state(scene)).matches(PauseState::paused).matches(one -> !one.awake());
  }

  @Test
  void oldDataOfAMemberWithConnectionsIsNoPauseAndNoReasonToConnect() {
    CapacityScene scene = mayPause().at(NOW.plus(Duration.ofMinutes(4)));

    assertThat(state(scene)).matches(one -> !one.paused()).matches(one -> !one.awake());
  }

  @Test
  void isAwakeUpToTheFreshnessOfItsData() {
    assertThat(state(mayPause().at(CapacityScene.NEWEST.plusSeconds(300))).awake()).isTrue();
    assertThat(state(mayPause().at(CapacityScene.NEWEST.plusSeconds(301))).awake()).isFalse();
  }

  @Test
  void nobodyCanTellWithoutAnyData() {
    CapacityScene empty = mayPause().withSeries(Metric.CAPACITY, new Series(List.of()));
    CapacityScene unread = mayPause().without(Metric.CAPACITY);
    CapacityScene noRange = healthy().range(Reading.unavailable("not answered")).without(Metric.CAPACITY);

    assertThat(List.of(state(empty), state(unread), state(noRange))).allMatch(one -> !one.awake() && !one.paused());
  }

  @Test
  void nobodyCanTellWithoutTheEvents() {
    assertThat(state(mayPause().events(Reading.unavailable("a page stayed missing")))).matches(one -> !one.awake() && !one.paused());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Attempting to pause the DB instance.", "Successfully paused the DB instance.", "The DB instance is pausing."})
  void aPauseEventMeansPaused(String message) {
    assertThat(state(mayPause().event(WRITER, message, MINUTE))).matches(PauseState::paused).matches(one -> !one.awake());
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "Successfully resumed the DB instance.", "Resuming the DB instance.", "Pausing of the DB instance was canceled.",
          "Unable to pause the DB instance.",
      "DB instance restarted"})
  void otherEventsDoNot(String message) {
    assertThat(state(mayPause().event(WRITER, message, MINUTE)).awake()).isTrue();
  }

  @Test
  void aPauseLongBeforeTheNewestDataIsOver() {
    assertThat(state(mayPause().event(WRITER, "Successfully paused the DB instance.", Duration.ofMinutes(20))).awake()).isTrue();
  }

  @Test
  void aPauseOfAnotherInstanceIsNotOurs() {
    assertThat(state(mayPause().event("orders-db-2", "Successfully paused the DB instance.", MINUTE)).awake()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"RDS-EVENT-0370, false", "RDS-EVENT-0372, false", "RDS-EVENT-0371, true", "RDS-EVENT-0374, true"})
  void theSignalItselfMayBeThePause(String id, boolean awake) {
    CapacityScene scene = mayPause().incident(CapacityScene.incident(WRITER, "", new Signal("eventbridge-rds-instance", id, id, "", NOW)));

    assertThat(state(scene).awake()).isEqualTo(awake);
  }

  @Test
  void aPauseSignalOfAnotherInstanceIsNotOurs() {
    CapacityScene scene = mayPause().incident(CapacityScene.incident("orders-db-9", "",
        new Signal("eventbridge-rds-instance", "RDS-EVENT-0372", "RDS-EVENT-0372", "", NOW)));

    assertThat(state(scene).awake()).isTrue();
  }

  @Test
  void thePausedClusterIsSaidToBePaused() {
    CapacityScene scene = mayPause().capacity(0, 0);

    assertThat(scene.look(new io.auroraresponder.probe.Look.NotTried(state(scene).reason())).diagnose().headline().text())
        .isEqualTo("orders-db is paused (0 ACU); not probed, because a connection would wake it.");
  }
}
