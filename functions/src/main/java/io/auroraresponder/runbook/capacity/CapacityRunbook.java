package io.auroraresponder.runbook.capacity;

import io.auroraresponder.observation.ServiceCall;
import io.auroraresponder.runbook.Check;
import io.auroraresponder.runbook.Runbook;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** The assembly of the capacity runbook: its checks in the order in which they are shown, its causes in any order. */
public final class CapacityRunbook {
  public static final String NAME = "capacity";

  /** The AWS calls that its evidence takes. */
  public static final Set<ServiceCall> CALLS =
      Set.of(
          ServiceCall.RDS_DESCRIBE_CLUSTERS,
          ServiceCall.RDS_DESCRIBE_INSTANCES,
          ServiceCall.RDS_DESCRIBE_ENGINE_VERSIONS,
          ServiceCall.RDS_DESCRIBE_PLATFORM_VERSIONS,
          ServiceCall.RDS_DESCRIBE_EVENTS,
          ServiceCall.CLOUDWATCH_GET_METRIC_DATA,
          ServiceCall.INSIGHTS_DESCRIBE_DIMENSION_KEYS);

  private CapacityRunbook() {}

  public static Runbook<CapacityEvidence> of(CapacitySource.Sources sources, CapacityThresholds thresholds, Clock clock) {
    return new Runbook<>(NAME, new CapacitySource(sources, thresholds, clock), checks(thresholds),
        new CapacityDiagnostician(thresholds, causes()));
  }

  static List<Check<CapacityEvidence>> checks(CapacityThresholds thresholds) {
    return List.of(
        new CeilingCheck(thresholds),
        new CpuCheck(thresholds),
        new WaitsCheck(thresholds),
        new LockWaitsCheck(thresholds),
        new TopLoadCheck(thresholds),
        new ClientsCheck(thresholds),
        new CommitsCheck(thresholds),
        new MemoryCheck(thresholds),
        new CacheCheck(thresholds),
        new ConnectionsCheck(thresholds),
        new ConnectionAttemptsCheck(thresholds),
        new IdleTransactionsCheck(thresholds),
        new MaintenanceCheck(thresholds),
        new RampCheck(thresholds),
        new ForecastCheck(thresholds),
        new MembersCheck(thresholds),
        new LookBackCheck(thresholds),
        new VisibilityCheck(thresholds),
        new TransactionIdsCheck(thresholds));
  }

  static List<CauseRule> causes() {
    return List.of(
        new LockPileupRule(),
        new IdleTransactionLeakRule(),
        new ConnectionSaturationRule(),
        new InternalContentionRule(),
        new CommitBoundRule(),
        new ColdCacheRule(),
        new MaintenanceWorkRule(),
        new RunawayStatementRule(),
        new PlanRegressionRule(),
        new ConnectionStormRule(),
        new ReaderSaturatedRule(),
        new MemoryPressureRule(),
        new LoadGrowthRule(),
        new RampLimitedRule(),
        new FullNotPressedRule());
  }
}
