package io.auroraresponder.runbook.capacity;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Condition;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Look;
import io.auroraresponder.runbook.capacity.MemberMetrics.Ceiling;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is said when no cause rule holds: healed, nothing wrong, or unknown and why.
 *
 * @param condition healed, where it is
 */
record Unexplained(Optional<Condition> condition, Suspicion suspicion) {
  private static final Advice LOOK_AGAIN = Advice.of("Another look follows in five minutes while the alarm stands.");

  /** No member, no range, no cluster: the gaps say what is missing. */
  static Suspicion nothingToLookAt(CapacityEvidence evidence) {
    return unknown(Phrase.of(evidence.incident().cluster() + " could not be looked at: " + firstGap(evidence) + "."), "Not known.");
  }

  static Unexplained of(CapacityPicture picture, List<Condition> conditions) {
    String name = picture.name();
    if (conditions.contains(Condition.CONTRADICTORY)) {
      return open(contradiction(picture));
    }
    boolean seen = picture.evidence().look() instanceof Look.Seen && picture.profile().isPresent();
    Reading<Boolean> calm = picture.metrics().calm(picture.thresholds().healedMinutes());
    boolean pressedByMetrics = picture.metrics().pressed();
    if (!seen) {
      String why = firstGap(picture.evidence());
      return open(unknown(pressure(picture, pressedByMetrics).and("", Phrase.of(", and its database could not be looked into: " + why + ".")), "Not known; " + (pressedByMetrics ? "CPU or capacity is short." : "the metrics show no pressure.")));
    }
    if (!calm.isKnown()) {
      return open(unknown(Phrase.of(name + ": metrics are missing, so the cause cannot be told."), "Not known."));
    }
    boolean workNow = picture.sessionsSaturateCpu();
    boolean waitingNow = !LockPileupRule.trees(picture).isEmpty();
    if (pressedByMetrics && !workNow && !picture.workPresent()) {
      return open(unknown(pressure(picture, true).and("", Phrase.of(" by the metrics, but the database is at rest now: evidence from different times.")), "It may be over already."));
    }
    if (!pressedByMetrics && workNow) {
      return open(unknown(Phrase.of(name + ": {} sessions want CPU now, but the metrics of the last minutes show no pressure: evidence from different times.",
          picture.probed("sessions on CPU, average", picture.profile().map(profile -> profile.of(WaitClass.CPU)).orElse(0.0), "")), "It may just have begun."));
    }
    if (pressedByMetrics) {
      return open(unknown(pressure(picture, true).and("", Phrase.of(" and at work, but no cause is proven.")), "Queries are slower than usual."));
    }
    if (calm.orElse(false) && !waitingNow) {
      return calm(picture);
    }
    return open(unknown(Phrase.of(name + ": pressure comes and goes, and no cause is proven."), "Some requests may be slow."));
  }

  private static Unexplained calm(CapacityPicture picture) {
    Instant signal = picture.evidence().incident().signal().at();
    boolean was = picture.metrics().pressedSince(signal.minus(Duration.ofMinutes(30)));
    Phrase now = state(picture);
    if (was) {
      Phrase says = Phrase.of(picture.name() + " has recovered by itself: ").and("", now).and("", Phrase.of(", nobody waits."));
      return new Unexplained(Optional.of(Condition.HEALED), CapacityDiagnostician.quiet(Severity.INFO, says, "None any more."));
    }
    Phrase says = Phrase.of(picture.name() + " is in order: ").and("", now).and("", Phrase.of(", nobody waits; the alarm saw something that the evidence does not show."));
    return new Unexplained(Optional.empty(), CapacityDiagnostician.quiet(Severity.OK, says, "None found."));
  }

  private static Phrase state(CapacityPicture picture) {
    Reading<Double> capacity = picture.metrics().recent(Metric.CAPACITY, 1);
    Reading<Double> cpu = picture.metrics().recent(Metric.CPU, 1);
    Phrase first =
        capacity instanceof Reading.Known<Double> known
            ? Phrase.of("{#} of {}", picture.metrics().fact(Metric.CAPACITY, known.to(), known.value()), picture.max())
            : Phrase.of("capacity not known");
    return cpu instanceof Reading.Known<Double> known
        ? first.and(", ", Phrase.of("CPU {}", picture.metrics().fact(Metric.CPU, known.to(), known.value())))
        : first;
  }

  private static Suspicion contradiction(CapacityPicture picture) {
    int minutes = picture.thresholds().presentMinutes();
    double cpu = picture.metrics().recent(Metric.CPU, minutes).orElse(0.0);
    double capacity = picture.metrics().recent(Metric.CAPACITY, minutes).orElse(0.0);
    Instant at = picture.evidence().at();
    Phrase says =
        Phrase.of(
            picture.name() + ": scaling has headroom ({#} of {}), yet CPU reads {}: the numbers contradict each other.",
            picture.metrics().fact(Metric.CAPACITY, at, capacity), picture.max(), picture.metrics().fact(Metric.CPU, at, cpu));
    return unknown(says, "Probably none: a CPU figure of the capacity in force is ordinary while scaling.");
  }

  private static Phrase pressure(CapacityPicture picture, boolean pressed) {
    if (!pressed) {
      return Phrase.of(picture.name() + " is not pressed by the metrics");
    }
    if (picture.metrics().atCeiling() && picture.metrics().ceiling() instanceof Reading.Known<Ceiling> ceiling) {
      return Phrase.of(
          picture.name() + " is at its ceiling ({#} of {})",
          picture.metrics().fact(Metric.CAPACITY, ceiling.to(), ceiling.value().capacity()), picture.max());
    }
    double cpu = picture.metrics().recent(Metric.CPU, picture.thresholds().presentMinutes()).orElse(0.0);
    return Phrase.of(picture.name() + " is short of CPU ({})", picture.metrics().fact(Metric.CPU, picture.evidence().at(), cpu));
  }

  private static String firstGap(CapacityEvidence evidence) {
    if (evidence.look() instanceof Look.Failed failed) {
      return failed.sentence();
    }
    if (evidence.look() instanceof Look.NotTried notTried && evidence.cluster().isKnown()) {
      return notTried.reason();
    }
    return evidence.gaps().isEmpty() ? "evidence is missing" : evidence.gaps().getFirst().reason().text();
  }

  private static Unexplained open(Suspicion suspicion) {
    return new Unexplained(Optional.empty(), suspicion);
  }

  private static Suspicion unknown(Phrase says, String impact) {
    return Suspicion.told(Cause.UNKNOWN, Severity.WARNING, says, impact, LOOK_AGAIN);
  }
}
