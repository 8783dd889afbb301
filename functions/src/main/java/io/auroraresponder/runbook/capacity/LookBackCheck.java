package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.observation.LoadHistory.ApplicationLoad;
import io.auroraresponder.observation.LoadHistory.WaitLoad;
import io.auroraresponder.runbook.CheckResult;
import java.util.List;

/** What did sessions wait for before we looked? Only Database Insights knows. */
final class LookBackCheck extends PictureCheck {
  @Override
  CheckResult examine(CapacityPicture picture) {
    if (!picture.member().performanceInsights()) {
      return new CheckResult.Inconclusive(
          id(),
          new Gap(
              id(),
              Phrase.of("Database Insights is off for " + picture.member().id() + ": no look back to the time of the alarm"),
              Phrase.of(
                  "aws rds modify-db-cluster --db-cluster-identifier " + picture.evidence().incident().cluster()
                      + " --database-insights-mode standard --enable-performance-insights --apply-immediately")));
    }
    return switch (picture.evidence().lookBack()) {
      case Reading.Unavailable<List<WaitLoad>> gap -> open(picture, gap);
      case Reading.Known<List<WaitLoad>> known -> judge(picture, known);
    };
  }

  /** Whose load it was; empty where that was not recorded. */
  private static Phrase applications(CapacityPicture picture) {
    if (!(picture.evidence().applications() instanceof Reading.Known<List<ApplicationLoad>> known)) {
      return Phrase.EMPTY;
    }
    String source = "pi:DescribeDimensionKeys db.load.avg db.application " + picture.member().id();
    List<Phrase> top =
        known.value().stream()
            .limit(3)
            .map(
                load ->
                    Phrase.of(
                        "{} {}", Fact.word(source, known.from(), load.application()),
                        Fact.of(source, known.from(), load.averageActiveSessions(), "")))
            .toList();
    return Phrase.join(", ", top);
  }

  private static String name(WaitLoad load) {
    if (load.waitEvent().isBlank()) {
      return load.waitEventType().isBlank() ? "CPU" : load.waitEventType();
    }
    return load.waitEventType().isBlank() ? load.waitEvent() : load.waitEventType() + ":" + load.waitEvent();
  }

  private CheckResult judge(CapacityPicture picture, Reading.Known<List<WaitLoad>> known) {
    String source = "pi:DescribeDimensionKeys db.load.avg " + picture.member().id();
    Fact minutes = Fact.count(source, known.from(), java.time.Duration.between(known.from(), known.to()).toMinutes(), "min");
    if (known.value().isEmpty()) {
      return judged(false, Severity.OK, Phrase.of("no load recorded in {}", minutes), Phrase.of("for comparison"), known.from());
    }
    List<Phrase> top =
        known.value().stream()
            .limit(3)
            .map(
                load ->
                    Phrase.of(
                        "{} {}",
                        Fact.word(source, known.from(), name(load)),
                        Fact.of(source, known.from(), load.averageActiveSessions(), "")))
            .toList();
    Phrase seen = Phrase.of("over {}: ", minutes).and("", Phrase.join(", ", top)).and("; by application: ", applications(picture));
    return judged(false, Severity.OK, seen, Phrase.of("for comparison"), known.from());
  }
}
