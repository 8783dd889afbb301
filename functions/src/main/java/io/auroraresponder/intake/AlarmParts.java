package io.auroraresponder.intake;

import io.auroraresponder.incident.AlarmLimits;
import io.auroraresponder.incident.AlarmLimits.Side;
import io.auroraresponder.incident.AlarmMetric;
import io.auroraresponder.incident.AlarmQuery;
import io.auroraresponder.incident.Signal;
import io.auroraresponder.intake.AlarmReading.Change;
import io.auroraresponder.intake.AlarmReading.Definition;
import io.auroraresponder.intake.AlarmReading.Evaluation;
import io.auroraresponder.intake.AlarmReading.Kind;
import io.auroraresponder.intake.AlarmReading.State;
import io.auroraresponder.intake.AlarmReading.Watched;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** What all alarm shapes share: naming the signal, and the states that cannot be worked with. */
final class AlarmParts {
  private static final long MINUTE = 60;
  private static final Pattern THRESHOLD = Pattern.compile("\\bthreshold \\((-?\\d{1,15}(?:\\.\\d{1,15})?(?:E-?\\d{1,2})?)\\)");

  private static final Pattern BREACHES = Pattern.compile("\\b(\\d{1,4}) out of the last (\\d{1,4}) datapoints\\b");

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
    return new ParsedEvent.Alarm(signal(shape, key, alarm), origin, alarm);
  }

  /** The signal of an alarm's change, with what the alarm watches. */
  static Signal signal(String shape, String key, AlarmReading alarm) {
    return new Signal(shape, key, alarm.name(), alarm.change().reason(), alarm.change().at(), metric(alarm));
  }

  private static Optional<AlarmMetric> metric(AlarmReading alarm) {
    Definition definition = alarm.definition();
    if (definition.kind() == Kind.COMPOSITE || definition.kind() == Kind.UNKNOWN || definition.metrics().isEmpty()) {
      return Optional.empty();
    }
    Watched watched = definition.metrics().getFirst();
    Optional<AlarmQuery> value = definition.queries().stream().filter(AlarmQuery::isValue).findFirst();
    boolean named =
        definition.kind() == Kind.METRIC
            || (definition.kind() == Kind.ANOMALY_DETECTION && value.filter(one -> one.expression().isEmpty()).isPresent());
    boolean judged = definition.metrics().stream().anyMatch(one -> RoutingTable.isJudged(one.metric()));
    boolean simple = definition.kind() == Kind.METRIC && watched.account().isEmpty();
    List<Double> points = alarm.evaluation().datapoints();
    Optional<Double> seen = points.isEmpty() ? Optional.empty() : Optional.of(points.getLast());
    return Optional.of(
        new AlarmMetric(
            named ? watched.metric() : expression(definition), named && watched.account().isEmpty() ? watched.namespace() : "",
            watched.dimensions(), watched.statistic().isEmpty() ? "Average" : watched.statistic(),
            Duration.ofSeconds(LongStream.of(MINUTE, watched.period(), value.map(one -> one.period().toSeconds()).orElse(0L)).max()
                .orElse(MINUTE)),
            limits(alarm, seen), seen, breaches(alarm),
            alarm.evaluation().withoutData(), judged,
            !simple && AlarmQuery.areAskable(definition.queries()) ? definition.queries() : List.of()));
  }

  private static AlarmLimits limits(AlarmReading alarm, Optional<Double> seen) {
    Evaluation evaluation = alarm.evaluation();
    Optional<Double> threshold = threshold(alarm);
    Side side = side(alarm, seen, threshold);
    Optional<Double> lower = boxed(evaluation.lower());
    Optional<Double> upper = boxed(evaluation.upper());
    return lower.isPresent() || upper.isPresent() ? new AlarmLimits(side, lower, upper) : new AlarmLimits(side, threshold, threshold);
  }

  private static Optional<Double> boxed(OptionalDouble number) {
    return number.isPresent() ? Optional.of(number.getAsDouble()) : Optional.empty();
  }

  /** As a number, else as CloudWatch says it in words: "greater than the threshold (90.0)". */
  private static Optional<Double> threshold(AlarmReading alarm) {
    Optional<Double> limit = boxed(alarm.evaluation().threshold());
    if (limit.isPresent() || alarm.definition().kind() == Kind.ANOMALY_DETECTION) {
      return limit;
    }
    Matcher said = THRESHOLD.matcher(alarm.change().reason());
    return said.find() ? Optional.of(Double.parseDouble(said.group(1))) : Optional.empty();
  }

  /** As CloudWatch says it: "3 out of the last 5 datapoints … were greater than". */
  private static String breaches(AlarmReading alarm) {
    String reason = alarm.change().reason();
    // Most alarms say no such thing, and a search for it costs more than the rest of this class.
    if (!reason.contains(" out of ")) {
      return "";
    }
    Matcher said = BREACHES.matcher(reason);
    return said.find() ? said.group(1) + " of " + said.group(2) : "";
  }

  private static String expression(Definition definition) {
    String named = definition.label().isEmpty() ? PerformanceInsightsExpression.named(definition.expression()) : definition.label();
    return CleanText.excerpt(named.isEmpty() ? definition.metrics().getFirst().metric() : named);
  }

  /**
   * By the operator, else by CloudWatch's own words ("was less than the threshold", "was less than the lower thresholds [0.1] or greater
   * than the upper thresholds [0.3]"), else by where the newest value lies; of a band that nothing is said of, either side.
   */
  private static Side side(AlarmReading alarm, Optional<Double> seen, Optional<Double> threshold) {
    String comparison = alarm.evaluation().comparison();
    if (!comparison.isEmpty()) {
      return comparison.contains("OrGreaterThanUpper") ? Side.OUTSIDE : comparison.startsWith("LessThan") ? Side.BELOW : Side.ABOVE;
    }
    String reason = alarm.change().reason();
    boolean less = reason.contains(" less than ");
    boolean greater = reason.contains(" greater than ");
    if (less || greater) {
      return less && greater ? Side.OUTSIDE : less ? Side.BELOW : Side.ABOVE;
    }
    if (alarm.definition().kind() == Kind.ANOMALY_DETECTION) {
      return Side.OUTSIDE;
    }
    return seen.isPresent() && threshold.isPresent() && seen.get() < threshold.get() ? Side.BELOW : Side.ABOVE;
  }

  static ParsedEvent unread(ReceivedEvent arrival, String shape, String name, String word) {
    return word.isBlank()
        ? arrival.unread(shape, "alarm " + name + " without a state", IntakeReason.FIELDS_MISSING, arrival.tree())
        : arrival.unread(
            shape, "alarm " + name + " in a state that we do not know, " + CleanText.excerpt(word), IntakeReason.UNKNOWN_STATE,
            arrival.tree());
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
