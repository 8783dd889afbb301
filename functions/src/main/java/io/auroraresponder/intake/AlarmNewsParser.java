package io.auroraresponder.intake;

/** CloudWatch's other events about alarms: contributors of a multi-series alarm, and changes of an alarm's configuration. */
final class AlarmNewsParser implements ShapeParser {
  private static final String CONTRIBUTOR = "CloudWatch Alarm Contributor State Change";
  private static final String CONFIGURATION = "CloudWatch Alarm Configuration Change";

  @Override
  public boolean recognises(JsonTree event) {
    String type = event.text("detail-type");
    return event.text("source").equals("aws.cloudwatch") && (type.equals(CONTRIBUTOR) || type.equals(CONFIGURATION));
  }

  @Override
  public Notice read(Arrival arrival) {
    String alarm = AlarmParts.nameOr(arrival.tree().decoded("detail").text("alarmName"), "");
    if (arrival.tree().text("detail-type").equals(CONTRIBUTOR)) {
      return arrival.unusable(
          "eventbridge-alarm-contributor", alarm, IntakeReason.ALARM_CONTRIBUTOR, "one series of an alarm; the alarm itself is watched");
    }
    return arrival.unusable(
        "eventbridge-alarm-configuration", alarm, IntakeReason.ALARM_CONFIGURATION_CHANGE, "an alarm was changed, not its state");
  }
}
