package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.Forecast;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When will the member reach its ceiling if it goes on like this? Says nothing where the hour does not rise steadily. */
final class ForecastCheck extends PictureCheck {
  private static final int WINDOW_MINUTES = 60;

  ForecastCheck(CapacityThresholds thresholds) {
    super(thresholds);
  }

  @Override
  CheckResult examine(CapacityPicture picture) {
    CapacityThresholds limits = picture.thresholds();
    Phrase limit =
        Phrase.of(
            "{} x max within {}", limit(picture, "ceilingRatio", limits.ceilingRatio(), ""),
            limit(picture, "forecastHorizon", (double) limits.forecastHorizon().toMinutes(), "min"));
    if (picture.member().followsWriter()) {
      return judged(false, Severity.OK, Phrase.of("follows the writer"), limit, picture.evidence().at());
    }
    return switch (picture.metrics().lastSeries(Metric.CAPACITY, WINDOW_MINUTES)) {
      case Reading.Unavailable<Series> gap -> open(picture, gap);
      case Reading.Known<Series> known -> judge(picture, known, limit);
    };
  }

  private CheckResult judge(CapacityPicture picture, Reading.Known<Series> known, Phrase limit) {
    CapacityThresholds limits = picture.thresholds();
    if (picture.metrics().atCeiling()) {
      return judged(false, Severity.OK, Phrase.of("the ceiling is reached"), limit, picture.evidence().at());
    }
    Instant from = picture.evidence().at();
    Forecast.Limits wanted = new Forecast.Limits(limits.forecastPoints(), limits.forecastSteadiness(), limits.forecastHorizon());
    Optional<Forecast> forecast = Forecast.of(known.value(), limits.ceilingRatio() * picture.range().maxAcu(), from, wanted);
    return forecast
        .map(
            found ->
                judged(
                    true, found.latest().isAfter(from.plus(limits.forecastNear())) ? Severity.INFO
                    : Severity.WARNING, words(picture, found), limit, known.from()))
        .orElseGet(() -> judged(false, Severity.OK, Phrase.of("no steady rise towards the ceiling"), limit, picture.evidence().at()));
  }

  private static Phrase words(CapacityPicture picture, Forecast forecast) {
    String source = "cloudwatch:GetMetricData ServerlessDatabaseCapacity " + picture.member().id();
    Instant now = picture.evidence().at();
    return Phrase.of(
        "rising by {} an hour, at its ceiling of {} in {#} to {} if it goes on",
        Fact.of(source, now, forecast.perHour(), "ACU"),
        picture.max(),
        Fact.count(source, now, Duration.between(now, forecast.earliest()).toMinutes(), "min"),
        Fact.count(source, now, Duration.between(now, forecast.latest()).toMinutes(), "min"));
  }
}
