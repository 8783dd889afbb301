package io.auroraresponder.database;

import io.auroraresponder.incident.Reading;
import io.auroraresponder.observation.HealthyLook;
import io.auroraresponder.probe.Snapshot.StatementDelta;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Puts the counters of a healthy time in the place of the counters' whole past.
 *
 * <p>pg_stat_statements adds up since its reset, trouble included: after an hour of a bad plan the "past" of a young counter is as slow
 * as the present, and a regression hides behind itself. Only the same statement on the same member, with counters that were not reset
 * in between, is replaced; all others keep the past that they have.
 */
public final class HealthyBaseline {
  private final HealthyLook.Work healthy;

  public HealthyBaseline(HealthyLook.Work healthy) {
    this.healthy = healthy;
  }

  /** Empty where no healthy look of the database is known. */
  public static Optional<HealthyBaseline> of(Reading<HealthyLook> before) {
    return before.flatMap(HealthyLook::work) instanceof Reading.Known<HealthyLook.Work> known
        ? Optional.of(new HealthyBaseline(known.value()))
        : Optional.empty();
  }

  /**
   * The statement with its healthy past; unchanged where there is none.
   *
   * @param member the DB instance that was asked now
   * @param at when that was
   */
  public StatementDelta under(StatementDelta now, String member, Instant at) {
    return then(now, member, at).map(then -> replaced(now, then)).orElse(now);
  }

  /** The statement as it was then, where its counters have gone on without a break. */
  public Optional<HealthyLook.Statement> then(StatementDelta now, String member, Instant at) {
    return healthy
        .statement(now.statementId())
        .filter(then -> then.member().equals(member) && then.calls() >= HealthLimit.BASELINE_CALLS.count() && then.meanMillis() > 0)
        .filter(then -> !then.at().isBefore(at.minus(HealthLimit.OLDEST.duration())))
        .filter(then -> continued(then, now, at));
  }

  /** Counters only grow; where both looks know since when they count, that must be the same moment. */
  private boolean continued(HealthyLook.Statement then, StatementDelta now, Instant at) {
    if (now.baselineCalls() < then.calls()) {
      return false;
    }
    if (then.countersSeconds() <= 0 || now.baselineSeconds() <= 0) {
      return true;
    }
    Duration moved = Duration.between(began(then.at(), then.countersSeconds()), began(at, now.baselineSeconds()));
    return moved.abs().compareTo(HealthLimit.SAME_RESET.duration()) <= 0;
  }

  private static Instant began(Instant at, double seconds) {
    return at.minusMillis(Math.round(seconds * 1000));
  }

  private static StatementDelta replaced(StatementDelta now, HealthyLook.Statement then) {
    return now.since(then.calls(), then.meanMillis(), then.blocksPerCall(), then.countersSeconds());
  }
}
