package io.auroraresponder.intake;

import io.auroraresponder.incident.AlarmQuery;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * An alarm's change of state, the same however it travelled.
 *
 * @param name as CloudWatch spells it, cleaned of control characters, never empty
 * @param arn empty where the message left it out and does not say enough to put it together
 */
public record AlarmReading(
    String name, String arn, Change change, Definition definition, Evaluation evaluation, Silence silence) {

  public enum State {
    OK,
    ALARM,
    INSUFFICIENT_DATA;

    static Optional<State> named(String word) {
      for (State state : values()) {
        if (state.name().equals(word)) {
          return Optional.of(state);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * A step from one state to another.
   *
   * @param previous the state before, where the message says
   * @param first whether the state before was only that the alarm had been created
   * @param silenceEnded whether nothing changed but that a suppression ended
   * @param at the state-change time, the order of an alarm's events
   * @param reason CloudWatch's own words, cleaned and without credentials
   */
  public record Change(State state, Optional<State> previous, boolean first, boolean silenceEnded, Instant at, String reason) {}

  public enum Kind {
    METRIC,
    MATH,
    ANOMALY_DETECTION,
    METRICS_INSIGHTS,
    COMPOSITE,
    /** Forms that carry no configuration at all. */
    UNKNOWN
  }

  /**
   * What the alarm watches.
   *
   * @param description empty where there is none
   * @param metrics every metric that it reads, the watched one first
   * @param expression the watched expression, empty for a plain metric
   * @param label the watched expression's label, empty where it has none
   * @param rule a composite alarm's rule
   * @param children ARNs or names of the composite's alarms that brought it about
   * @param queries what its value is made of; empty for a composite alarm, where the message does not say it so, and where it may be one
   *     metric of the alarm's own account
   */
  public record Definition(
      Kind kind, String description, List<Watched> metrics, String expression, String label, String rule, List<String> children,
      List<AlarmQuery> queries) {
    public Definition {
      metrics = List.copyOf(metrics);
      queries = List.copyOf(queries);
      children = List.copyOf(children);
    }
  }

  /**
   * One metric that the alarm reads.
   *
   * @param account the account that the metric is read from where the alarm names one, else empty
   * @param dimensions by name as written, values as written
   * @param statistic as CloudWatch takes it; empty where the event does not say
   * @param period seconds of one value; 0 where the event does not say
   */
  public record Watched(
      String namespace, String metric, Map<String, String> dimensions, String account, String statistic, long period) {
    public Watched {
      dimensions = Map.copyOf(dimensions);
    }

    /** Inside of an expression. */
    Watched(String namespace, String metric, Map<String, String> dimensions, String account) {
      this(namespace, metric, dimensions, account, "", 0);
    }

    /** What an expression reads by itself: a Metrics Insights query, {@code DB_PERF_INSIGHTS}; empty for arithmetic. */
    static List<Watched> in(String expression) {
      return expression.isEmpty() ? List.of() : Stream.concat(PerformanceInsightsExpression.read(expression).stream(),
          MetricsInsights.read(expression).stream()).toList();
    }

    /** What its dimensions name, as written. */
    List<String> databases() {
      return dimensions.entrySet().stream()
          .filter(one -> one.getKey().equalsIgnoreCase("DBClusterIdentifier") || one.getKey().equalsIgnoreCase("DBInstanceIdentifier"))
          .map(Map.Entry::getValue)
          .toList();
    }
  }

  /**
   * The numbers behind the state.
   *
   * @param known false where the message carries none, for example after SetAlarmState
   * @param threshold empty for composite alarms and for anomaly detection
   * @param lower of anomaly detection the lower end of its band, empty where it is not watched
   * @param upper of anomaly detection the upper end of its band, empty where it is not watched
   * @param comparison CloudWatch's operator, for example {@code LessThanThreshold}; empty where the message leaves it out
   * @param datapoints newest last as CloudWatch lists them; empty where none was received
   * @param withoutData whether CloudWatch says that it decided without a single datapoint
   */
  public record Evaluation(
      boolean known, OptionalDouble threshold, OptionalDouble lower, OptionalDouble upper, String comparison, List<Double> datapoints,
      boolean withoutData) {
    public Evaluation {
      datapoints = List.copyOf(datapoints);
    }
  }

  /**
   * Who asked for quiet.
   *
   * @param suppressedBy WaitPeriod, ExtensionPeriod or Alarm; empty where nothing suppresses
   * @param mutedBy ARN of the mute rule, empty where nothing mutes
   * @param until when the mute ends, where it says so
   */
  public record Silence(String suppressedBy, String mutedBy, Optional<Instant> until) {
    public boolean holds() {
      return !suppressedBy.isEmpty() || !mutedBy.isEmpty();
    }

    /** For example {@code muted by …} or {@code actions suppressed by WaitPeriod}. */
    public String words() {
      return mutedBy.isEmpty() ? "actions suppressed by " + suppressedBy : "muted by " + mutedBy;
    }
  }

  /** The same change of an alarm that watches something else. */
  AlarmReading watching(Definition other) {
    return new AlarmReading(name, arn, change, other, evaluation, silence);
  }

  /** The same name in any message about this alarm: the ARN, or the name where there is none. */
  public String identity() {
    return arn.isEmpty() ? name : arn;
  }
}
