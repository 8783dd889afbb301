package io.auroraresponder.runbook.capacity;

import io.auroraresponder.database.Queries;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.CauseRule;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.diagnosis.Lever;
import io.auroraresponder.diagnosis.RangeQuestion.Strength;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import java.util.List;
import java.util.Optional;

/** A reader is out of CPU while the writer is not: a larger range would be paid for by every member. */
final class ReaderSaturatedRule implements CauseRule<CapacityPicture> {
  @Override
  public Cause cause() {
    return Cause.READER_SATURATED;
  }

  @Override
  public Optional<Explanation> suspect(CapacityPicture picture) {
    if (picture.member().writer() || picture.atRest()) {
      return Optional.empty();
    }
    Reading<Double> load = picture.metrics().recent(Metric.DB_LOAD, CapacityLimit.PRESENT_MINUTES.count());
    boolean loaded = load instanceof Reading.Known<Double> known && known.value() >= Math.max(1, picture.vcpu());
    if (!picture.metrics().cpuSaturated() && !loaded) {
      return Optional.empty();
    }
    boolean aloneAtCeiling = !picture.member().followsWriter() && picture.metrics().atCeiling();
    Phrase measured =
        picture.metrics().recent(Metric.CPU, CapacityLimit.PRESENT_MINUTES.count()) instanceof Reading.Known<Double> cpu
            ? Phrase.of("CPU {}", picture.metrics().judged(Metric.CPU, cpu.to(), cpu.value(), CapacityLimit.CPU_LIMIT))
            : Phrase.of("DBLoad {}", picture.metrics().fact(Metric.DB_LOAD, picture.evidence().at(), load.orElse(0.0)));
    Phrase says =
        Phrase.of(picture.name() + ": reader " + picture.member().id() + " is saturated, ").and("", measured).and("", Phrase.of("."));
    return Optional.of(
        new Explanation(
            Cause.READER_SATURATED, Severity.CRITICAL, 1, aloneAtCeiling ? Strength.PROPOSE : Strength.NONE,
            aloneAtCeiling ? Lever.RAISE_MAX : Lever.BALANCE_READERS, says, Phrase.of("Reads on that reader are slow."),
            List.of(
                Queries.running("See what runs on it", picture.probedAt()),
                new Advice(
                    Phrase.of("Balance the reads over the readers, or add one, which takes minutes:"),
                    Phrase.of("aws rds create-db-instance --engine aurora-postgresql --db-instance-class db.serverless "
                    + "--db-cluster-identifier "
                        + picture.name() + " --db-instance-identifier " + another(picture))))));
  }

  /** A name that no member has. */
  private static String another(CapacityPicture picture) {
    String base = picture.name() + "-reader-";
    int number = picture.cluster().members().size() + 1;
    while (isTaken(picture, base + number)) {
      number++;
    }
    return base + number;
  }

  private static boolean isTaken(CapacityPicture picture, String id) {
    return picture.cluster().members().stream().anyMatch(member -> member.id().equals(id));
  }
}
