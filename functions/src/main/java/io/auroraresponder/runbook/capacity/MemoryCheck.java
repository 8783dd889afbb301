package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import java.util.Set;

/** How much memory is left, as a part of the memory at max? */
final class MemoryCheck extends PictureCheck {
  /** One ACU brings about 2 GiB (Aurora User Guide, how Serverless v2 works). */
  private static final double BYTES_PER_ACU = 2.0 * 1024 * 1024 * 1024;

  @Override
  public Set<String> judges() {
    return Set.of(Metric.FREEABLE_MEMORY.cloudWatchName());
  }

  @Override
  CheckResult examine(CapacityPicture picture) {
    return switch (left(picture)) {
      case Reading.Unavailable<Double> gap -> open(picture, gap);
      case Reading.Known<Double> known -> {
        String source = "cloudwatch:GetMetricData FreeableMemory " + picture.member().id();
        Phrase seen = Phrase.of("{} of the memory at max free", Fact.part(source, known.to(), known.value(), CapacityLimit.MEMORY_LEFT));
        Phrase limit = Phrase.of("{} free", CapacityLimit.MEMORY_LEFT.at(picture.evidence().at()));
        yield judged(known.value() < CapacityLimit.MEMORY_LEFT.value(), Severity.WARNING, seen, limit, known.from());
      }
    };
  }

  /** The largest part that was free in any of the last minutes: all of them must be low. */
  static Reading<Double> left(CapacityPicture picture) {
    int minutes = CapacityLimit.CEILING_WINDOW.count();
    double memoryAtMax = picture.range().maxAcu() * BYTES_PER_ACU;
    return picture
        .metrics()
        .lastSeries(Metric.FREEABLE_MEMORY, minutes)
        .flatMap(
            series ->
                series.points().size() < minutes
                    ? Reading.<Double>unavailable("FreeableMemory of " + picture.member()
                    .id() + " misses one of the last " + minutes + " minutes")
                    : Reading.known(
                        series.max().orElseThrow() / memoryAtMax,
                        series.points().getFirst().minute(),
                        series.points().getLast().minute().plusSeconds(60)));
  }
}
