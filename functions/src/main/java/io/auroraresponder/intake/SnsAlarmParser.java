package io.auroraresponder.intake;

import io.auroraresponder.incident.AlarmQuery;
import io.auroraresponder.intake.AlarmReading.Change;
import io.auroraresponder.intake.AlarmReading.Definition;
import io.auroraresponder.intake.AlarmReading.Evaluation;
import io.auroraresponder.intake.AlarmReading.Kind;
import io.auroraresponder.intake.AlarmReading.Silence;
import io.auroraresponder.intake.AlarmReading.State;
import io.auroraresponder.intake.AlarmReading.Watched;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The JSON that an alarm publishes to a topic: names with capitals, dimensions as a list, no previous reason, no reason data.
 *
 * <p>{@code Region} in it is a display name; the code comes from the alarm's or the topic's ARN.
 */
final class SnsAlarmParser implements ShapeParser {
  static final String SHAPE = "sns-alarm";

  @Override
  public boolean recognises(JsonTree event) {
    return event.has("NewStateValue") && (event.has("AlarmName") || event.has("AlarmArn"));
  }

  @Override
  public ParsedEvent read(ReceivedEvent arrival) {
    JsonTree tree = arrival.tree();
    String arn = Arn.parse(tree.text("AlarmArn")).isPresent() ? tree.text("AlarmArn") : "";
    String name = AlarmParts.nameOr(tree.text("AlarmName"), arn);
    Optional<State> state = AlarmParts.state(tree.text("NewStateValue"));
    if (state.isEmpty()) {
      return AlarmParts.unread(arrival, SHAPE, name, tree.text("NewStateValue"));
    }
    AlarmReading alarm =
        new AlarmReading(
            name, arn, change(arrival, state.get()), definition(tree), evaluation(tree), new Silence("", "", Optional.empty()));
    return AlarmParts.notice(arrival, SHAPE, alarm, origin(arrival, arn));
  }

  private static AccountRegion origin(ReceivedEvent arrival, String arn) {
    AccountRegion alarm = Arn.parse(arn).map(Arn::place).orElse(AccountRegion.UNKNOWN);
    AccountRegion topic = Arn.parse(arrival.envelope().topicArn()).map(Arn::place).orElse(AccountRegion.UNKNOWN);
    return new AccountRegion(arrival.tree().text("AWSAccountId"), "").orElse(alarm).orElse(topic);
  }

  private static Change change(ReceivedEvent arrival, State state) {
    JsonTree tree = arrival.tree();
    return new Change(
        state,
        State.named(tree.text("OldStateValue")),
        false,
        false,
        AlarmParts.changedAt(tree.text("StateChangeTime"), arrival),
        CleanText.reason(tree.text("NewStateReason")));
  }

  private static Definition definition(JsonTree tree) {
    JsonTree trigger = tree.at("Trigger");
    List<JsonTree> entries = trigger.items("Metrics");
    JsonTree expression = entries.stream().filter(entry -> entry.has("Expression") && isReturned(entry)).findFirst().orElse(JsonTree.EMPTY);
    List<String> children =
        tree.items("TriggeringChildren").stream().map(child -> child.text("Arn")).filter(arn -> !arn.isEmpty()).toList();
    return new Definition(
        kind(tree, trigger, entries, expression.text("Expression")),
        CleanText.reason(tree.text("AlarmDescription")),
        metrics(trigger, entries),
        expression.text("Expression"),
        CleanText.name(expression.text("Label")),
        tree.text("AlarmRule"),
        children,
        entries.stream().map(SnsAlarmParser::query).toList());
  }

  private static AlarmQuery query(JsonTree entry) {
    JsonTree stat = entry.at("MetricStat");
    JsonTree metric = stat.at("Metric");
    return new AlarmQuery(
        entry.text("Id"), entry.text("Expression"), entry.text("AccountId"), metric.text("Namespace"), metric.text("MetricName"),
        AlarmDetail.dimensions(metric.at("Dimensions")), statistic(stat.text("Stat")),
        AlarmDetail.period(entry.number("Period"), stat.number("Period")), isReturned(entry));
  }

  private static Kind kind(JsonTree tree, JsonTree trigger, List<JsonTree> entries, String expression) {
    if (tree.has("AlarmRule")) {
      return Kind.COMPOSITE;
    }
    if (entries.isEmpty()) {
      return trigger.has("MetricName") ? Kind.METRIC : Kind.UNKNOWN;
    }
    return AlarmDetail.kindOf(expression, entries.stream().map(entry -> entry.text("Expression")).toList());
  }

  private static List<Watched> metrics(JsonTree trigger, List<JsonTree> entries) {
    List<Watched> watched = new ArrayList<>();
    List<Watched> others = new ArrayList<>();
    if (trigger.has("MetricName")) {
      watched.add(metric(trigger, "", trigger));
    }
    for (JsonTree entry : entries) {
      JsonTree metric = entry.at("MetricStat", "Metric");
      if (!metric.isEmpty()) {
        (isReturned(entry) ? watched : others).add(metric(metric, entry.text("AccountId"), entry.at("MetricStat")));
      }
      others.addAll(Watched.in(entry.text("Expression")));
    }
    watched.addAll(others);
    return watched;
  }

  private static Watched metric(JsonTree metric, String account, JsonTree stat) {
    return new Watched(
        metric.text("Namespace"), metric.text("MetricName"), AlarmDetail.dimensions(metric.at("Dimensions")), account,
        statistic(stat.text("Stat", "ExtendedStatistic", "Statistic")), Math.round(stat.number("Period").orElse(0)));
  }

  /** The message has {@code AVERAGE} and {@code SAMPLE_COUNT} where the API takes {@code Average} and {@code SampleCount}. */
  private static String statistic(String written) {
    return switch (written.toUpperCase(Locale.ROOT)) {
      case "AVERAGE" -> "Average";
      case "SUM" -> "Sum";
      case "MINIMUM" -> "Minimum";
      case "MAXIMUM" -> "Maximum";
      case "SAMPLE_COUNT", "SAMPLECOUNT" -> "SampleCount";
      default -> written;
    };
  }

  private static boolean isReturned(JsonTree entry) {
    return entry.text("ReturnData").equalsIgnoreCase("true");
  }

  private static Evaluation evaluation(JsonTree tree) {
    return new Evaluation(
        false, tree.at("Trigger").number("Threshold"), OptionalDouble.empty(), OptionalDouble.empty(),
        tree.at("Trigger").text("ComparisonOperator"), List.of(),
        AlarmParts.saysWithoutData(tree.text("NewStateReason")));
  }
}
