package io.auroraresponder.runbook.capacity;

import io.auroraresponder.database.LockPileup;
import io.auroraresponder.database.LookGaps;
import io.auroraresponder.database.Queries;
import io.auroraresponder.database.WaitClass;
import io.auroraresponder.database.WaitProfile;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Condition;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.LockTree;
import io.auroraresponder.runbook.Calls;
import io.auroraresponder.runbook.capacity.MemberMetrics.Ceiling;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is said when no cause rule holds: healed, nothing wrong, no single cause, or unknown and why.
 *
 * @param condition healed, where it is
 */
record Unexplained(Optional<Condition> condition, Explanation suspicion) {
  /** Ours: what was over for longer is no reason of this alarm. */
  private static final Duration MAY_BE_OVER_FOR = Duration.ofMinutes(30);

  /** Sessions, in the mean of the samples, from which on a kind of wait is named; ours. */
  private static final double WORTH_NAMING = 0.5;

  /** No member, no range, no cluster: the gaps say what is missing. */
  static Explanation nothingToLookAt(CapacityEvidence evidence) {
    Phrase says = Phrase.of(evidence.incident().cluster() + " was not examined: ").and("", firstGap(evidence)).sentence();
    return Explanation.told(Cause.UNKNOWN, Severity.WARNING, says, "Unknown until the checks succeed.", lookAgain(evidence));
  }

  static Unexplained of(CapacityPicture picture, List<Condition> conditions) {
    String name = picture.name();
    if (conditions.contains(Condition.CONTRADICTORY)) {
      return open(contradiction(picture));
    }
    boolean seen = picture.evidence().look() instanceof Look.Seen && picture.profile().isPresent();
    Reading<Boolean> calm = picture.metrics().calm(CapacityLimit.HEALED_MINUTES.count());
    boolean pressedByMetrics = picture.metrics().pressed();
    if (!seen) {
      return open(notSeen(picture, pressedByMetrics));
    }
    if (calm instanceof Reading.Unavailable<Boolean> gap) {
      return open(unknown(picture, Phrase.of(name + ": the cause is unknown: ").and("", quoted(picture, "Metrics", gap.reason()))
          .sentence(), "Unknown until the checks succeed."));
    }
    boolean workNow = picture.sessionsSaturateCpu();
    boolean climbing = Ramp.of(picture).filter(Ramp::lasts).isPresent() && !picture.member().followsWriter();
    if ((pressedByMetrics || climbing) && picture.atRest()) {
      return open(unknown(picture, pressure(picture, true)
          .and("", Phrase.of(" by the metrics, but the database is at rest now; the evidence is of different times.")),
          "It may be over already."));
    }
    if (!pressedByMetrics && !climbing && workNow) {
      return open(unknown(picture, Phrase.of(name
          + ": {} sessions want CPU now, but the metrics of the last minutes show no pressure; the evidence is of different times.",
          picture.probed("sessions on CPU, average", picture.profile().map(profile -> profile.of(WaitClass.CPU)).orElse(0.0), "")),
          "It may just have begun."));
    }
    if (picture.evidence().seen(Snapshot::lockTrees) instanceof Reading.Unavailable<List<LockTree>> gap) {
      return open(unknown(picture, Phrase.of(name + ": lock waits are unknown: ")
          .and("", quoted(picture, "BlockerTree", gap.reason())).and("", Phrase.of(".")), "Unknown until the checks succeed."));
    }
    if (calm.orElse(false) && !waiting(picture)) {
      return calm(picture);
    }
    if (pressedByMetrics || waiting(picture)) {
      return open(noSingleCause(picture, pressedByMetrics));
    }
    return open(unknown(picture, Phrase.of(name
        + " was under pressure in some of the last minutes, and nothing waits now; the evidence is of different times."),
        "Some requests may be slow."));
  }

  /** All was read and agrees: then a cause without a word is no riddle of the evidence, and what the load is made of is told. */
  private static Explanation noSingleCause(CapacityPicture picture, boolean pressed) {
    List<Gap> blind = LookGaps.blind(picture.evidence().probed());
    Phrase state = pressure(picture, pressed);
    if (!blind.isEmpty()) {
      return unknown(picture, state.and("", Phrase.of(", and {}", blind.getFirst().reason())).sentence(),
          "Unknown for what could not be seen.");
    }
    if (pressed && picture.metrics().cpuSaturated() && !picture.workPresent() && !waiting(picture)) {
      return unknown(picture, state.and("", Phrase.of(" by the metrics, but the database has less to do now; the evidence is of different "
          + "times.")), "It may be over already.");
    }
    WaitProfile profile = picture.profile().orElseThrow();
    List<Phrase> parts = Arrays.stream(WaitClass.values())
        .filter(wait -> wait.isLoad() && profile.of(wait) >= WORTH_NAMING)
        .sorted(Comparator.comparingDouble((WaitClass wait) -> profile.of(wait)).reversed())
        .map(wait -> Phrase.of("{} sessions " + wait.doing(), picture.probed("sessions, average, " + wait.doing(), profile.of(wait), "")))
        .toList();
    Phrase says = state.and("", Phrase.of(pressed ? ", and no single cause explains it" : ", but sessions wait for a lock"))
        .and(": ", Phrase.join(", ", parts)).sentence();
    return Explanation.told(Cause.NO_SINGLE_CAUSE, Severity.WARNING, says,
        pressed ? "Queries are slower than usual." : "Requests that need that lock are slow.",
        Queries.running("See which sessions and statements make up the load; the largest part first", picture.probedAt()));
  }

  /** A lock that is held over both looks, or a lock wait in every sample; those of a moment are ordinary. */
  private static boolean waiting(CapacityPicture picture) {
    return LockPileup.isHeld(picture.database())
        || picture.profile().filter(profile -> profile.of(WaitClass.LOCK) >= 1).isPresent();
  }

  private static Explanation notSeen(CapacityPicture picture, boolean pressed) {
    Phrase says =
        pressure(picture, pressed).and("", Phrase.of(", and its database was not examined: ")).and("", firstGap(picture.evidence()))
        .sentence();
    return unknown(picture, says, "Unknown; " + (pressed ? "CPU or capacity is short." : "the metrics show no pressure."));
  }

  private static Unexplained calm(CapacityPicture picture) {
    Instant signal = picture.evidence().incident().signal().at();
    boolean was = picture.metrics().pressedSince(signal.minus(MAY_BE_OVER_FOR));
    Phrase now = state(picture);
    List<Gap> blind = LookGaps.blind(picture.evidence().probed());
    if (!blind.isEmpty()) {
      Phrase says = Phrase.of(picture.name() + " is not under pressure as far as could be seen (").and("", now)
          .and("", Phrase.of("), but {}", blind.getFirst().reason())).sentence();
      return open(unknown(picture, says, "Unknown for what could not be seen."));
    }
    if (was) {
      Phrase says = Phrase.of(picture.name() + " has recovered by itself: ").and("", now).and("", Phrase.of(", nothing waits."));
      return new Unexplained(Optional.of(Condition.HEALED), CapacityDiagnostician.quiet(Severity.INFO, says, "None now."));
    }
    Phrase says = Phrase.of(picture.name() + " is in order: ").and("", now)
        .and("", Phrase.of(", nothing waits; the evidence does not show what the alarm saw."));
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

  private static Explanation contradiction(CapacityPicture picture) {
    int minutes = CapacityLimit.PRESENT_MINUTES.count();
    double cpu = picture.metrics().recent(Metric.CPU, minutes).orElse(0.0);
    double capacity = picture.metrics().recent(Metric.CAPACITY, minutes).orElse(0.0);
    Instant at = picture.evidence().at();
    Phrase says =
        Phrase.of(
            picture.name() + ": capacity has headroom ({#} of {}), yet CPU reads {}; the numbers contradict each other.",
            picture.metrics().fact(Metric.CAPACITY, at, capacity), picture.max(), picture.metrics().fact(Metric.CPU, at, cpu));
    return unknown(picture, says, "Probably none; such a CPU figure is ordinary while scaling.");
  }

  private static Phrase pressure(CapacityPicture picture, boolean pressed) {
    if (!pressed) {
      return Phrase.of(picture.name() + " shows no pressure in its metrics");
    }
    if (picture.metrics().atCeiling() && picture.metrics().ceiling() instanceof Reading.Known<Ceiling> ceiling) {
      return Phrase.of(
          picture.name() + " is at its ceiling ({#} of {})",
          picture.metrics().fact(Metric.CAPACITY, ceiling.to(), ceiling.value().capacity()), picture.max());
    }
    double cpu = picture.metrics().recent(Metric.CPU, CapacityLimit.PRESENT_MINUTES.count()).orElse(0.0);
    return Phrase.of(picture.name() + " is short of CPU ({})", picture.metrics().fact(Metric.CPU, picture.evidence().at(), cpu));
  }

  private static Phrase firstGap(CapacityEvidence evidence) {
    if (evidence.look() instanceof Look.Failed failed) {
      return Phrase.quoting("probe " + evidence.member(), failed.at(), failed.sentence());
    }
    if (evidence.look() instanceof Look.NotTried notTried && evidence.cluster().isKnown()) {
      return Phrase.quoting("Database", evidence.at(), notTried.reason());
    }
    if (evidence.look() instanceof Look.Seen(Snapshot snapshot)) {
      List<Gap> blind = LookGaps.blind(evidence.probed());
      return blind.isEmpty() ? seenTooLittle(snapshot) : blind.getFirst().reason();
    }
    return evidence.gaps().isEmpty() ? Phrase.of("evidence is missing") : evidence.gaps().getFirst().reason();
  }

  private static Phrase seenTooLittle(Snapshot snapshot) {
    return switch (snapshot.waits()) {
      case Reading.Unavailable<List<Snapshot.WaitSample>> gap -> Phrase.quoting("Waits", snapshot.at(), gap.reason());
      case Reading.Known<List<Snapshot.WaitSample>> known ->
          Phrase.of("only {} wait samples could be taken", Fact.count("probe wait samples", snapshot.at(), known.value().size(), ""));
    };
  }

  private static Phrase quoted(CapacityPicture picture, String source, String reason) {
    return Phrase.quoting(source, picture.evidence().at(), reason);
  }

  private static Unexplained open(Explanation suspicion) {
    return new Unexplained(Optional.empty(), suspicion);
  }

  private static Explanation unknown(CapacityPicture picture, Phrase says, String impact) {
    return Explanation.told(Cause.UNKNOWN, Severity.WARNING, says, impact, lookAgain(picture.evidence()));
  }

  private static Advice lookAgain(CapacityEvidence evidence) {
    return Calls.next("The responder looks again in " + CapacityLimit.LOOK_AGAIN.duration()
        .toMinutes() + " min while the alarm stands. To look now", CapacityRunbook.NAME, evidence);
  }
}
