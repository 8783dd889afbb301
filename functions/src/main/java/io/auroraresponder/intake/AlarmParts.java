package io.auroraresponder.intake;

import io.auroraresponder.incident.Signal;
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
  static String key(AlarmReading alarm, Place origin) {
    String identity = alarm.arn().isEmpty() ? builtArn(alarm.name(), origin) : alarm.arn();
    return EventKey.of("alarm", identity, Long.toString(alarm.change().at().toEpochMilli()), alarm.change().state().name());
  }

  static Notice notice(Arrival arrival, String shape, AlarmReading alarm, Place origin) {
    Signal signal = arrival.signal(shape, key(alarm, origin), alarm.name(), alarm.change().reason(), alarm.change().at());
    return new Notice.Alarm(signal, origin, alarm);
  }

  static Notice unusable(Arrival arrival, String shape, String name, String word) {
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

  static Instant changedAt(String text, Arrival arrival) {
    return EventTimes.parse(text).orElseGet(arrival::time);
  }

  private static String builtArn(String name, Place origin) {
    return "arn:" + Arn.partitionOf(origin.region()) + ":cloudwatch:" + origin.region() + ":" + origin.account() + ":alarm:" + name;
  }
}
