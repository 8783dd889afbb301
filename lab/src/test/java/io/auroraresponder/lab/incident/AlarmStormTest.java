package io.auroraresponder.lab.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.lambda.log.LogOutput;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Alarms that ring together, and what people are told comes next, with the deployed code on the simulated account and no database. */
class AlarmStormTest {
  private static final String ORDERS =
      """
        now: 2026-11-24T10:15:30Z
        clusters:
          orders-db:
            range: {min: 1, max: 8}
            tags: {mode: act, max-acu: 16}
            members: {w-1: writer}
            load: {w-1: {acu: {-24h: 3, -10m: 3, -9m: 9.5, +8m: 9.5, +8m1s: 3}, cpu: 0.9}}
      """;

  private static final String UP =
      """
            load: {s-NUMBER: {acu: {-24h: 3, +1m: 3, +1m1s: 9.5}, cpu: 0.95, memory: {-24h: 2, +1m: 2, +1m1s: 9},
              connections: {-24h: 20, +1m: 20, +1m1s: 900}}}
      """;

  private static final String UP_AND_DOWN =
      """
            load: {s-NUMBER: {acu: {-24h: 3, +1m: 3, +1m1s: 9.5, +2m: 9.5, +2m1s: 3, +3m: 3, +3m1s: 9.5}, cpu: 0.95,
              connections: {-24h: 20, +1m: 20, +1m1s: 900}}}
            metrics: {s-NUMBER: {ReadLatency: {-24h: 0.001, +1m: 0.001, +1m1s: 2}, Deadlocks: {-24h: 0, +1m: 0, +1m1s: 60},
              CommitLatency: {-24h: 4, +1m: 4, +1m1s: 90, +2m: 90, +2m1s: 4, +3m: 4, +3m1s: 90},
              AuroraReplicaLag: {-24h: 20, +1m: 20, +1m1s: 9000}, VolumeReadIOPs: {-24h: 10, +1m: 10, +1m1s: 5000},
              EngineUptime: {-24h: 90000, +1m: 90000, +1m1s: 30}}}
      """;

  @BeforeAll
  static void keepsTheLogOutOfTheWay() {
    LogOutput.redirect(OutputStream.nullOutputStream());
  }

  private static Run run(String text) {
    Script script = IncidentFile.parse("storm.yaml", "title: storm\nworld:\n" + text).script();
    Clock realTime = Clock.systemUTC();
    try (IncidentRun run = new IncidentRun(ResponderScene.maker(realTime), () -> {
      throw new AssertionError("no server is needed");
    }, realTime)) {
      return run.run(script, new Scene.Options(Optional.empty()), SilentListener.INSTANCE);
    }
  }

  @Test
  void everyMessageOfAnIncidentSaysWhenTheNextLookIs() {
    String alarm = "event: {alarm: acu, instance: w-1, metric: ACUUtilization, threshold: 90, value: 100, missing: breaching}\n";
    Run standing = run(ORDERS + alarm + "then: {for: 25m}\n");
    Run byHand = run(ORDERS + "event: {byHand: orders-db, runbook: scaling}\nthen: {for: 2m}\n");

    assertThat(standing.reports()).isNotEmpty().allSatisfy(report ->
        assertThat(report.nextLook().orElseThrow().at()).isAfter(report.timing().startedAt()));
    for (Run run : List.of(standing, byHand)) {
      assertThat(run.footprint().told().stream().map(told -> told.message())).isNotEmpty()
          .allSatisfy(text -> assertThat(text).containsAnyOf("Next look ", "No look follows by itself"));
    }
  }

  /** Every one of them is delivered by itself, as EventBridge does, within the minute in which the metrics go up. */
  @Test
  void threeHundredAlarmsOfFortyClustersInAMinuteAreFortyLooksFortyMessagesAndAHundredAndSixtyConnections() {
    Run run = run(storm(40, 300, List.of(
        "ACUUtilization, threshold: 90", "ACUUtilization, threshold: 80", "CPUUtilization, threshold: 80", "CPUUtilization, threshold: 70",
        "ServerlessDatabaseCapacity, threshold: 7", "ServerlessDatabaseCapacity, threshold: 6",
        "FreeableMemory, threshold: 1000000000, comparison: \"<\"", "BufferCacheHitRatio, threshold: 99.7, comparison: \"<\""), UP)
        + "event: none\ndatabase: refused\nthen: {for: 4m}\n");

    assertThat(run.footprint().looks()).isEqualTo(40);
    assertThat(run.footprint().messages()).hasSizeLessThanOrEqualTo(40).hasSizeGreaterThan(30);
    assertThat(run.footprint().connections()).isBetween(40, 160);
    assertThat(run.reports().stream().map(report -> report.incident().cluster()).distinct()).hasSize(40);
  }

  /**
   * Alarms of four runbooks, each cluster's in another order, of a trouble that some of the looks can name and others
   * cannot; half of the alarms come and go.
   */
  @ParameterizedTest
  @ValueSource(strings = {"refused", "none"})
  void alarmsOfSeveralRunbooksAreOneLookAndOneMessageOfACluster(String database) {
    List<String> kinds = List.of(
        "ACUUtilization, threshold: 90", "DatabaseConnections, threshold: 500", "ReadLatency, threshold: 0.5", "Deadlocks, threshold: 5",
        "CommitLatency, threshold: 30", "AuroraReplicaLag, threshold: 2000", "EngineUptime, threshold: 600, comparison: \"<\"",
        "VolumeReadIOPs, threshold: 1000");
    Run run = run(storm(8, 60, kinds, UP_AND_DOWN) + "event: none\ndatabase: " + database + "\nthen: {for: 4m}\n");

    Map<String, Long> reports = run.reports().stream().collect(Collectors.groupingBy(report -> report.incident().cluster().value(),
        Collectors.counting()));
    assertThat(reports).hasSize(8).allSatisfy((cluster, number) -> assertThat(number).as(cluster).isEqualTo(1));
    assertThat(run.footprint().looks()).isEqualTo(8);
    assertThat(run.footprint().messages()).hasSizeLessThanOrEqualTo(8);
    assertThat(run.reports().stream().map(report -> report.incident().runbook()).distinct()).hasSizeGreaterThan(2);
  }

  private static String storm(int clusters, int rung, List<String> watched, String load) {
    StringBuilder world = new StringBuilder("  now: 2026-11-24T10:15:30Z\n  clusters:\n");
    StringBuilder alarms = new StringBuilder("  alarms:\n");
    for (int number = 0; number < clusters; number++) {
      String name = "shard-" + number + "-db";
      world.append("    %s:\n      range: {min: 1, max: 8}\n      tags: {mode: act, max-acu: 16}\n      members: {s-%d: writer}\n"
          .formatted(name, number));
      world.append(load.replace("NUMBER", "" + number));
    }
    for (int number = 0; number < rung; number++) {
      int cluster = number % clusters;
      alarms.append("    a-%03d: {instance: s-%d, metric: %s}\n".formatted(number, cluster, watched.get((number / clusters + cluster)
          % watched.size())));
    }
    return world.append(alarms).toString();
  }
}
