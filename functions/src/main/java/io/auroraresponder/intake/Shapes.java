package io.auroraresponder.intake;

import io.auroraresponder.incident.Signal;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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
          new LogsSubscriptionParser(),
          new SubscriptionConfirmationParser(),
          new SelfCheckParser(),
          new ByHandParser());

  private static final int MOST_NAMES = 5;

  private Shapes() {}

  static ParsedEvent read(ReceivedEvent arrival) {
    String replay = CleanText.name(arrival.tree().text("replay-name"));
    if (!replay.isEmpty()) {
      Signal signal = arrival.signal("replay", EventKey.of("replay", replay), replay, "", arrival.time());
      return new ParsedEvent.Unusable(
          signal, arrival.origin(), IntakeReason.REPLAYED, "sent again from an archive by the replay " + replay);
    }
    for (ShapeParser parser : ALL) {
      if (parser.recognises(arrival.tree())) {
        return parser.read(arrival);
      }
    }
    return arrival.unread("unknown", "no event that we know: " + members(arrival.tree()), IntakeReason.UNKNOWN_SHAPE, arrival.tree());
  }

  /** Names only: what stands behind them may be secret. */
  private static String members(JsonTree event) {
    Set<String> names = event.names();
    if (names.isEmpty()) {
      return "an empty object; by hand it is {\"cluster\": \"NAME\"}";
    }
    String some = names.stream().limit(MOST_NAMES).map(CleanText::excerpt).collect(Collectors.joining(", "));
    return "an object with " + some + (names.size() > MOST_NAMES ? ", …" : "") + "; by hand it is {\"cluster\": \"NAME\"}";
  }
}
