package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import java.util.ArrayList;
import java.util.List;

/** What do the other members do? */
final class MembersCheck extends PictureCheck {
  MembersCheck(CapacityThresholds thresholds) {
    super(thresholds);
  }

  @Override
  CheckResult examine(CapacityPicture picture) {
    Phrase limit = Phrase.of("CPU {}", limit(picture, "cpuLimit", picture.thresholds().cpuLimit(), "%"));
    List<Phrase> seen = new ArrayList<>();
    boolean bad = false;
    boolean measured = true;
    for (Member other : picture.cluster().serverlessMembers()) {
      if (other.id().equals(picture.member().id())) {
        continue;
      }
      Metrics all = picture.evidence().metrics().orElse(new Metrics(java.util.Map.of(), picture.evidence().at(), picture.evidence().at()));
      MemberMetrics metrics = new MemberMetrics(other, picture.range(), all, picture.evidence().at(), picture.thresholds());
      String role = other.writer() ? "writer" : "reader";
      seen.add(
          metrics.recent(Metric.CPU, picture.thresholds().presentMinutes()) instanceof Reading.Known<Double> cpu
              ? Phrase.of(role + " " + other.id() + " CPU {}", metrics.fact(Metric.CPU, cpu.to(), cpu.value()))
              : Phrase.of(role + " " + other.id() + " not measured"));
      bad |= metrics.pressed();
      measured &= metrics.recent(Metric.CPU, picture.thresholds().presentMinutes()).isKnown();
    }
    Phrase line = seen.isEmpty() ? Phrase.of("no other Serverless v2 member") : Phrase.join(", ", seen);
    if (!bad && !measured) {
      return open(picture, line.text());
    }
    return judged(bad, Severity.WARNING, line, limit, picture.evidence().at());
  }
}
