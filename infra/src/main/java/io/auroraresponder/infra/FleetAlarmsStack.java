package io.auroraresponder.infra;

import io.auroraresponder.infra.AlarmPlan.Limit;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/**
 * Alarms over every Aurora cluster of the account and region, those of tomorrow included: one alarm a question, one series a member or
 * cluster (Metrics Insights, GROUP BY). Each series that changes its state is an event of its own, which the responder takes for its
 * cluster's alarm and leaves alone where the cluster has not opted in. The limits are those of {@link ClusterAlarms}; what is judged
 * against a cluster's own limits (memory, connections, load) has no such alarm.
 */
final class FleetAlarmsStack extends Stack {
  /** One more than the transactions that 47 % are of, as in {@link ClusterAlarms}. */
  private static final double MOST_TRANSACTIONS = 0.47 * ClusterAlarms.READ_ONLY_AGE;

  FleetAlarmsStack(Construct scope, String id, String name, DocLinks pages) {
    super(scope, id, StackProps.builder().description("Aurora Responder: alarms over every cluster, " + name).build());
    plans(name, pages).forEach(plan -> plan.create(this, List.of()));
  }

  static List<AlarmPlan> plans(String name, DocLinks pages) {
    return List.of(
        plan(name, pages, "acu-ceiling", "a member uses at least 90 % of its max ACU for 5 minutes", "capacity",
            "SELECT AVG(ACUUtilization) FROM SCHEMA(\"AWS/RDS\", DBInstanceIdentifier) GROUP BY DBInstanceIdentifier ORDER BY AVG() DESC",
            Limit.atLeast(90, 5)),
        plan(name, pages, "cpu-high", "a member uses at least 90 % of its CPU for 5 minutes", "capacity",
            "SELECT AVG(CPUUtilization) FROM SCHEMA(\"AWS/RDS\", DBInstanceIdentifier) GROUP BY DBInstanceIdentifier ORDER BY AVG() DESC",
            Limit.atLeast(90, 5)),
        plan(name, pages, "deadlocks", "a cluster had deadlocks in 3 of 5 minutes", "slow-queries",
            "SELECT AVG(Deadlocks) FROM SCHEMA(\"AWS/RDS\", DBClusterIdentifier) GROUP BY DBClusterIdentifier ORDER BY AVG() DESC",
            new Limit("GreaterThanThreshold", 0, 60, 5, 3)),
        plan(name, pages, "transaction-ids", "a cluster has used at least 47 % of its transaction ids for 15 minutes", "slow-queries",
            "SELECT MAX(MaximumUsedTransactionIDs) FROM SCHEMA(\"AWS/RDS\", DBClusterIdentifier) GROUP BY DBClusterIdentifier ORDER BY "
            + "MAX() DESC",
            new Limit("GreaterThanOrEqualToThreshold", MOST_TRANSACTIONS, 60, 15, 15)),
        plan(name, pages, "replica-lag", "a reader is at least 2000 ms behind its writer for 5 minutes", "scaling",
            "SELECT MAX(AuroraReplicaLag) FROM SCHEMA(\"AWS/RDS\", DBInstanceIdentifier) GROUP BY DBInstanceIdentifier ORDER BY MAX() DESC",
            Limit.atLeast(2000, 5)));
  }

  /** A series that ends is over: a member that paused or is gone. */
  private static AlarmPlan plan(String name, DocLinks pages, String id, String meaning, String runbook, String query, Limit limit) {
    return new AlarmPlan(
        id, name + "-fleet-" + id, meaning + ". Read " + pages.runbook(runbook), List.of(), Optional.of(query), limit, "notBreaching");
  }
}
