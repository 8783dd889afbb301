package io.auroraresponder.database;

import static io.auroraresponder.database.SnapshotScene.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.database.WaitProfile.EventLoad;
import io.auroraresponder.database.WaitProfile.SessionLoad;
import io.auroraresponder.database.WaitProfile.StatementLoad;
import io.auroraresponder.probe.Snapshot.ActiveSession;
import io.auroraresponder.probe.Snapshot.WaitSample;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Samples added up: averages over all of them, shares of the load, work apart from waits for locks. */
class WaitProfileTest {
  private static final Instant AT = SnapshotScene.NOW;
  private static final Duration SHORT = Duration.ofMillis(20);

  private static WaitSample sample(int second, ActiveSession... sessions) {
    return new WaitSample(AT.plusSeconds(second), List.of(sessions));
  }

  private static ActiveSession cpu(int pid, long statement, int millis) {
    return session(pid, "", "", statement, Duration.ofMillis(millis));
  }

  private static ActiveSession worker(int pid, int leader) {
    return new ActiveSession(pid, leader, "parallel worker", "orders", "app", "shop", "", "", 8, SHORT);
  }

  private static final List<WaitSample> FOUR = List.of(
      sample(0, cpu(1, 7, 30), cpu(2, 7, 10), session(3, "Lock", "tuple", 9, SHORT)),
      sample(1, cpu(1, 7, 1030), session(4, "Client", "ClientRead", 5, SHORT)),
      sample(2, session(5, "Activity", "AutoVacuumMain", 0, SHORT)),
      sample(3, session(2, "IO", "DataFileRead", 8, SHORT)));

  @Test
  void averagesAreOverAllSamplesAndPausesAreNoLoad() {
    WaitProfile profile = WaitProfile.of(FOUR, Set.of(), Map.of());

    assertThat(profile.at()).isEqualTo(AT.plusSeconds(3));
    assertThat(profile.samples()).isEqualTo(4);
    assertThat(profile.active()).isEqualTo(1.25);
    assertThat(profile.working()).as("without the one that waits for a lock").isEqualTo(1);
    assertThat(profile.onCpu()).containsExactly(2, 1, 0, 0);
    assertThat(profile.workPerSample()).containsExactly(2, 1, 0, 1);
    assertThat(profile.of(WaitClass.CPU)).isEqualTo(0.75);
    assertThat(profile.of(WaitClass.LOCK)).isEqualTo(0.25);
    assertThat(profile.of(WaitClass.COMMIT)).isZero();
    assertThat(profile.share(WaitClass.READ)).isEqualTo(0.2);
    assertThat(profile.maintenance()).isZero();
    assertThat(profile.events()).containsExactly(
        new EventLoad("CPU", 0.75), new EventLoad("IO:DataFileRead", 0.25), new EventLoad("Lock:tuple", 0.25));
  }

  @Test
  void countsTheSamplesThatReachANumberOfSessions() {
    WaitProfile profile = WaitProfile.of(FOUR, Set.of(), Map.of());

    assertThat(List.of(0, 1, 2, 3)).extracting(profile::samplesWithCpu).containsExactly(4, 2, 1, 0);
    assertThat(List.of(0, 1, 2, 3)).extracting(profile::samplesWithWork).containsExactly(4, 3, 1, 0);
  }

  @Test
  void theLoadIsSharedOutOverSessionsAndStatements() {
    WaitProfile profile = WaitProfile.of(FOUR, Set.of(), Map.of());

    assertThat(profile.sessions()).containsExactly(
        new SessionLoad(1, 0.5, Duration.ofMillis(1030), 7), new SessionLoad(2, 0.5, SHORT, 8));
    assertThat(profile.statements()).containsExactly(
        new StatementLoad(7, 0.75, 2, Duration.ofMillis(30)), new StatementLoad(8, 0.25, 1, SHORT));
  }

  @ParameterizedTest
  @EnumSource(names = {"LOCK", "IDLE"})
  void whoStandsInAQueueAndMeetsOthersInsideIsHeldUpByTheQueue(WaitClass queue) {
    ActiveSession waiter = SnapshotScene.session(1, "LWLock", "LockManager", 7, SHORT);
    ActiveSession other = SnapshotScene.session(2, "LWLock", "LockManager", 8, SHORT);

    WaitProfile profile = WaitProfile.of(List.of(sample(0, waiter, other, cpu(3, 7, 20))), Set.of(), Map.of(1, queue, 3, queue));

    assertThat(profile.of(WaitClass.INTERNAL)).isEqualTo(1);
    assertThat(profile.of(WaitClass.LOCK)).isEqualTo(queue == WaitClass.LOCK ? 1 : 0);
    assertThat(profile.of(WaitClass.CPU)).as("who works is not waiting yet").isEqualTo(1);
  }

  @Test
  void aParallelWorkerIsItsLeadersWork() {
    List<WaitSample> samples = List.of(sample(0, worker(11, 10), worker(12, 10), cpu(10, 8, 20), cpu(1, 0, 5)));
    WaitProfile profile = WaitProfile.of(samples, Set.of(), Map.of());

    assertThat(profile.sessions()).containsExactly(
        new SessionLoad(10, 0.75, SHORT, 8), new SessionLoad(1, 0.25, Duration.ofMillis(5), 0));
    assertThat(profile.statements()).as("what has no id is nobody's statement")
        .containsExactly(new StatementLoad(8, 0.75, 1, SHORT));
  }

  @Test
  void upkeepIsAPartOfTheWorkAndOfNoSession() {
    ActiveSession vacuum = new ActiveSession(20, 0, "autovacuum worker", "orders", "", "", "", "", 0, SHORT);
    WaitProfile profile =
        WaitProfile.of(List.of(sample(0, vacuum, cpu(30, 4, 20), worker(31, 30), cpu(1, 7, 20)), sample(1)), Set.of(30), Map.of());

    assertThat(profile.maintenance()).isEqualTo(0.75);
    assertThat(profile.working()).isEqualTo(2);
    assertThat(profile.sessions()).extracting(SessionLoad::pid).containsExactly(1);
    assertThat(profile.sessions().getFirst().share()).isEqualTo(0.25);
  }

  @Test
  void nothingIsThereWithoutSamplesOrSessions() {
    WaitProfile none = WaitProfile.of(List.of(), Set.of(), Map.of());

    assertThat(none.at()).isEqualTo(Instant.EPOCH);
    assertThat(none.share(WaitClass.CPU)).isZero();
    assertThat(WaitProfile.of(List.of(sample(0)), Set.of(), Map.of()).maintenance()).isZero();
  }

  private static WaitProfile averages(Map<WaitClass, Double> average) {
    return new WaitProfile(AT, 10, 5, average, List.of(), List.of(), 5, 0, List.of(), List.of(), List.of());
  }

  @ParameterizedTest
  @EnumSource(WaitClass.class)
  void oneSessionThatQueuesIsNoQuiet(WaitClass one) {
    boolean queue = Set.of(WaitClass.LOCK, WaitClass.READ, WaitClass.INTERNAL, WaitClass.COMMIT, WaitClass.CPU).contains(one);

    assertThat(averages(new EnumMap<>(Map.of(one, 0.99))).quiet(1)).isTrue();
    assertThat(averages(new EnumMap<>(Map.of(one, 1.0))).quiet(1)).isEqualTo(!queue);
  }

  @ParameterizedTest
  @CsvSource({"1.9, 2, true", "2, 2, false", "0.9, 0.25, true", "1, 0.25, false", "15.9, 16, true"})
  void sessionsOnCpuQueueFromTheNumberOfVcpuOn(double onCpu, double vcpu, boolean quiet) {
    assertThat(averages(Map.of(WaitClass.CPU, onCpu)).quiet(vcpu)).isEqualTo(quiet);
  }
}
