package io.auroraresponder.runbook;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Condition;
import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.AlarmLimits;
import io.auroraresponder.incident.AlarmMetric;
import io.auroraresponder.incident.AlarmQuery;
import io.auroraresponder.incident.AlarmSeries;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Numbers;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Series.Point;
import io.auroraresponder.incident.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the alarm itself watches, held against the alarm's own threshold. It is shown whatever it is; and where no check knows such a
 * metric, nobody says that all is in order while it stands where the alarm rings.
 */
final class WatchedMetric {
  static final String CHECK = "AlarmMetric";

  /** A value of the last three periods is one of now; ours: CloudWatch itself evaluates as many more than it needs. */
  private static final int RECENT_PERIODS = 3;

  private static final Duration SHOWN = Duration.ofHours(3);
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9 ._/:#%()-]{1,255}");

  private final AlarmMetric metric;
  private final Incident incident;
  private final Instant at;
  private final Reading<Point> now;
  private final boolean measured;

  /** Why there is no value of now. */
  private final String unmeasured;
  private final AlarmLimits limits;
  private final Instant since;

  private WatchedMetric(AlarmMetric metric, Incident incident, Instant at, Reading<AlarmSeries> series) {
    this.metric = metric;
    this.incident = incident;
    this.at = at;
    AlarmSeries all = series.orElse(AlarmSeries.EMPTY);
    Optional<Point> fetched = recent(all.values());
    this.measured = fetched.isPresent();
    this.unmeasured = unmeasured(series);
    this.now = now(fetched, series);
    Instant until = now instanceof Reading.Known<Point> known ? known.value().minute() : at;
    this.limits = measured ? all.limits(metric.limits(), until) : metric.limits();
    this.since = all.values().since(limits::ringAt, until);
  }

  /** Empty where no alarm spoke, or where it does not say what it watches. */
  static Optional<WatchedMetric> of(Incident incident, Evidence evidence) {
    return incident.signal().metric()
        .map(metric -> new WatchedMetric(metric, incident, evidence.at(), evidence.metrics().flatMap(Metrics::alarm)));
  }

  private Optional<Point> recent(Series series) {
    Instant oldest = at.minus(metric.period().multipliedBy(RECENT_PERIODS)).minus(Duration.ofMinutes(1));
    return series.latest().filter(point -> !point.minute().isBefore(oldest));
  }

  private String unmeasured(Reading<AlarmSeries> series) {
    if (!metric.canBeAsked()) {
      return "its event does not say what it watches as CloudWatch takes it";
    }
    return series instanceof Reading.Unavailable<AlarmSeries> missing ? missing.reason()
        : "CloudWatch has no value of " + metric.name() + " of now";
  }

  /** What CloudWatch has of now, else what the alarm saw. */
  private Reading<Point> now(Optional<Point> fetched, Reading<AlarmSeries> series) {
    Optional<Point> said = metric.seen().map(value -> new Point(incident.signal().at(), value));
    return fetched.or(() -> said)
        .<Reading<Point>>map(point -> Reading.known(point, point.minute()))
        .orElseGet(() -> series instanceof Reading.Unavailable<AlarmSeries> && metric.canBeAsked()
            ? Reading.unavailable(unmeasured)
            : Reading.unavailable("neither CloudWatch nor the alarm has a value of " + metric.name()
            + (metric.withoutData() ? ": the alarm rings because none came in" : "")));
  }

  /** Unsure counts as ringing: the alarm says so. */
  boolean rings() {
    return !(now instanceof Reading.Known<Point> known) || !limits.areKnown() || limits.ringAt(known.value().value());
  }

  /** Its value, a warning where the diagnosis stands on it, else a note beside what was found; and why it is not one of now. */
  List<CheckResult> shown(Diagnosis diagnosis) {
    if (!(now instanceof Reading.Known<Point> known)) {
      return List.of(CheckResult.open(CHECK, Phrase.quoting(CHECK, at, ((Reading.Unavailable<Point>) now).reason())));
    }
    Phrase value = value(known.value());
    Severity severity = diagnosis.cause() == Cause.NOT_JUDGED ? Severity.WARNING : Severity.INFO;
    Phrase text = Phrase.of("the alarm's own metric ").and("", name()).and("", how()).and(reads(), value).and("", limit());
    CheckResult shown = CheckResult.of(Finding.of(CHECK, severity, text, value, threshold(), since));
    return measured ? List.of(shown) : List.of(shown, CheckResult.open(CHECK, Phrase.quoting(CHECK, at, "its value is the one that the"
        + " alarm saw: " + unmeasured)));
  }

  /**
   * The same diagnosis, unless it says that nothing is wrong, or nothing known, of a metric that no check of the runbook judges, or that
   * nothing is wrong although the check that judges it could not look.
   */
  Diagnosis judged(Diagnosis diagnosis, List<? extends Check<?>> checks, List<CheckResult> results) {
    // What an expression is made of counts as well: a check that could not read that has not judged the expression.
    Set<String> names =
        Stream.concat(Stream.of(metric.name()), metric.queries().stream().map(AlarmQuery::metric)).collect(Collectors.toSet());
    List<String> judges = checks.stream().filter(check -> !Collections.disjoint(check.judges(), names)).map(Check::id).toList();
    boolean hasCheck = !judges.isEmpty() || (!metric.isMetric() && metric.judged());
    boolean silent = diagnosis.cause() == Cause.NONE || diagnosis.cause() == Cause.UNKNOWN;
    boolean ended = diagnosis.conditions().stream().anyMatch(condition -> condition.effect() == Condition.Effect.ENDS_LOOK
        && condition != Condition.HEALED);
    if (!rings() || !silent || ended || diagnosis.severity() == Severity.CRITICAL) {
      return diagnosis;
    }
    if (hasCheck) {
      boolean open = results.stream().anyMatch(one -> one instanceof CheckResult.Inconclusive && judges.contains(one.check()));
      return open && diagnosis.cause() == Cause.NONE && diagnosis.severity() == Severity.OK ? notRead(diagnosis) : diagnosis;
    }
    List<Cause> others = new ArrayList<>(diagnosis.otherCauses());
    if (diagnosis.cause() == Cause.UNKNOWN) {
      others.addFirst(Cause.UNKNOWN);
    }
    List<Condition> conditions = diagnosis.conditions().stream().filter(condition -> condition != Condition.HEALED).toList();
    Phrase reads =
        now instanceof Reading.Known<Point> known ? Phrase.of(reads()).and("", value(known.value())).and("", limit())
            : Phrase.of(metric.withoutData() ? " has no value, and its alarm rings because none came in" : " has no value now");
    Phrase headline =
        Phrase.of(incident.cluster().value() + ": ").and("", name()).and("", reads).and("", Phrase.of("; no check judges this metric"));
    return new Diagnosis(
        Severity.WARNING, headline, Phrase.of("Not known: the responder reads this metric and does not judge it."), conditions,
        Cause.NOT_JUDGED, others, List.of(advice()), diagnosis.range());
  }

  /** Its check knows the metric and had nothing to judge. */
  private Diagnosis notRead(Diagnosis diagnosis) {
    Phrase headline = Phrase.of(incident.cluster().value() + ": ").and("", name()).and("", Phrase.of(" could not be judged"))
        .and("", now instanceof Reading.Known<Point> known ? Phrase.of("; the alarm saw ").and("", value(known.value())) : Phrase.EMPTY);
    return new Diagnosis(
        Severity.WARNING, headline, Phrase.of("Unknown until the checks succeed."), diagnosis.conditions(), Cause.UNKNOWN,
        diagnosis.otherCauses(), List.of(advice()), diagnosis.range());
  }

  private Phrase name() {
    return Phrase.of("{}", Fact.word("alarm " + incident.signal().source(), incident.signal().at(), metric.name()));
  }

  /** The statistic and the period where they are not a minute's mean, which is what everybody expects. */
  private Phrase how() {
    boolean usual = metric.statistic().equals("Average") && metric.period().toSeconds() == 60;
    long seconds = metric.period().toSeconds();
    String period = seconds % 3600 == 0 ? seconds / 3600 + " h" : seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    return usual || !metric.isMetric() ? Phrase.EMPTY
        : Phrase.of(" ({})", Fact.word("alarm " + incident.signal().source(), incident.signal().at(),
        metric.statistic() + " of " + period));
  }

  /** Now, or when the alarm's state changed. */
  private String reads() {
    return measured ? " reads " : " read, when its alarm changed, ";
  }

  private Phrase value(Point point) {
    String source = measured ? "cloudwatch:GetMetricData " + metric.name() : "alarm " + incident.signal().source();
    return Phrase.of("{}", number(source, point.minute(), point.value()));
  }

  private Phrase limit() {
    Phrase rings = limits.areKnown() ? Phrase.of(", ").and("", threshold()) : Phrase.of(", the alarm has no fixed threshold");
    return metric.breaches().isEmpty() ? rings
        : rings.and("", Phrase.of(" ({} values did)", Fact.word("alarm " + incident.signal().source(), incident.signal().at(),
        metric.breaches())));
  }

  private Phrase threshold() {
    Phrase below = limits.lower().map(limit -> Phrase.of("below {}", limit(limit))).orElse(Phrase.EMPTY);
    Phrase above = limits.upper().map(limit -> Phrase.of("from {}", limit(limit))).orElse(Phrase.EMPTY);
    String between = limits.lower().isPresent() && limits.upper().isPresent() ? " and " : "";
    return limits.areKnown() ? Phrase.of("the alarm rings ").and("", below).and(between, above) : Phrase.EMPTY;
  }

  private Fact limit(double value) {
    return number("threshold of alarm " + incident.signal().source(), incident.signal().at(), value);
  }

  private Fact number(String source, Instant when, double value) {
    String unit = Metric.named(metric.name()).map(Metric::unit).orElseGet(this::unit);
    return new Fact(source, when, Numbers.rounded(value, Math.abs(value) < 1 ? 4 : 1), unit);
  }

  /**
   * Of those that no check reads, by the names of the Aurora User Guide, "Amazon CloudWatch metrics for Amazon Aurora"; empty where they do
   * not tell.
   */
  private String unit() {
    String name = metric.name();
    if (!metric.namespace().equals("AWS/RDS")) {
      return "";
    }
    if (name.equals("TransactionLogsDiskUsage") || name.matches(".*(Bytes|Storage|Memory|Space|SwapUsage).*")) {
      return "bytes";
    }
    return name.contains("Lag") ? "ms" : "";
  }

  private Advice advice() {
    boolean askable =
        metric.isMetric() && SAFE.matcher(metric.name()).matches() && SAFE.matcher(metric.namespace()).matches()
            && metric.dimensions().entrySet().stream()
            .allMatch(one -> SAFE.matcher(one.getKey()).matches() && SAFE.matcher(one.getValue()).matches());
    if (!askable) {
      String alarm = incident.signal().source();
      return SAFE.matcher(alarm).matches()
          ? new Advice(
              Phrase.of("Ask whoever set the alarm what it stands for, and read what it is made of:"),
              Phrase.of("aws cloudwatch describe-alarms --alarm-names '" + alarm + "'"))
          : Advice.of("Ask whoever set the alarm what it stands for, and look at its graph in CloudWatch.");
    }
    String dimensions =
        metric.dimensions().entrySet().stream().sorted(java.util.Map.Entry.comparingByKey())
            .map(one -> "'Name=" + one.getKey() + ",Value=" + one.getValue() + "'").collect(Collectors.joining(" "));
    Instant end = at.truncatedTo(ChronoUnit.MINUTES);
    return new Advice(
        Phrase.of("Ask whoever set the alarm what it stands for, and read its last hours:"),
        Phrase.of("aws cloudwatch get-metric-statistics --namespace '" + metric.namespace() + "' --metric-name '" + metric.name() + "'"
            + (dimensions.isEmpty() ? "" : " --dimensions " + dimensions) + statistic() + " --period "
            + Math.max(60, metric.period().toSeconds()) + " --start-time " + end.minus(SHOWN) + " --end-time " + end));
  }

  private String statistic() {
    boolean plain = List.of("Average", "Sum", "Minimum", "Maximum", "SampleCount").contains(metric.statistic());
    boolean percentile = metric.statistic().matches("[a-z]{1,3}[0-9.]{1,6}");
    return plain ? " --statistics " + metric.statistic() : percentile ? " --extended-statistics " + metric.statistic()
        : " --statistics Average";
  }
}
