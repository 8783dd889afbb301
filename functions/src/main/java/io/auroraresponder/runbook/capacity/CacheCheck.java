package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import java.util.Optional;
import java.util.Set;

/** Has the buffer cache lost its contents, or does it hold less of what is asked for than over the day? */
final class CacheCheck extends PictureCheck {
  @Override
  public Set<String> judges() {
    return Set.of(Metric.BUFFER_CACHE_HIT_RATIO.cloudWatchName());
  }

  @Override
  CheckResult examine(CapacityPicture picture) {
    return switch (picture.hitRatioDrop()) {
      case Reading.Unavailable<Double> gap -> open(picture, gap);
      case Reading.Known<Double> known -> {
        Phrase seen =
            Phrase.of("hit ratio {} below the day", picture.metrics()
            .judged(Metric.BUFFER_CACHE_HIT_RATIO, known.to(), Math.max(0, known.value()), CapacityLimit.HIT_DROP));
        Optional<CacheLoss> loss = picture.cacheLoss();
        Phrase line =
            loss.map(lost -> seen.and("", Phrase.of("; cache emptied by a " + lost.what() + " {} ago",
            lost.minutesAgo(picture.evidence().at()))))
                .orElse(seen);
        Phrase limit = Phrase.of("{}", CapacityLimit.HIT_DROP.at(picture.evidence().at()));
        yield judged(known.value() >= CapacityLimit.HIT_DROP.value(), Severity.WARNING, line, limit, known.from());
      }
    };
  }
}
