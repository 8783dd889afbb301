package io.auroraresponder.runbook.scaling;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import java.util.ArrayList;
import java.util.List;

/** Do readers fall behind the writer? */
final class ReplicaLagCheck extends ScalingCheck {
  ReplicaLagCheck(ScalingThresholds limits) {
    super(limits);
  }

  @Override
  public Cause cause() {
    return Cause.READER_LAGS;
  }

  @Override
  CheckResult examine(ScalingPicture picture) {
    Phrase limit = Phrase.of("{}", picture.limit("replicaLagMillis", picture.limits().replicaLagMillis(), "ms"));
    List<Finding> findings = new ArrayList<>();
    for (Member reader : picture.cluster().members().stream().filter(member -> !member.writer()).toList()) {
      switch (picture.minutes(reader).recent(Metric.REPLICA_LAG, picture.limits().lagMinutes())) {
        case Reading.Unavailable<Double> gap -> {
          return open(picture.evidence(), gap);
        }
        case Reading.Known<Double> known -> findings.add(judge(picture, reader, known, limit));
      }
    }
    return findings.isEmpty() ? result(Severity.OK, Phrase.of("no readers"), limit, picture.cluster().at()) : all(findings);
  }

  private Finding judge(ScalingPicture picture, Member reader, Reading.Known<Double> lag, Phrase limit) {
    Phrase seen = Phrase.of("reader " + reader.id() + " lags {}", picture.minutes(reader).fact(Metric.REPLICA_LAG, lag.to(), lag.value()));
    if (lag.value() <= picture.limits().replicaLagMillis()) {
      return finding(Severity.OK, seen, limit, lag.from());
    }
    return finding(
        Severity.WARNING, seen, limit, lag.from(),
        Advice.of(
            ScalingPicture.scalesAlone(reader)
                ? "It scales by itself and is too small to follow. Set a higher min, or a promotion tier that follows the writer."
                : "Look for long queries on it, and for a burst of writes."));
  }
}
