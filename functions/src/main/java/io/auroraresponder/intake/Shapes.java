package io.auroraresponder.intake;

import java.util.List;

/** The shapes that we read, in the order in which they are tried; a new shape is one class and one line here. */
final class Shapes {
  private static final List<ShapeParser> ALL =
      List.of(
          new EventBridgeAlarmParser(),
          new AlarmNewsParser(),
          new DirectAlarmParser(),
          new SnsAlarmParser(),
          new EventBridgeRdsParser(),
          new SubscriptionRdsParser(),
          new HealthParser(),
          new BackupJobParser(),
          new ApiCallParser(),
          new ScheduleParser(),
          new OtherEventBridgeParser(),
          new SubscriptionConfirmationParser(),
          new SelfCheckParser(),
          new ByHandParser());

  private Shapes() {}

  static Notice read(Arrival arrival) {
    for (ShapeParser parser : ALL) {
      if (parser.recognises(arrival.tree())) {
        return parser.read(arrival);
      }
    }
    return arrival.unusable("unknown", "", IntakeReason.UNKNOWN_SHAPE, "no shape that we know");
  }
}
