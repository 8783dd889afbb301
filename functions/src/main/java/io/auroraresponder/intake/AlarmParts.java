package io.auroraresponder.intake;

import io.auroraresponder.intake.AlarmReading.Change;
import io.auroraresponder.intake.AlarmReading.State;
import java.time.Instant;
import java.util.Optional;

/** What all alarm shapes share: naming the signal, and the states that cannot be worked with. */
final class AlarmParts {
  private AlarmParts() {}

  /** The state, or why there is none to work with. */
  static Optional<State> state(String word) {
    return State.named(word.strip());
  }

  /** The same change has the same key in every shape: the alarm, when it changed, and to what. */
  static ParsedEvent notice(ReceivedEvent arrival, String shape, AlarmReading read, AccountRegion origin) {
    AlarmReading alarm = read.arn().isEmpty() ? withArn(read, origin) : read;
    Change change = alarm.change();
    String key = EventKey.of("alarm", alarm.identity(), Long.toString(change.at().toEpochMilli()), change.state().name());
    return new ParsedEvent.Alarm(arrival.signal(shape, key, alarm.name(), change.reason(), change.at()), origin, alarm);
  }

  static ParsedEvent unusable(ReceivedEvent arrival, String shape, String name, String word) {
    return word.isBlank()
        ? arrival.unusable(shape, name, IntakeReason.FIELDS_MISSING, "an alarm without a state")
        : arrival.unusable(shape, name, IntakeReason.UNKNOWN_STATE, "an alarm state that we do not know: " + word);
  }

  static String nameOr(String name, String arn) {
    String shown = CleanText.name(name.isBlank() ? Arn.parse(arn).map(Arn::name).orElse("") : name);
    return shown.isEmpty() ? "unnamed alarm" : shown;
  }

  /** Whether CloudWatch says that it decided without any datapoint. */
  static boolean saysWithoutData(String reason) {
    return reason.contains("no datapoints were received");
  }

  static boolean saysJustCreated(String reason) {
    return reason.contains("Initial alarm creation");
  }

  static Instant changedAt(String text, ReceivedEvent arrival) {
    return EventTimes.parse(text).orElseGet(arrival::time);
  }

  /** Some messages leave the ARN out; name, account and region make it. */
  private static AlarmReading withArn(AlarmReading alarm, AccountRegion origin) {
    if (origin.account().isEmpty() || origin.region().isEmpty()) {
      return alarm;
    }
    String partition = Arn.partitionOf(origin.region());
    String arn = "arn:" + partition + ":cloudwatch:" + origin.region() + ":" + origin.account() + ":alarm:" + alarm.name();
    return new AlarmReading(alarm.name(), arn, alarm.change(), alarm.definition(), alarm.evaluation(), alarm.silence());
  }
}
