package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.BlockerTreeCheck;
import io.auroraresponder.database.CacheHitsCheck;
import io.auroraresponder.database.CommitBound;
import io.auroraresponder.database.DatabaseCheck;
import io.auroraresponder.database.DatabaseLook;
import io.auroraresponder.database.IdleTransactionLeak;
import io.auroraresponder.database.IdleTransactionsCheck;
import io.auroraresponder.database.InternalContention;
import io.auroraresponder.database.LockPileup;
import io.auroraresponder.database.MaintenanceCheck;
import io.auroraresponder.database.MaintenanceWork;
import io.auroraresponder.database.PlanRegression;
import io.auroraresponder.database.RunawayStatement;
import io.auroraresponder.database.VisibilityCheck;
import io.auroraresponder.database.WaitProfileCheck;
import io.auroraresponder.diagnosis.CauseRule;
import io.auroraresponder.observation.ServiceCall;
import io.auroraresponder.runbook.Check;
import io.auroraresponder.runbook.LookCheck;
import io.auroraresponder.runbook.ReplicaLagCheck;
import io.auroraresponder.runbook.Runbook;
import io.auroraresponder.runbook.TransactionIdsCheck;
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

  public static Runbook<SlowQueryEvidence> of(SlowQuerySource.Sources sources, Clock clock) {
    List<Check<SlowQueryEvidence>> checks = checks();
    return new Runbook<>(NAME, new SlowQuerySource(sources, clock), checks,
        new SlowQueryDiagnostician(checks, causes()));
  }

  static List<Check<SlowQueryEvidence>> checks() {
    return Stream.concat(urgent().stream(), hygiene().stream()).toList();
  }

  private static List<Check<SlowQueryEvidence>> urgent() {
    return List.of(
        new TransactionIdsCheck<>(SlowQueryEvidence::minutes),
        look(new BlockerTreeCheck()),
        look(new IdleTransactionsCheck()),
        new RunningStatementsCheck(),
        new TopStatementsCheck(),
        look(new WaitProfileCheck()),
        new CpuShortCheck(),
        new HorizonCheck(),
        new DeadlocksCheck(),
        new CommitLatencyCheck(),
        new ReadLatencyCheck(),
        new WriteLatencyCheck(),
        new LocalStorageCheck(),
        new ReplicaLagCheck<>(),
        new ReplicationSlotsCheck(),
        new MissingIndexCheck(),
        new SequentialReadsCheck(),
        new TemporaryFilesCheck(),
        look(new CacheHitsCheck()),
        new RollbacksCheck(),
        look(new MaintenanceCheck()),
        look(new VisibilityCheck()),
        new AnsweringMemberCheck());
  }

  /** After all others, so that none of these leads where another is as bad. */
  static List<Check<SlowQueryEvidence>> hygiene() {
    return List.of(
        new BigTableScansCheck(),
        new WraparoundCheck(),
        new SequencesCheck(),
        new InvalidIndexesCheck(),
        new StaleStatisticsCheck(),
        new AutovacuumCheck(),
        new DeadRowsCheck(),
        new UnindexedForeignKeysCheck(),
        new RedundantIndexesCheck(),
        new UnusedIndexesCheck(),
        new BloatCheck());
  }

  private static LookCheck<SlowQueryEvidence> look(DatabaseCheck<?> check) {
    return new LookCheck<>(check, SlowQueryEvidence::database);
  }

  /** Each as every runbook proves it: whatever slows queries down is this runbook's business. */
  static List<CauseRule<DatabaseLook>> causes() {
    return List.of(
        new LockPileup(),
        new IdleTransactionLeak(),
        new InternalContention(),
        new CommitBound(),
        new MaintenanceWork(),
        new RunawayStatement(),
        new PlanRegression());
  }
}
