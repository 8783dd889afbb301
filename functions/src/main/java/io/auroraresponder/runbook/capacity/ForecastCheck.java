package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.Forecast;
import io.auroraresponder.runbook.MemberLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When will the member reach its ceiling if it goes on like this? Says nothing where the hour does not rise steadily. */
final class ForecastCheck extends PictureCheck {
  /** Ours: the hour of which half is asked for. */
  private static final int WINDOW_MINUTES = 60;

  @Override
  CheckResult examine(CapacityPicture picture) {
    Phrase limit =
        Phrase.of(
            "{} x max within {}", MemberLimit.CEILING_RATIO.at(picture.evidence().at()),
            CapacityLimit.FORECAST_HORIZON.at(picture.evidence().at()));
    if (picture.member().followsWriter()) {
      return judged(false, Severity.OK, Phrase.of("follows the writer"), limit, picture.evidence().at());
    }
    return switch (picture.metrics().lastSeries(Metric.CAPACITY, WINDOW_MINUTES)) {
      case Reading.Unavailable<Series> gap -> open(picture, gap);
      case Reading.Known<Series> known -> judge(picture, known, limit);
    };
  }

  private CheckResult judge(CapacityPicture picture, Reading.Known<Series> known, Phrase limit) {
    if (picture.metrics().atCeiling()) {
      return judged(false, Severity.OK, Phrase.of("the ceiling is reached"), limit, picture.evidence().at());
    }
    Instant from = picture.evidence().at();
    Forecast.Limits wanted = new Forecast.Limits(CapacityLimit.FORECAST_POINTS.count(), CapacityLimit.FORECAST_STEADINESS.value(),
        CapacityLimit.FORECAST_HORIZON.duration());
    Optional<Forecast> forecast = Forecast.of(known.value(), MemberLimit.CEILING_RATIO.value() * picture.range().maxAcu(), from, wanted);
    return forecast
        .map(
            found ->
                judged(
                    true, found.latest().isAfter(from.plus(CapacityLimit.FORECAST_NEAR.duration())) ? Severity.INFO
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
