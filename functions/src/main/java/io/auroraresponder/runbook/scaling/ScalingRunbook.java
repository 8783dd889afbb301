package io.auroraresponder.runbook.scaling;

import io.auroraresponder.observation.ServiceCall;
import io.auroraresponder.runbook.Check;
import io.auroraresponder.runbook.PendingRebootCheck;
import io.auroraresponder.runbook.ReplicaLagCheck;
import io.auroraresponder.runbook.Runbook;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** The assembly of the scaling runbook: of two findings that are equally bad, the check that stands first makes the headline. */
public final class ScalingRunbook {
  public static final String NAME = "scaling";

  /** The AWS calls that its evidence takes. */
  public static final Set<ServiceCall> CALLS =
      Set.of(
          ServiceCall.RDS_DESCRIBE_CLUSTERS,
          ServiceCall.RDS_DESCRIBE_INSTANCES,
          ServiceCall.RDS_DESCRIBE_ENGINE_VERSIONS,
          ServiceCall.RDS_DESCRIBE_PLATFORM_VERSIONS,
          ServiceCall.RDS_DESCRIBE_EVENTS,
          ServiceCall.RDS_DESCRIBE_PROXIES,
          ServiceCall.RDS_DESCRIBE_PROXY_TARGETS,
          ServiceCall.RDS_DESCRIBE_INTEGRATIONS,
          ServiceCall.RDS_DESCRIBE_CLUSTER_PARAMETERS,
          ServiceCall.RDS_DESCRIBE_PENDING_MAINTENANCE,
          ServiceCall.RDS_DESCRIBE_MAJOR_VERSIONS,
          ServiceCall.CLOUDWATCH_GET_METRIC_DATA);

  private ScalingRunbook() {}

  public static Runbook<ScalingEvidence> of(ScalingSource.Sources sources, Clock clock) {
    List<Check<ScalingEvidence>> checks = checks();
    return new Runbook<>(NAME, new ScalingSource(sources, clock), checks, new ScalingDiagnostician(checks));
  }

  static List<Check<ScalingEvidence>> checks() {
    return List.of(
        new TopologyCheck(),
        new DailyCeilingCheck(),
        new DailyClimbsCheck(),
        new ReplicaLagCheck<>(),
        new RangeChangeCheck(),
        new LeaseCheck(),
        new RangeLimitsCheck(),
        new PolicyRangeCheck(),
        new PendingRebootCheck<>(),
        new AroundCheck(),
        new PendingMaintenanceCheck(),
        new EngineSupportCheck(),
        new AutoPauseCheck(),
        new WakeupsCheck(),
        new WasteCheck(),
        new HeadroomCheck(),
        new ConnectionLimitCheck(),
        new SmallMinimumCheck(),
        new CostBoundCheck());
  }
}
