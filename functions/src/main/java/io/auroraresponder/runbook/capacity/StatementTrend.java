package io.auroraresponder.runbook.capacity;

import io.auroraresponder.probe.Snapshot.StatementDelta;
import io.auroraresponder.runbook.WaitProfile.StatementLoad;
import java.util.List;
import java.util.Optional;

/**
 * One statement now against its own past.
 *
 * <p>A mean time that grew proves little under saturation: everything waits for CPU. So work a call (shared blocks) is compared where
 * the statement touches blocks, and where it does not, its slowing is held against that of the others.
 *
 * @param calls factor of the call rate over the baseline, empty where the baseline's span is unknown
 * @param mean factor of the mean time; for calls that did not end within the window a lower bound from their running age
 * @param work factor of the blocks a call, empty where too few blocks are touched to tell
 * @param others median factor of the mean time of the other statements, 1 where there are none to compare
 */
record StatementTrend(CapacityThresholds limits, StatementDelta statement, Optional<Double> calls, double mean, Optional<Double> work,
    double others) {

  /** Empty where the statement has no baseline: nothing can be said about its past. */
  static Optional<StatementTrend> of(CapacityPicture picture, StatementLoad load) {
    Optional<StatementDelta> found = picture.statement(load.statementId());
    CapacityThresholds limits = picture.thresholds();
    if (found.isEmpty() || found.get().baselineCalls() < limits.baselineCalls() || found.get().baselineMeanMillis() <= 0) {
      return Optional.empty();
    }
    StatementDelta delta = found.get();
    double runningMillis = load.medianAge().toMillis();
    double meanNow = delta.calls() > 0 ? Math.max(delta.meanMillis(), 0) : runningMillis;
    if (runningMillis > meanNow) {
      meanNow = runningMillis;
    }
    return Optional.of(
        new StatementTrend(
            limits, delta, callFactor(picture, delta), meanNow / delta.baselineMeanMillis(), workFactor(delta), others(picture, delta)));
  }

  private static Optional<Double> callFactor(CapacityPicture picture, StatementDelta delta) {
    double window = picture.evidence().seen(io.auroraresponder.probe.Snapshot::rates).map(rates -> rates.window().toMillis() / 1000.0)
        .orElse(0.0);
    if (window <= 0 || delta.baselineSeconds() <= 0) {
      return Optional.empty();
    }
    double before = delta.baselineCalls() / delta.baselineSeconds();
    return before <= 0 ? Optional.empty() : Optional.of(delta.calls() / window / before);
  }

  private static Optional<Double> workFactor(StatementDelta delta) {
    boolean touchesBlocks = delta.baselineBlocksPerCall() >= 1 || delta.blocksPerCall() >= 100;
    return delta.calls() > 0 && touchesBlocks ? Optional.of(delta.blocksPerCall() / Math.max(delta.baselineBlocksPerCall(), 1))
        : Optional.empty();
  }

  private static double others(CapacityPicture picture, StatementDelta top) {
    List<Double> factors =
        picture.statements().stream()
            .filter(one -> one.statementId() != top.statementId() && one.calls() > 0)
            .filter(one -> one.baselineCalls() >= picture.thresholds().baselineCalls() && one.baselineMeanMillis() > 0)
            .map(one -> one.meanMillis() / one.baselineMeanMillis())
            .sorted()
            .toList();
    return factors.isEmpty() ? 1 : factors.get(factors.size() / 2);
  }

  boolean calledMore() {
    return calls.isPresent() && calls.get() >= limits.growthOfCalls();
  }

  /** A call costs what it did: by its blocks where it touches any, else by its time, measured against the slowing of all. */
  boolean sameWork() {
    return work.map(factor -> factor <= limits.growthOfWork()).orElseGet(() -> mean <= limits.growthOfWork() * Math.max(1, others));
  }

  /** Slower by the factor, not merely because everything is, and not because it is called so much more. */
  boolean regressed() {
    if (mean < limits.regressionFactor()) {
      return false;
    }
    if (work.isPresent()) {
      return work.get() >= limits.regressionFactor();
    }
    boolean slowerThanOthers = mean >= limits.regressionFactor() * Math.max(1, others);
    return slowerThanOthers && (calls.isEmpty() || calls.get() <= limits.growthOfCalls());
  }
}
