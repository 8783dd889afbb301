package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;

/** How far away is transaction id wraparound? */
final class TransactionIdsCheck extends PictureCheck {
  TransactionIdsCheck(CapacityThresholds thresholds) {
    super(thresholds);
  }

  @Override
  CheckResult examine(CapacityPicture picture) {
    return switch (picture.metrics().recent(Metric.TRANSACTION_ID_AGE, 1)) {
      case Reading.Unavailable<Double> gap -> open(picture, gap);
      case Reading.Known<Double> known ->
          judged(
              known.value() >= picture.thresholds().transactionIdAge(),
              Severity.WARNING,
              Phrase.of("oldest transaction id {} old", picture.metrics().fact(Metric.TRANSACTION_ID_AGE, known.to(), known.value())),
              Phrase.of("{}", limit(picture, "transactionIdAge", picture.thresholds().transactionIdAge(), "transaction ids")),
              known.from());
    };
  }
}
