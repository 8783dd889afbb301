package io.auroraresponder.intake;

import io.auroraresponder.intake.AlarmReading.State;
import java.util.Optional;

/** {@code CloudWatch Alarm State Change} by EventBridge: single metric, math, anomaly detection, Metrics Insights, composite. */
final class EventBridgeAlarmParser implements ShapeParser {
  static final String SHAPE = "eventbridge-alarm";

  @Override
  public boolean recognises(JsonTree event) {
    return event.text("detail-type").equals(RoutingTable.ALARM_STATE_CHANGE) && event.text("source").equals("aws.cloudwatch");
  }

  @Override
  public ParsedEvent read(ReceivedEvent arrival) {
    JsonTree detail = arrival.tree().decoded(arrival.tree().has("detail") ? "detail" : "alarmData");
    String arn = alarmArn(arrival.tree());
    String word = detail.at("state").text("value");
    Optional<State> state = AlarmParts.state(word);
    if (state.isEmpty()) {
      return AlarmParts.unread(arrival, SHAPE, AlarmParts.nameOr(detail.text("alarmName"), arn), word);
    }
    AlarmReading alarm =
        AlarmDetail.read(detail, arn, state.get(), AlarmParts.changedAt(detail.at("state").text("timestamp"), arrival));
    return AlarmParts.notice(arrival, SHAPE, alarm, arrival.origin());
  }

  static String alarmArn(JsonTree event) {
    for (String resource : event.texts("resources")) {
      if (Arn.parse(resource).isPresent()) {
        return resource;
      }
    }
    return "";
  }
}
