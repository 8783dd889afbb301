package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.observation.ServiceCall;
import io.auroraresponder.runbook.Check;
import io.auroraresponder.runbook.ConnectionHeadroomCheck;
import io.auroraresponder.runbook.PendingRebootCheck;
import io.auroraresponder.runbook.Runbook;
import io.auroraresponder.runbook.SignalCheck;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** The assembly of the connectivity runbook: its checks in the order of the way, then what stands beside it. */
public final class ConnectivityRunbook {
  public static final String NAME = "connectivity";

  /** The AWS calls that its evidence takes. */
  public static final Set<ServiceCall> CALLS =
      Set.of(
          ServiceCall.RDS_DESCRIBE_CLUSTERS,
          ServiceCall.RDS_DESCRIBE_INSTANCES,
          ServiceCall.RDS_DESCRIBE_EVENTS,
          ServiceCall.CLOUDWATCH_GET_METRIC_DATA,
          ServiceCall.EC2_DESCRIBE_SECURITY_GROUPS,
          ServiceCall.EC2_DESCRIBE_SUBNETS,
          ServiceCall.EC2_GET_PREFIX_LIST_ENTRIES);

  private ConnectivityRunbook() {}

  public static Runbook<ConnectivityEvidence> of(ConnectivitySource.Sources sources, Clock clock) {
    List<Check<ConnectivityEvidence>> checks = checks();
    return new Runbook<>(NAME, new ConnectivitySource(sources, clock), checks,
        new ConnectivityDiagnostician(checks));
  }

  static List<Check<ConnectivityEvidence>> checks() {
    return List.of(
        new ClusterStatusCheck(),
        new WriterCheck(),
        new EndpointCheck(),
        new GroupMembershipCheck(),
        new SecurityGroupsCheck(),
        new SubnetsCheck(),
        new LoginCheck(),
        new RoleCheck(),
        new ConnectionHeadroomCheck<>(),
        new NewSessionsCheck(),
        new CertificateCheck(),
        new ReadersCheck(),
        new PauseCheck(),
        new PendingRebootCheck<>(),
        new WorldOpenCheck(),
        new RestartCheck(),
        new RecentEventsCheck(),
        new SignalCheck<>());
  }
}
