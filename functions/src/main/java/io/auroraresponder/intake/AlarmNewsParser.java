package io.auroraresponder.intake;

import io.auroraresponder.intake.AlarmReading.Definition;
import io.auroraresponder.intake.AlarmReading.Kind;
import io.auroraresponder.intake.AlarmReading.State;
import io.auroraresponder.intake.AlarmReading.Watched;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * CloudWatch's other events about alarms: contributors of an alarm over many series, and changes of an alarm's configuration.
 *
 * <p>Such an alarm changes its state once; the second database that is in trouble appears as a contributor alone, so a contributor in
 * ALARM is taken for its database's alarm. One that is over ends nothing: which contributors are left, its event does not say, and the
 * alarm's own state does once all are (CloudWatch User Guide, "Alarm events and EventBridge", multi time series alarm).
 */
final class AlarmNewsParser implements ShapeParser {
  static final String CONTRIBUTOR_SHAPE = "eventbridge-alarm-contributor";

  private static final String CONFIGURATION = "CloudWatch Alarm Configuration Change";

  @Override
  public boolean recognises(JsonTree event) {
    String type = event.text("detail-type");
    return event.text("source").equals("aws.cloudwatch") && (type.equals(RoutingTable.ALARM_CONTRIBUTOR) || type.equals(CONFIGURATION));
  }

  @Override
  public ParsedEvent read(ReceivedEvent arrival) {
    JsonTree detail = arrival.tree().decoded("detail");
    String alarm = AlarmParts.nameOr(detail.text("alarmName"), "");
    if (arrival.tree().text("detail-type").equals(RoutingTable.ALARM_CONTRIBUTOR)) {
      return contributor(arrival, detail, alarm);
    }
    return arrival.unread(
        "eventbridge-alarm-configuration", "an alarm was changed, not its state", IntakeReason.ALARM_CONFIGURATION_CHANGE, arrival.tree());
  }

  private static ParsedEvent contributor(ReceivedEvent arrival, JsonTree detail, String name) {
    String word = detail.at("state").text("value");
    Optional<State> state = AlarmParts.state(word);
    if (state.isEmpty()) {
      return AlarmParts.unread(arrival, CONTRIBUTOR_SHAPE, name, word);
    }
    if (state.get() != State.ALARM) {
      return arrival.unusable(
          CONTRIBUTOR_SHAPE, name, IntakeReason.ALARM_CONTRIBUTOR,
          "one series of an alarm is over; the alarm's own state says when all are");
    }
    AlarmReading read =
        AlarmDetail.read(detail, EventBridgeAlarmParser.alarmArn(arrival.tree()), State.ALARM,
            AlarmParts.changedAt(detail.at("state").text("timestamp"), arrival));
    JsonTree contributor = detail.at("alarmContributor");
    AlarmReading alarm = read.watching(watched(read.definition(), AlarmDetail.dimensions(contributor.at("attributes"))));
    if (alarm.definition().metrics().getFirst().databases().isEmpty()) {
      return arrival.unusable(CONTRIBUTOR_SHAPE, name, IntakeReason.ALARM_CONTRIBUTOR, "one series of an alarm, and no database's");
    }
    String key =
        EventKey.of("alarm", alarm.identity(), contributor.text("id"), Long.toString(alarm.change().at().toEpochMilli()),
        State.ALARM.name());
    return new ParsedEvent.Alarm(
        AlarmParts.signal(CONTRIBUTOR_SHAPE, key, alarm), arrival.origin(), alarm);
  }

  /** The alarm's query names the metric, the contributor the series: an alarm without a query leaves the metric open. */
  private static Definition watched(Definition alarm, Map<String, String> series) {
    Watched query = alarm.metrics().stream().findFirst().orElse(new Watched("", "", Map.of(), ""));
    Map<String, String> dimensions = new LinkedHashMap<>(query.dimensions());
    dimensions.putAll(series);
    Watched one = new Watched(query.namespace(), query.metric(), dimensions, query.account());
    return new Definition(
        Kind.METRICS_INSIGHTS, alarm.description(), List.of(one), alarm.expression(), alarm.label(), alarm.rule(), alarm.children(),
        alarm.queries());
  }
}
