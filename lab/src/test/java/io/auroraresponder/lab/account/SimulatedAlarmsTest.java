package io.auroraresponder.lab.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

class SimulatedAlarmsTest {
  private static World.Watch watch(int periods, int datapoints, World.Missing missing) {
    return new World.Watch(
        "ACUUtilization", Map.of(), "Average", World.Comparison.GREATER_OR_EQUAL, 90, Duration.ofMinutes(1), periods, datapoints, missing);
  }

  /** {@code X} breaches, {@code 0} does not, {@code -} is missing. */
  private static List<Optional<Double>> points(String words) {
    List<Optional<Double>> points = new ArrayList<>();
    for (String word : words.split(" ", -1)) {
      points.add(word.equals("-") ? Optional.empty() : Optional.of(word.equals("X") ? 99.0 : 1.0));
    }
    return points;
  }

  /** The tables of the CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data". */
  @ParameterizedTest
  @CsvSource({
    "0 - X - X, 3, 3, OK, OK, OK, OK",
    "- - - - 0, 3, 3, OK, OK, OK, OK",
    "- - - - -, 3, 3, INSUFFICIENT_DATA, current, ALARM, OK",
    "0 X X - X, 3, 3, ALARM, ALARM, ALARM, ALARM",
    "- - X - -, 3, 3, ALARM, current, ALARM, OK",
    "0 - X - X, 3, 2, ALARM, ALARM, ALARM, ALARM",
    "0 0 X 0 X, 3, 2, ALARM, ALARM, ALARM, ALARM",
    "0 - X - -, 3, 2, OK, OK, ALARM, OK",
    "- - - - 0, 3, 2, OK, OK, ALARM, OK",
    "- - - X -, 3, 2, ALARM, current, ALARM, OK",
  })
  void judgesAsTheTablesOfCloudWatchSay(
      String points, int periods, int datapoints, String missing, String ignore, String breaching, String notBreaching) {
    assertThat(SimulatedAlarms.value(watch(periods, datapoints, World.Missing.MISSING), points(points), "current")).isEqualTo(missing);
    assertThat(SimulatedAlarms.value(watch(periods, datapoints, World.Missing.IGNORE), points(points), "current")).isEqualTo(ignore);
    assertThat(SimulatedAlarms.value(watch(periods, datapoints, World.Missing.BREACHING), points(points), "current")).isEqualTo(breaching);
    assertThat(SimulatedAlarms.value(watch(periods, datapoints, World.Missing.NOT_BREACHING), points(points), "current"))
        .isEqualTo(notBreaching);
  }

  @Test
  void comparesInAllFourWays() {
    List<List<World.Comparison>> breaching = new ArrayList<>();
    for (double value : new double[] {89, 90, 91}) {
      breaching.add(
          java.util.Arrays.stream(World.Comparison.values())
              .filter(way -> new World.Watch("m", Map.of(), "Average", way, 90, Duration.ofMinutes(1), 1, 1, World.Missing.IGNORE)
                  .breaches(value))
              .toList());
    }

    assertThat(breaching)
        .containsExactly(
            List.of(World.Comparison.LESS, World.Comparison.LESS_OR_EQUAL),
            List.of(World.Comparison.GREATER_OR_EQUAL, World.Comparison.LESS_OR_EQUAL),
            List.of(World.Comparison.GREATER_OR_EQUAL, World.Comparison.GREATER));
  }

  private static final String WORLD =
      """
      clusters:
        orders-db:
          range: {min: 1, max: 8}
          members: {w-1: writer}
          load: {w-1: {acu: {-1h: 4, +2m: 4, +2m1s: 9, +10m: 9, +10m1s: 4}, cpu: 0.9}}
      alarms:
        acu: {metric: ACUUtilization, instance: w-1, periods: 3, datapoints: 2}
        five: {metric: ACUUtilization, instance: w-1, period: 5m, statistic: Maximum, comparison: ">", threshold: 99}
        nothing: {metric: NobodyPublishesThis, instance: w-1}
        both: {rule: "ALARM(acu) AND NOT OK(five)"}
      """;

  private static List<String> minute(SimulatedAccount account) {
    Worlds.pass(account, Duration.ofMinutes(1));
    return account.alarmChanges().stream().map(change -> change.alarm().name() + " " + change.previous() + " > " + change.state()).toList();
  }

  @Test
  void followsTheMetricsEachMinuteAndTellsOfChangesAlone() {
    SimulatedAccount account = Worlds.of(WORLD);

    List<List<String>> minutes = new ArrayList<>();
    for (int i = 0; i < 21; i++) {
      minutes.add(minute(account));
    }

    // The world begins at 10:15:30; the load jumps at 10:17:30, so that 10:18 and 10:19 are the first full minutes, known at 10:20:30.
    assertThat(minutes.subList(0, 4)).containsOnly(List.of());
    assertThat(minutes.get(4)).containsExactly("acu OK > ALARM", "five OK > ALARM", "both OK > ALARM");
    assertThat(minutes.subList(5, 12)).containsOnly(List.of());
    assertThat(minutes.subList(12, 21).stream().flatMap(List::stream))
        .containsExactly("acu ALARM > OK", "both ALARM > OK", "five ALARM > OK");
  }

  @Test
  void describesAlarmsInTheirStatesWithWhatTheyWatch() {
    SimulatedAccount account = Worlds.of(WORLD);
    for (int i = 0; i < 5; i++) {
      minute(account);
    }

    List<MetricAlarm> ringing = account.cloudWatch().describeAlarms(request -> request.stateValue(StateValue.ALARM)).metricAlarms();
    List<CompositeAlarm> composite =
        account.cloudWatch().describeAlarms(request -> request.alarmTypes(AlarmType.COMPOSITE_ALARM)).compositeAlarms();
    MetricAlarm unknown = account.cloudWatch().describeAlarms(request -> request.alarmNames("nothing")).metricAlarms().getFirst();

    assertThat(ringing).extracting(MetricAlarm::alarmName).containsExactly("acu", "five");
    MetricAlarm acu = ringing.getFirst();
    assertThat(acu.comparisonOperatorAsString()).isEqualTo("GreaterThanOrEqualToThreshold");
    assertThat(List.of(acu.evaluationPeriods(), acu.datapointsToAlarm(), acu.period())).containsExactly(3, 2, 60);
    assertThat(acu.treatMissingData()).isEqualTo("missing");
    assertThat(acu.stateReason()).startsWith("Threshold Crossed: 2 out of the last 3 datapoints [100.0 (24/11/26 10:19:00)");
    assertThat(acu.stateReasonData()).contains("\"threshold\":90.0", "\"recentDatapoints\":[");
    assertThat(acu.stateTransitionedTimestamp()).isEqualTo(Worlds.NOW.plus(Duration.ofMinutes(5)));
    assertThat(composite).extracting(CompositeAlarm::stateValue).containsExactly(StateValue.ALARM);
    assertThat(composite.getFirst().stateReason()).contains("alarm:acu transitioned to ALARM");
    assertThat(unknown.stateValue()).isEqualTo(StateValue.INSUFFICIENT_DATA);
  }

  @Test
  void isInTheStateThatAnEventTellsUntilItIsEvaluatedNext() {
    SimulatedAccount account = Worlds.of(WORLD);

    account.tellAlarm("acu", "ALARM", Worlds.NOW);
    account.tellAlarm("somebody-elses", "ALARM", Worlds.NOW);

    assertThat(account.alarms().state("acu").value()).isEqualTo("ALARM");
    assertThat(minute(account)).containsExactly("acu ALARM > OK");
  }

  @Test
  void refusesWhatIsNoAlarmWithItsPlace() {
    assertBad("alarms: {a: {metric: CPUUtilization, periods: 2, datapoints: 3}}", "at most as many datapoints as periods");
    assertBad("alarms: {a: {metric: CPUUtilization, period: 30s}}", "whole minutes");
    assertBad("alarms: {a: {metric: CPUUtilization, comparison: over}}", "one of >=, >, <, <=");
    assertBad("alarms: {a: {metric: CPUUtilization, missing: bad}}", "missing, ignore, breaching, notBreaching");
    assertBad("alarms: {a: {metric: CPUUtilization, statistic: p99}}", "Average, Maximum");
    assertBad("alarms: {a: {rule: \"ALARM(x) AND\"}}", "the rule of a composite alarm cannot be read: a state such as ALARM(name)");
  }

  private static void assertBad(String alarms, String words) {
    assertThatThrownBy(() -> Worlds.of("clusters: {}\n" + alarms + "\n")).isInstanceOf(BadFileException.class)
        .hasMessageContainingAll("test.yaml:2:", words);
  }

  @ParameterizedTest
  @CsvSource({
    "ALARM(a), true",
    "ALARM(b), false",
    "OK(b) AND ALARM(\"a\"), true",
    "NOT ALARM(a) OR OK(b), true",
    "ALARM(b) AND ALARM(b) OR TRUE, true",
    "ALARM(a) AND (ALARM(b) OR FALSE), false",
    "INSUFFICIENT_DATA(arn:aws:cloudwatch:eu-west-1:111122223333:alarm:c), true",
  })
  void readsTheRulesOfCompositeAlarms(String rule, boolean holds) {
    Map<String, String> states = Map.of("a", "ALARM", "b", "OK");

    assertThat(AlarmRule.holds(rule, name -> states.getOrDefault(name, "INSUFFICIENT_DATA"))).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource({"ALARM(a", "ALARM(a) ALARM(b)", "(ALARM(a)", "ALARM", "ALARM(a) XOR OK(b)", "''"})
  void refusesWhatIsNoRule(String rule) {
    assertThatThrownBy(() -> AlarmRule.holds(rule, name -> "OK")).isInstanceOf(IllegalArgumentException.class);
  }
}
