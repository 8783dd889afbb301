package io.auroraresponder.intake;

import io.auroraresponder.intake.AlarmReading.State;
import java.util.Optional;

/** What an alarm hands to a Lambda function that is its own action: no envelope, the body under {@code alarmData}. */
final class DirectAlarmParser implements ShapeParser {
  static final String SHAPE = "alarm-to-lambda";

  @Override
  public boolean recognises(JsonTree event) {
    return event.decoded("alarmData").isObject() && !event.has("detail-type");
  }

  @Override
  public ParsedEvent read(ReceivedEvent arrival) {
    JsonTree tree = arrival.tree();
    JsonTree detail = tree.decoded("alarmData");
    String arn = Arn.parse(tree.text("alarmArn")).isPresent() ? tree.text("alarmArn") : "";
    String word = detail.at("state").text("value");
    Optional<State> state = AlarmParts.state(word);
    if (state.isEmpty()) {
      return AlarmParts.unread(arrival, SHAPE, AlarmParts.nameOr(detail.text("alarmName"), arn), word);
    }
    AlarmReading alarm =
        AlarmDetail.read(detail, arn, state.get(), AlarmParts.changedAt(detail.at("state").text("timestamp"), arrival));
    AccountRegion stated = new AccountRegion(tree.text("accountId"), tree.text("region"));
    return AlarmParts.notice(arrival, SHAPE, alarm, stated.orElse(Arn.parse(arn).map(Arn::place).orElse(AccountRegion.UNKNOWN)));
  }
}
