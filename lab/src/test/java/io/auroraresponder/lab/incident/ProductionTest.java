package io.auroraresponder.lab.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Report;
import io.auroraresponder.lambda.log.LogOutput;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What wakes the responder besides the first event, with the deployed code on the simulated account and no database behind it. */
class ProductionTest {
  private static final String CLUSTER =
      """
        now: 2026-11-24T10:15:30Z
        clusters:
          orders-db:
            range: {min: 1, max: 8}
            tags: {mode: act, max-acu: 16}
            members: {w-1: writer}
            load: {w-1: {acu: {-24h: 3, -10m: 3, -9m: 9.5, +8m: 9.5, +8m1s: 3}, cpu: 0.9}}
      """;

  private static final String EVENT = "event: {alarm: acu, instance: w-1, metric: ACUUtilization, threshold: 90, value: 100}\n";

  @BeforeAll
  static void keepsTheLogOutOfTheWay() {
    LogOutput.redirect(OutputStream.nullOutputStream());
  }

  private static Run run(String more, String rest) {
    Script script = IncidentFile.parse("x.yaml", "title: x\nworld:\n" + CLUSTER + more + rest).script();
    Clock realTime = Clock.systemUTC();
    try (IncidentRun run = new IncidentRun(ResponderScene.maker(realTime), () -> {
      throw new AssertionError("no server is needed");
    }, realTime)) {
      return run.run(script, new Scene.Options(Optional.empty()), SilentListener.INSTANCE);
    }
  }

  private static List<String> news(Run run) {
    return run.news().stream().map(news -> news.word() + " " + news.text()).toList();
  }

  private static List<String> runbooks(Run run) {
    return run.reports().stream().map(Report::incident).map(incident -> incident.runbook()).toList();
  }

  @Test
  void endsTheIncidentWhenTheMetricRecovers() {
    Run run = run("", EVENT + "then: {for: 40m}\n");

    assertThat(run.reports()).isNotEmpty();
    assertThat(news(run)).contains("closed resolved");
    assertThat(run.news().stream().filter(news -> news.text().equals("resolved")).findFirst().orElseThrow().at())
        .isAfter(run.script().now().plusSeconds(8 * 60));
  }

  @Test
  void wakesTheResponderByAnAlarmThatNoEventOfTheFileTellsOf() {
    Run run =
        run(
            "  alarms: {cpu: {metric: CPUUtilization, instance: w-1, threshold: 101, periods: 3}}\n",
            "event: none\nthen: {for: 5m}\n");
    Run ringing =
        run("  alarms: {idle: {metric: CPUUtilization, instance: w-1, comparison: \"<\", threshold: 50}}\n",
        "event: none\nthen: {for: 12m}\n");

    assertThat(run.reports()).isEmpty();
    assertThat(run.footprint().looks()).isZero();
    assertThat(runbooks(ringing)).startsWith("capacity");
    assertThat(ringing.reports().getFirst().incident().signal().source()).isEqualTo("idle");
  }

  @Test
  void looksAgainWhileTheAlarmStands() {
    Run run = run("", EVENT.replace("value: 100", "value: 100, missing: breaching") + "then: {for: 7m}\n");

    assertThat(run.footprint().looks()).isGreaterThan(1);
  }

  @Test
  void deliversAFailedEventTwiceAgainAndThenGivesItToTheOnFailureDestination() {
    String down =
        """
          faults:
            - {call: "dynamodb:GetItem", times: 100000, answer: error InternalServerError}
            - {call: "dynamodb:PutItem", times: 100000, answer: error InternalServerError}
            - {call: "dynamodb:Query", times: 100000, answer: error InternalServerError}
            - {call: "sns:Publish", times: 100000, answer: error InternalError}
            - {call: "rds:DescribeDBClusters", times: 100000, answer: error InternalFailure}
        """;

    Run run = run(down, "event: {byHand: orders-db}\nthen: {for: 6m}\n");

    assertThat(news(run).stream().filter(line -> line.startsWith("failed the function") || line.startsWith("failed the event")))
        .containsExactly(
            "failed the function failed; Lambda delivers the event again in 1 min",
            "failed the function failed; Lambda delivers the event again in 2 min",
            "failed the event failed 3 times and went to the on-failure destination");
    assertThat(run.footprint().requests()).isEmpty();
  }

  @Test
  void tellsTheResponderOfEveryChangeOfARangeByCloudTrail() {
    Run run = run("", "event: none\nthen: {for: 4m, changes: [{at: 1m, range: {min: 1, max: 4, by: a deploy}}]}\n");

    assertThat(runbooks(run)).containsExactly("scaling");
    assertThat(run.footprint().told().getFirst().message()).contains("a-deploy");
  }

  @Test
  void changesTagsInTheMiddleOfTheRun() {
    String tags = "{at: 1m, tags: {mode: observe, max-acu: none}}, {at: 2m, event: {byHand: orders-db}}";

    Run run = run("", "event: {byHand: orders-db}\nthen: {for: 3m, changes: [" + tags + "]}\n");

    assertThat(run.reports()).extracting(report -> report.decision().mode()).startsWith("act").endsWith("observe");
  }

  @Test
  void looksByTheSchedulesOfTheDeployment() {
    Run monday = run("", "event: none\nthen: {for: 6d21h}\n");

    assertThat(runbooks(monday).stream().filter("backup"::equals).count()).as("each day at six, and twice for each night's snapshot")
        .isGreaterThanOrEqualTo(6);
    assertThat(monday.reports().stream().map(report -> report.incident().signal().source()))
        .contains("aurora-responder-daily-backup", "aurora-responder-weekly-scaling");
  }

  @Test
  void deliversWhatRdsTellsOfTheCluster() {
    Run run = run("", "event: none\nthen: {for: 17h}\n");

    assertThat(run.reports().stream().map(report -> report.incident().signal().source()))
        .as("the night's snapshot, begun and done").contains("RDS-EVENT-0168", "RDS-EVENT-0169");
    assertThat(run.footprint().messages()).as("neither is worth a message").isEmpty();
  }
}
