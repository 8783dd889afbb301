package io.auroraresponder.infra;

import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm;
import software.amazon.awscdk.services.cloudwatch.CfnCompositeAlarm;
import software.constructs.Construct;

/**
 * Alarms for one cluster. They have no actions: EventBridge sees every change of every alarm, and the responder's rules forward them.
 * Whoever wants to be told past the responder adds actions of their own.
 */
final class AlarmsStack extends Stack {
  /** How long a suppressor may take to fire after, and to end before, what it explains; seconds. */
  private static final int SUPPRESSOR_WAIT = 120;

  private static final int SUPPRESSOR_EXTENSION = 180;

  AlarmsStack(Construct scope, String id, WatchedCluster cluster, DocLinks pages) {
    super(scope, id, StackProps.builder().description("Aurora Responder: alarms of the cluster " + cluster.cluster()).build());
    ClusterAlarms alarms = new ClusterAlarms(cluster, pages);
    List<CfnAlarm> made = alarms.all().stream().map(plan -> plan.create(this, List.of())).toList();
    CfnAlarm maintenance = alarms.maintenance().create(this, List.of());
    CfnCompositeAlarm degraded =
        CfnCompositeAlarm.Builder.create(this, "degraded")
            .alarmName(alarms.degradedName())
            .alarmDescription(
                cluster.cluster() + " is short of capacity, CPU, memory or connections; silent while " + alarms
                .maintenanceName() + " fires. Read " + pages.runbook("capacity"))
            .alarmRule(String.join(" OR ", alarms.degrading().stream().map(name -> "ALARM(\"" + name + "\")").toList()))
            .actionsSuppressor(alarms.maintenanceName())
            .actionsSuppressorWaitPeriod(SUPPRESSOR_WAIT)
            .actionsSuppressorExtensionPeriod(SUPPRESSOR_EXTENSION)
            .build();
    // Named in texts, which CloudFormation does not take for references.
    made.forEach(degraded.getNode()::addDependency);
    degraded.getNode().addDependency(maintenance);
  }
}
