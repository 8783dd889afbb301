package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.observation.ServiceCall;
import io.auroraresponder.runbook.Check;
import io.auroraresponder.runbook.Runbook;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The assembly of the slow-queries runbook: of two findings that are equally bad, the check that stands first makes the headline. */
public final class SlowQueryRunbook {
  public static final String NAME = "slow-queries";

  /** The AWS calls that its evidence takes. */
  public static final Set<ServiceCall> CALLS =
      Set.of(
          ServiceCall.RDS_DESCRIBE_CLUSTERS,
          ServiceCall.RDS_DESCRIBE_INSTANCES,
          ServiceCall.RDS_DESCRIBE_EVENTS,
          ServiceCall.CLOUDWATCH_GET_METRIC_DATA);

  private SlowQueryRunbook() {}

  public static Runbook<SlowQueryEvidence> of(SlowQuerySource.Sources sources, SlowQueryThresholds thresholds, Clock clock) {
    return new Runbook<>(NAME, new SlowQuerySource(sources, thresholds, clock), checks(thresholds),
        new SlowQueryDiagnostician(thresholds, causes()));
  }

  static List<Check<SlowQueryEvidence>> checks(SlowQueryThresholds thresholds) {
    return Stream.concat(urgent(thresholds).stream(), hygiene(HygieneThresholds.defaults()).stream()).toList();
  }

  private static List<Check<SlowQueryEvidence>> urgent(SlowQueryThresholds thresholds) {
    return List.of(
        new BlockerTreeCheck(thresholds),
        new IdleTransactionsCheck(thresholds),
        new RunningStatementsCheck(thresholds),
        new TopStatementsCheck(thresholds),
        new WaitProfileCheck(thresholds),
        new TransactionIdsCheck(thresholds),
        new HorizonCheck(thresholds),
        new DeadlocksCheck(thresholds),
        new CommitLatencyCheck(thresholds),
        new SequentialReadsCheck(thresholds),
        new TemporaryFilesCheck(thresholds),
        new CacheHitsCheck(thresholds),
        new RollbacksCheck(thresholds),
        new MaintenanceCheck(thresholds),
        new VisibilityCheck(thresholds),
        new AnsweringMemberCheck(thresholds));
  }

  /** After all others, so that none of these leads where another is as bad. */
  static List<Check<SlowQueryEvidence>> hygiene(HygieneThresholds thresholds) {
    return List.of(
        new BigTableScansCheck(thresholds),
        new WraparoundCheck(thresholds),
        new SequencesCheck(thresholds),
        new InvalidIndexesCheck(thresholds),
        new StaleStatisticsCheck(thresholds),
        new DeadRowsCheck(thresholds),
        new UnindexedForeignKeysCheck(thresholds),
        new RedundantIndexesCheck(thresholds),
        new UnusedIndexesCheck(thresholds),
        new BloatCheck(thresholds));
  }

  static List<CauseRule> causes() {
    return List.of(
        new LockPileupRule(),
        new IdleTransactionLeakRule(),
        new DominantWaitRule(),
        new MaintenanceWorkRule(),
        new RunawayStatementRule(),
        new PlanRegressionRule());
  }
}
