package io.auroraresponder.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.AlarmLimits.Side;
import io.auroraresponder.incident.AlarmMetric;
import io.auroraresponder.incident.AlarmQuery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where an alarm rings, and what it is made of, as CloudWatch's own sentences and numbers say it. */
final class AlarmLimitsTest {
  private static String band(String value) {
    return "\\\"recentDatapoints\\\":[" + value + "],\\\"recentLowerThresholds\\\":[2.1],\\\"recentUpperThresholds\\\":[9.8]";
  }

  private static AlarmMetric read(String json) {
    return Samples.opened(json).signal().metric().orElseThrow();
  }

  private static String anomaly(String reason, String data) {
    return """
        {"version":"0","id":"1","detail-type":"CloudWatch Alarm State Change","source":"aws.cloudwatch","account":"111122223333",
         "time":"2026-03-02T09:14:41Z","region":"eu-west-1","resources":["arn:aws:cloudwatch:eu-west-1:111122223333:alarm:odd"],
         "detail":{"alarmName":"odd","state":{"value":"ALARM","reason":"%s","reasonData":"{\\"version\\":\\"1.0\\",%s}",
         "timestamp":"2026-03-02T09:14:40.989+0000"},"previousState":{"value":"OK"},"configuration":{"metrics":[
         {"id":"m1","metricStat":{"metric":{"namespace":"AWS/RDS","name":"CommitLatency","dimensions":
         {"DBInstanceIdentifier":"orders-db-instance-1"}},"period":60,"stat":"Average"},"returnData":true},
         {"id":"ad1","expression":"ANOMALY_DETECTION_BAND(m1, 2)","label":"CommitLatency (expected)","returnData":true}]}}}
        """
        .formatted(reason, data);
  }

  @ParameterizedTest
  @CsvSource({
      "was greater than the upper thresholds [9.8], ABOVE, 41.2", "was less than the lower thresholds [2.1], BELOW, 1.0",
      "was less than the lower thresholds [2.1] or greater than the upper thresholds [9.8], OUTSIDE, 41.2"})
  void theSideOfABandIsInTheReason(String words, Side side, String value) {
    AlarmMetric alarm = read(anomaly("Thresholds Crossed: 1 out of the last 1 datapoints [" + value + " (02/03/26 09:13:00)] " + words
        + " (minimum 1 datapoint for OK -> ALARM transition).", band(value)));

    assertThat(alarm.limits().side()).isEqualTo(side);
    assertThat(alarm.limits().lower()).isEqualTo(side == Side.ABOVE ? Optional.empty() : Optional.of(2.1));
    assertThat(alarm.limits().upper()).isEqualTo(side == Side.BELOW ? Optional.empty() : Optional.of(9.8));
    assertThat(alarm.limits().ringAt(Double.parseDouble(value))).isTrue();
    assertThat(alarm.limits().ringAt(5)).isFalse();
    assertThat(alarm.name()).isEqualTo("CommitLatency");
    assertThat(alarm.queries()).extracting(AlarmQuery::id).containsExactly("m1", "ad1");
  }

  @Test
  void aBandThatNothingIsSaidOfMayBeLeftOnEitherSide() {
    assertThat(read(anomaly("state set by hand", "\\\"recentDatapoints\\\":[5]")).limits().side()).isEqualTo(Side.OUTSIDE);
  }

  @ParameterizedTest
  @CsvSource({
      "LessThanLowerOrGreaterThanUpperThreshold, OUTSIDE", "GreaterThanUpperThreshold, ABOVE", "LessThanLowerThreshold, BELOW",
      "GreaterThanOrEqualToThreshold, ABOVE", "LessThanThreshold, BELOW"})
  void theTopicsFormHasTheOperator(String operator, Side side) {
    AlarmMetric alarm = read("""
        {"AlarmName":"odd","AlarmArn":"arn:aws:cloudwatch:eu-west-1:111122223333:alarm:odd","AWSAccountId":"111122223333",
         "NewStateValue":"ALARM","OldStateValue":"OK","NewStateReason":"crossed","StateChangeTime":"2026-03-02T09:14:40.989+0000",
         "Region":"EU (Ireland)","Trigger":{"ComparisonOperator":"%s","ThresholdMetricId":"ad1","Metrics":[
         {"Id":"m1","MetricStat":{"Metric":{"Namespace":"AWS/RDS","MetricName":"CommitLatency","Dimensions":
         [{"name":"DBInstanceIdentifier","value":"orders-db-instance-1"}]},"Period":60,"Stat":"AVERAGE"},"ReturnData":true},
         {"Id":"ad1","Expression":"ANOMALY_DETECTION_BAND(m1, 2)","ReturnData":true}]}}
        """.formatted(operator));

    assertThat(alarm.limits().side()).isEqualTo(side);
    assertThat(alarm.queries().getFirst().statistic()).isEqualTo("Average");
  }

  @Test
  void metricMathAndInsightsQueriesAreKeptWhole() throws java.io.IOException {
    AlarmMetric math = read(Samples.event("eventbridge-alarm-math"));
    AlarmMetric query = read(Samples.event("eventbridge-alarm-metrics-insights"));

    assertThat(math.queries()).extracting(AlarmQuery::expression).containsExactly("100*m1/2000", "");
    assertThat(math.queries().getLast().dimensions()).containsEntry("Role", "WRITER");
    assertThat(math.canBeAsked()).isTrue();
    assertThat(query.queries()).extracting(one -> one.period().toSeconds()).containsExactly(60L);
    assertThat(read(Samples.event("eventbridge-alarm-metric")).queries()).isEmpty();
  }

  /** Ids that CloudWatch would refuse, too many of them, nothing that is watched: then the alarm's own value is all there is. */
  @Test
  void whatCloudWatchWouldNotTakeIsNotAsked() {
    AlarmQuery good = new AlarmQuery("e1", "m1 * 2", "", "", "", Map.of(), "", Duration.ZERO, true);
    AlarmQuery capital = new AlarmQuery("E1", "m1", "", "", "", Map.of(), "", Duration.ZERO, true);
    AlarmQuery unwatched = new AlarmQuery("e1", "m1", "", "", "", Map.of(), "", Duration.ZERO, false);
    AlarmQuery endless = new AlarmQuery("e1", "m".repeat(2_049), "", "", "", Map.of(), "", Duration.ZERO, true);

    assertThat(AlarmQuery.areAskable(List.of(good))).isTrue();
    assertThat(AlarmQuery.areAskable(List.of(good, good))).isFalse();
    assertThat(AlarmQuery.areAskable(List.of(capital))).isFalse();
    assertThat(AlarmQuery.areAskable(List.of(unwatched))).isFalse();
    assertThat(AlarmQuery.areAskable(List.of(endless))).isFalse();
    assertThat(AlarmQuery.areAskable(List.of())).isFalse();
  }
}
