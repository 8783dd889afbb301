package io.auroraresponder.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Condition;
import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.incident.AlarmLimits;
import io.auroraresponder.incident.AlarmLimits.Side;
import io.auroraresponder.incident.AlarmMetric;
import io.auroraresponder.incident.AlarmQuery;
import io.auroraresponder.incident.AlarmSeries;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.incident.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;


final class WatchedMetricTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:15:30Z");

  private static final ClusterState CLUSTER =
      new ClusterState(
          new ClusterId("orders-db"), "arn:aws:rds:eu-west-1:111122223333:cluster:orders-db", "cluster-ABC", "111122223333", "eu-west-1",
          "aurora-postgresql", "17.5", "provisioned", "available", Reading.unavailable("not asked"), List.of(),
          Reading.known(Map.of(), NOW), "aurora", "4", Reading.unavailable("not asked"), "orders-db.example.internal", 5432, List.of(),
          NOW);

  private record Seen(ClusterLook asked) implements Evidence {
    Seen(Incident incident, Reading<Metrics> metrics) {
      this(
          new ClusterLook(
              NOW, incident, Reading.known(CLUSTER, NOW), metrics, Reading.unavailable("not asked"), List.of(), 1));
    }
  }

  private final List<Boolean> kept = new ArrayList<>();

  private static AlarmMetric metric(boolean judged, boolean below, Optional<Double> threshold, Optional<Double> seen) {
    return new AlarmMetric(
        "AuroraGlobalDBRPOLag", "AWS/RDS", Map.of("DBClusterIdentifier", "orders-db"), "Maximum", Duration.ofMinutes(1),
        new AlarmLimits(below ? Side.BELOW : Side.ABOVE, threshold, threshold), seen, "", false, judged, List.of());
  }

  private static Reading<Metrics> values(double... minutes) {
    List<Series.Point> points = new ArrayList<>();
    for (int i = 0; i < minutes.length; i++) {
      points.add(new Series.Point(Instant.parse("2026-11-24T10:15:00Z").minus(Duration.ofMinutes(minutes.length - i)), minutes[i]));
    }
    Instant from = NOW.minus(Duration.ofHours(1));
    return Reading.known(new Metrics(Map.of(), Reading.known(new AlarmSeries(new Series(points)), from, NOW), from, NOW), NOW);
  }

  private static Diagnosis diagnosis(Cause cause, Severity severity, Condition... conditions) {
    return new Diagnosis(
        severity, Phrase.of("orders-db is as it is"), Phrase.EMPTY, List.of(conditions), cause, List.of(), List.of(), Optional.empty());
  }

  /** A check of the metric that finds nothing, or that could not look. */
  private record Knows(boolean looked) implements Check<Seen> {
    @Override
    public Set<String> judges() {
      return Set.of("AuroraGlobalDBRPOLag");
    }

    @Override
    public CheckResult examine(Seen evidence) {
      return looked ? result(Severity.OK, Phrase.of("in order"), Phrase.EMPTY, evidence.at()) : open("nothing to judge");
    }
  }

  private Examination examined(AlarmMetric metric, Reading<Metrics> metrics, Diagnosis diagnosis) {
    return examined(List.of(), metric, metrics, diagnosis);
  }

  private Examination examined(List<Check<Seen>> checks, AlarmMetric metric, Reading<Metrics> metrics, Diagnosis diagnosis) {
    Signal signal = new Signal("eventbridge-alarm", "e1", "global-lag", "crossed", NOW, Optional.of(metric));
    Incident incident =
        new Incident("orders-db-1", "orders-db", new ClusterId("orders-db"), "111122223333", "eu-west-1", "capacity", "", "", NOW, signal);
    Runbook<Seen> runbook =
        new Runbook<>("capacity", (asked, deadline) -> new Seen(asked, metrics), checks, (evidence, results) -> diagnosis);
    return runbook.with((evidence, said, ringing) -> {
      kept.add(ringing);
      return List.of();
    }).examine(incident, Deadline.after(Duration.ofSeconds(5)));
  }

  private static Finding shown(Examination examination) {
    return examination.findings().stream().filter(finding -> finding.check().equals("AlarmMetric")).findFirst().orElseThrow();
  }

  @Test
  void whatNobodyJudgesIsSaidInPlaceOfAnAllClear() {
    Examination examination =
        examined(metric(false, false, Optional.of(60_000.0), Optional.empty()), values(420, 300_000, 310_000),
            diagnosis(Cause.NONE, Severity.OK));

    assertThat(examination.diagnosis().cause()).isEqualTo(Cause.NOT_JUDGED);
    assertThat(examination.diagnosis().severity()).isEqualTo(Severity.WARNING);
    assertThat(examination.diagnosis().headline().text())
        .isEqualTo("orders-db: AuroraGlobalDBRPOLag reads 310000 ms, the alarm rings from 60000 ms; no check judges this metric");
    assertThat(examination.diagnosis().advice().getFirst().command().text()).contains("get-metric-statistics", "AuroraGlobalDBRPOLag");
    assertThat(shown(examination).since()).isEqualTo("2026-11-24T10:13:00Z");
    assertThat(kept).containsExactly(true);
  }

  /** What a person needs to read the same number in CloudWatch. */
  @Test
  void statisticPeriodAndHowManyValuesAreSaid() {
    AlarmMetric p99 = new AlarmMetric("CommitLatency", "AWS/RDS", Map.of("DBClusterIdentifier", "orders-db"), "p99", Duration.ofMinutes(5),
        AlarmLimits.above(90), Optional.of(120.0), "3 of 5", false, false, List.of());
    AlarmMetric silent = new AlarmMetric("Heartbeats", "Shop", Map.of("Shop", "de"), "Sum", Duration.ofHours(1), AlarmLimits.below(1),
        Optional.empty(), "", true, false, List.of());

    assertThat(shown(examined(p99, values(130), diagnosis(Cause.NONE, Severity.OK))).summary().text())
        .isEqualTo("the alarm's own metric CommitLatency (p99 of 5 min) reads 130 ms, the alarm rings from 90 ms (3 of 5 values did)");
    assertThat(examined(silent, values(), diagnosis(Cause.NONE, Severity.OK))).satisfies(examination -> {
      assertThat(examination.diagnosis().headline().text())
          .isEqualTo("orders-db: Heartbeats has no value, and its alarm rings because none came in; no check judges this metric");
      assertThat(examination.gaps()).extracting(gap -> gap.reason().text())
          .contains("neither CloudWatch nor the alarm has a value of Heartbeats: the alarm rings because none came in");
    });
  }

  /** The band of now counts, on that side which the alarm watches. */
  @ParameterizedTest
  @CsvSource({
      "ABOVE, 9, true, 'from 8 ms'", "ABOVE, 5, false, 'from 8 ms'", "ABOVE, 1, false, 'from 8 ms'",
      "BELOW, 1, true, 'below 2 ms'", "BELOW, 5, false, 'below 2 ms'", "BELOW, 9, false, 'below 2 ms'",
      "OUTSIDE, 9, true, 'below 2 ms and from 8 ms'", "OUTSIDE, 1, true, 'below 2 ms and from 8 ms'",
      "OUTSIDE, 5, false, 'below 2 ms and from 8 ms'"})
  void aBandRingsOnTheSideThatItsAlarmWatches(Side side, double value, boolean rings, String limits) {
    AlarmMetric banded =
        new AlarmMetric(
            "AuroraGlobalDBRPOLag", "AWS/RDS", Map.of(), "Average", Duration.ofMinutes(1),
            new AlarmLimits(side, Optional.of(0.5), Optional.of(0.7)), Optional.of(9.0), "", false, false, List.of());
    Instant from = NOW.minus(Duration.ofHours(1));
    Instant minute = Instant.parse("2026-11-24T10:14:00Z");
    AlarmSeries series =
        new AlarmSeries(
            new Series(List.of(new Series.Point(minute, value))),
            new Series(List.of(new Series.Point(minute.minusSeconds(60), 1), new Series.Point(minute, 2))),
            new Series(List.of(new Series.Point(minute.minusSeconds(60), 4), new Series.Point(minute, 8))));

    Examination examination =
        examined(banded, Reading.known(new Metrics(Map.of(), Reading.known(series, from, NOW), from, NOW), NOW),
            diagnosis(Cause.NONE, Severity.OK));

    assertThat(examination.diagnosis().cause()).isEqualTo(rings ? Cause.NOT_JUDGED : Cause.NONE);
    assertThat(shown(examination).threshold().text()).isEqualTo("the alarm rings " + limits);
  }

  @Test
  void whatRingsBelowItsThresholdIsHeldAgainstItSo() {
    AlarmMetric free = metric(false, true, Optional.of(100.0), Optional.empty());

    assertThat(examined(free, values(40), diagnosis(Cause.NONE, Severity.OK)).diagnosis().cause()).isEqualTo(Cause.NOT_JUDGED);
    assertThat(examined(free, values(140), diagnosis(Cause.NONE, Severity.OK)).diagnosis().cause()).isEqualTo(Cause.NONE);
    assertThat(kept).containsExactly(true, false);
  }

  @ParameterizedTest
  @CsvSource({"NONE, OK, true", "NONE, INFO, true", "UNKNOWN, WARNING, true", "UNKNOWN, CRITICAL, false", "LOCK_PILEUP, CRITICAL, false",
      "LOAD_GROWTH, WARNING, false"})
  void aCauseThatWasFoundStays(Cause cause, Severity severity, boolean replaced) {
    Diagnosis said =
        examined(metric(false, false, Optional.of(5.0), Optional.empty()), values(9), diagnosis(cause, severity)).diagnosis();

    assertThat(said.cause()).isEqualTo(replaced ? Cause.NOT_JUDGED : cause);
  }

  @Test
  void aPausedClusterStaysPausedAndOneThatHasHealedIsNotWhereItsAlarmStillRings() {
    AlarmMetric ringing = metric(false, false, Optional.of(5.0), Optional.empty());

    assertThat(examined(ringing, values(9), diagnosis(Cause.NONE, Severity.INFO, Condition.PAUSED)).verdict().cause()).isEqualTo("paused");
    assertThat(examined(ringing, values(9), diagnosis(Cause.NONE, Severity.INFO, Condition.HEALED)).verdict().cause())
        .isEqualTo("not-judged");
    assertThat(examined(ringing, values(1), diagnosis(Cause.NONE, Severity.INFO, Condition.HEALED)).verdict().cause()).isEqualTo("healed");
  }

  @Test
  void aMetricThatChecksKnowIsShownAndJudgedByThem() {
    Examination examination =
        examined(List.of(new Knows(true)), metric(true, false, Optional.of(5.0), Optional.empty()), values(9),
            diagnosis(Cause.NONE, Severity.OK));

    assertThat(examination.diagnosis().cause()).isEqualTo(Cause.NONE);
    assertThat(shown(examination).severity()).isEqualTo(Severity.INFO);
    assertThat(shown(examination).summary().text()).isEqualTo(
        "the alarm's own metric AuroraGlobalDBRPOLag (Maximum of 1 min) reads 9 ms, the alarm rings from 5 ms");
    assertThat(kept).containsExactly(true);
  }

  @Test
  void nothingIsInOrderWhereTheCheckOfTheAlarmsMetricCouldNotLook() {
    AlarmMetric ringing = metric(true, false, Optional.of(5.0), Optional.empty());
    List<Check<Seen>> blind = List.of(new Knows(false));

    Diagnosis open = examined(blind, ringing, values(9), diagnosis(Cause.NONE, Severity.OK)).diagnosis();

    assertThat(open.cause()).isEqualTo(Cause.UNKNOWN);
    assertThat(open.severity()).isEqualTo(Severity.WARNING);
    assertThat(open.headline().text()).isEqualTo("orders-db: AuroraGlobalDBRPOLag could not be judged; the alarm saw 9 ms");
    assertThat(examined(blind, ringing, values(1), diagnosis(Cause.NONE, Severity.OK)).diagnosis().cause()).isEqualTo(Cause.NONE);
  }

  @Test
  void nothingIsInOrderWhereWhatAnExpressionIsMadeOfCouldNotBeJudged() {
    AlarmQuery lag =
        new AlarmQuery(
            "lag", "", "", "AWS/RDS", "AuroraGlobalDBRPOLag", Map.of("DBClusterIdentifier", "orders-db"), "Maximum", Duration.ofMinutes(1),
            false);
    AlarmQuery minutes = new AlarmQuery("minutes", "lag / 60000", "", "", "", Map.of(), "", Duration.ZERO, true);
    AlarmMetric ringing =
        new AlarmMetric(
            "lag / 60000", "", Map.of(), "Average", Duration.ofMinutes(1), new AlarmLimits(Side.ABOVE, Optional.of(5.0), Optional.of(5.0)),
            Optional.empty(), "", false, true, List.of(lag, minutes));

    Examination blind = examined(List.of(new Knows(false)), ringing, values(9), diagnosis(Cause.NONE, Severity.OK));
    Examination seen = examined(List.of(new Knows(true)), ringing, values(9), diagnosis(Cause.NONE, Severity.OK));

    assertThat(blind.diagnosis().cause()).isEqualTo(Cause.UNKNOWN);
    assertThat(blind.diagnosis().severity()).isEqualTo(Severity.WARNING);
    assertThat(seen.diagnosis().cause()).isEqualTo(Cause.NONE);
  }

  @Test
  void withoutAMeasurementOfNowTheAlarmsOwnValueCounts() {
    Reading<Metrics> nothing = Reading.unavailable("CloudWatch did not answer");

    Examination seen = examined(metric(false, false, Optional.of(5.0), Optional.of(9.0)), nothing, diagnosis(Cause.NONE, Severity.OK));
    Examination unseen = examined(metric(false, false, Optional.of(5.0), Optional.empty()), nothing, diagnosis(Cause.NONE, Severity.OK));

    assertThat(shown(seen).observed().text()).isEqualTo("9 ms");
    assertThat(shown(seen).summary().text())
        .isEqualTo("the alarm's own metric AuroraGlobalDBRPOLag (Maximum of 1 min) read, when its alarm changed, 9 ms, the alarm rings from"
        + " 5 ms");
    assertThat(seen.gaps()).extracting(gap -> gap.reason().text())
        .containsExactly("its value is the one that the alarm saw: CloudWatch did not answer");
    assertThat(unseen.diagnosis().cause()).isEqualTo(Cause.NOT_JUDGED);
    assertThat(unseen.gaps()).extracting(Gap::check).containsExactly("AlarmMetric");
  }
}
