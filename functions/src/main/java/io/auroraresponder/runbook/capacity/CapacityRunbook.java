package io.auroraresponder.runbook.capacity;

import io.auroraresponder.database.BlockerTreeCheck;
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
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.CauseRule;
import io.auroraresponder.observation.ServiceCall;
import io.auroraresponder.runbook.Check;
import io.auroraresponder.runbook.ConnectionHeadroomCheck;
import io.auroraresponder.runbook.LookCheck;
import io.auroraresponder.runbook.ReplicaLagCheck;
import io.auroraresponder.runbook.Runbook;
import io.auroraresponder.runbook.TransactionIdsCheck;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

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

  public static Runbook<CapacityEvidence> of(CapacitySource.Sources sources, Clock clock) {
    return new Runbook<>(NAME, new CapacitySource(sources, clock), checks(),
        new CapacityDiagnostician(causes()));
  }

  static List<Check<CapacityEvidence>> checks() {
    return List.of(
        new CeilingCheck(),
        new CpuCheck(),
        look(new WaitProfileCheck()),
        look(new BlockerTreeCheck()),
        new TopLoadCheck(),
        new ClientsCheck(),
        new CommitsCheck(),
        new MemoryCheck(),
        new CacheCheck(),
        new ConnectionHeadroomCheck<>(),
        new ConnectionAttemptsCheck(),
        look(new IdleTransactionsCheck()),
        look(new MaintenanceCheck()),
        new RampCheck(),
        new ForecastCheck(),
        new MembersCheck(),
        new ReplicaLagCheck<>(),
        new LookBackCheck(),
        look(new VisibilityCheck()),
        new TransactionIdsCheck<>(CapacityEvidence::minutes));
  }

  static List<CauseRule<CapacityPicture>> causes() {
    return List.of(
        shared(new LockPileup(), CapacityPicture::lockBound),
        new IdleTransactionLeak().of(CapacityPicture::database),
        new ConnectionSaturationRule(),
        new InternalContention().of(CapacityPicture::database),
        new CommitBound().of(CapacityPicture::database),
        new ColdCacheRule(),
        shared(new MaintenanceWork(), CapacityPicture::pressed),
        shared(new RunawayStatement(), CapacityPicture::pressed),
        shared(new PlanRegression(), picture -> picture.pressed() && picture.carriedByOneOverMany()),
        new ConnectionStormRule(),
        new ReaderSaturatedRule(),
        new MemoryPressureRule(),
        new LoadGrowthRule(),
        new RampLimitedRule(),
        new FullNotPressedRule());
  }

  /** For tests and documentation: the rule that proves {@code cause}. */
  static CauseRule<CapacityPicture> rule(Cause cause) {
    return causes().stream().filter(rule -> rule.cause() == cause).findFirst().orElseThrow();
  }

  private static LookCheck<CapacityEvidence> look(DatabaseCheck<?> check) {
    return new LookCheck<>(check, CapacityEvidence::database);
  }

  /** What every runbook proves alike is a cause of missing capacity only where capacity is short, or waiting is what the load does. */
  private static CauseRule<CapacityPicture> shared(CauseRule<DatabaseLook> rule, Predicate<CapacityPicture> condition) {
    return rule.where(condition, CapacityPicture::database);
  }
}
