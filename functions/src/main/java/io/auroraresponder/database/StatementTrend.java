package io.auroraresponder.database;

import io.auroraresponder.database.WaitProfile.StatementLoad;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.StatementDelta;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One statement now against its own past.
 *
 * <p>A mean time that grew proves little under saturation: everything waits for CPU. So work a call (shared blocks) is compared where
 * the statement touches blocks, and where it does not, its slowing is held against that of the others.
 *
 * @param calls factor of the call rate over the past, empty where the past's span is unknown
 * @param mean factor of the mean time; for calls that did not end within the window a lower bound from their running age
 * @param work factor of the blocks a call, empty where too few blocks are touched to tell
 * @param others median factor of the mean time of the other statements, 1 where there are none to compare
 */
public record StatementTrend(StatementDelta statement, Optional<Double> calls, double mean, Optional<Double> work, double others) {
  /** Ours: of fewer blocks a call, one more or less is a factor. */
  private static final long SOME_BLOCKS = 100;

  /** Empty where the statement has no past: nothing can be said of it. */
  public static Optional<StatementTrend> of(DatabaseLook look, StatementLoad load) {
    return look.statement(load.statementId()).flatMap(statement -> of(look, statement, load.medianAge()));
  }

  /** By its finished calls alone; empty where there are none. */
  public static Optional<StatementTrend> of(DatabaseLook look, StatementDelta statement) {
    return statement.calls() > 0 ? of(look, statement, Duration.ZERO) : Optional.empty();
  }

  private static Optional<StatementTrend> of(DatabaseLook look, StatementDelta statement, Duration running) {
    if (!hasPast(statement)) {
      return Optional.empty();
    }
    double finished = statement.calls() > 0 ? Math.max(statement.meanMillis(), 0) : 0;
    double now = Math.max(finished, (double) running.toMillis());
    return Optional.of(
        new StatementTrend(
            statement, callFactor(look, statement), now / statement.baselineMeanMillis(), workFactor(statement), others(look, statement)));
  }

  private static boolean hasPast(StatementDelta statement) {
    return DatabaseLimit.PAST_CALLS.reached((double) statement.baselineCalls()) && statement.baselineMeanMillis() > 0;
  }

  private static Optional<Double> callFactor(DatabaseLook look, StatementDelta delta) {
    double window = look.part(Snapshot::rates).map(rates -> rates.window().toMillis() / 1000.0).orElse(0.0);
    if (window <= 0 || delta.baselineSeconds() <= 0) {
      return Optional.empty();
    }
    double before = delta.baselineCalls() / delta.baselineSeconds();
    return before <= 0 ? Optional.empty() : Optional.of(delta.calls() / window / before);
  }

  private static Optional<Double> workFactor(StatementDelta delta) {
    boolean touchesBlocks = delta.baselineBlocksPerCall() >= 1 || delta.blocksPerCall() >= SOME_BLOCKS;
    return delta.calls() > 0 && touchesBlocks ? Optional.of(delta.blocksPerCall() / Math.max(delta.baselineBlocksPerCall(), 1))
        : Optional.empty();
  }

  private static double others(DatabaseLook look, StatementDelta top) {
    List<Double> factors =
        look.statements().stream()
            .filter(one -> one.statementId() != top.statementId() && one.calls() > 0 && hasPast(one))
            .map(one -> one.meanMillis() / one.baselineMeanMillis())
            .sorted()
            .toList();
    return factors.isEmpty() ? 1 : factors.get(factors.size() / 2);
  }

  public boolean calledMore() {
    return calls.isPresent() && DatabaseLimit.GROWTH_OF_CALLS.reached(calls.get());
  }

  /** A call costs what it did: by its blocks where it touches any, else by its time, measured against the slowing of all. */
  public boolean sameWork() {
    double limit = DatabaseLimit.GROWTH_OF_WORK.value();
    return work.map(factor -> factor <= limit).orElseGet(() -> mean <= limit * Math.max(1, others));
  }

  /** Slower by the factor, not merely because everything is, and not because it is called so much more. */
  public boolean regressed() {
    double factor = DatabaseLimit.REGRESSION_FACTOR.value();
    if (mean < factor) {
      return false;
    }
    if (work.isPresent()) {
      return work.get() >= factor;
    }
    boolean slowerThanOthers = mean >= factor * Math.max(1, others);
    return slowerThanOthers && (calls.isEmpty() || calls.get() <= DatabaseLimit.GROWTH_OF_CALLS.value());
  }
}
