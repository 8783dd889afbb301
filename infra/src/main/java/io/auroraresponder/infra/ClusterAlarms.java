package io.auroraresponder.infra;

import io.auroraresponder.infra.AlarmPlan.Limit;
import io.auroraresponder.infra.AlarmPlan.Watched;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The alarms of one cluster, in percent of its limits wherever there is one, so that they stay right when the range changes.
 *
 * <p>Metrics and their traps: Aurora User Guide, "Amazon CloudWatch metrics for Amazon Aurora" and "Performance and scaling for Aurora
 * Serverless v2". The limits are our choice.
 */
final class ClusterAlarms {
  /** Bytes of memory that come with one ACU (Aurora User Guide, "Aurora Serverless v2 capacity"). */
  private static final long ACU_BYTES = 2L << 30;

  /** PostgreSQL stops taking writes this many transactions after the last vacuum: 2^31 less a margin of one million. */
  static final long READ_ONLY_AGE = 2_146_483_648L;

  private static final String DATABASE = "AWS/RDS";

  private final WatchedCluster cluster;
  private final DocLinks pages;

  ClusterAlarms(WatchedCluster cluster, DocLinks pages) {
    this.cluster = cluster;
    this.pages = pages;
  }

  List<AlarmPlan> all() {
    List<AlarmPlan> plans = new ArrayList<>();
    for (String instance : cluster.instances()) {
      plans.add(ceiling(instance));
      plans.add(cpu(instance));
      plans.add(memory(instance));
      plans.add(load(instance));
    }
    cluster.maxConnections().ifPresent(most -> plans.add(connections(most)));
    plans.add(deadlocks());
    plans.add(transactionIds());
    plans.add(replicaLag());
    return plans;
  }

  /** The names of the alarms that make the cluster count as degraded. */
  List<String> degrading() {
    return all().stream().map(AlarmPlan::name).filter(name -> name.matches(".*-(acu-ceiling|cpu-high|memory-low|connections-high)"))
        .toList();
  }

  String degradedName() {
    return cluster.cluster() + "-degraded";
  }

  String maintenanceName() {
    return cluster.cluster() + "-maintenance";
  }

  /** Fires while somebody says so; its metric has no dimension of a database, so it opens no incident of its own. */
  AlarmPlan maintenance() {
    return new AlarmPlan(
        "maintenance", maintenanceName(),
        "Somebody works on " + cluster.cluster() + ": silences " + degradedName()
        + " while the metric AuroraResponder/Operator Maintenance is 1. "
            + "Read " + pages.runbook("capacity"),
        List.of(new Watched("m", "AuroraResponder/Operator", "Maintenance", Map.of("Cluster", cluster.cluster()), "Maximum")),
        Optional.empty(),
        new Limit("GreaterThanOrEqualToThreshold", 1, 60, 1, 1), "notBreaching");
  }

  private AlarmPlan ceiling(String instance) {
    return plan(
        instance, "acu-ceiling", "uses at least 90 % of its max ACU for 5 minutes", "capacity",
        List.of(member("m", instance, "ACUUtilization", "Average")),
        Optional.empty(), Limit.atLeast(90, 5), stays());
  }

  private AlarmPlan cpu(String instance) {
    return plan(
        instance, "cpu-high", "uses at least 90 % of the CPU that it has at max ACU for 5 minutes", "capacity",
        List.of(member("m", instance, "CPUUtilization", "Average")), Optional.empty(), Limit.atLeast(90, 5), stays());
  }

  /** FreeableMemory counts as if at max; the max in force is capacity over utilisation, whatever a lease made of it. */
  private AlarmPlan memory(String instance) {
    List<Watched> watched =
        List.of(
            member("free", instance, "FreeableMemory", "Average"),
            member("acu", instance, "ServerlessDatabaseCapacity", "Average"),
            member("share", instance, "ACUUtilization", "Average"));
    return plan(
        instance, "memory-low", "has at most 10 % of the memory of its max ACU free for 10 minutes", "capacity", watched,
        Optional.of("100 * free / (100 * acu / share * " + ACU_BYTES + ")"), new Limit("LessThanOrEqualToThreshold", 10, 60, 10, 10),
        ends());
  }

  /** Published only under load and only where Database Insights is on. 4 ACU are about one vCPU. */
  private AlarmPlan load(String instance) {
    List<Watched> watched =
        List.of(
            member("load", instance, "DBLoad", "Average"),
            member("acu", instance, "ServerlessDatabaseCapacity", "Average"),
            member("share", instance, "ACUUtilization", "Average"));
    return plan(
        instance, "load-high", "has at least twice as many active sessions as vCPU at max ACU for 10 minutes", "capacity", watched,
        Optional.of("100 * load / (100 * acu / share / 4)"), Limit.atLeast(200, 10), "notBreaching");
  }

  private AlarmPlan connections(int most) {
    return plan(
        "writer", "connections-high", "has at least 80 % of its " + most + " connections in use for 5 minutes", "connectivity",
        List.of(role("m", "WRITER", "DatabaseConnections", "Maximum")), Optional.of("100 * m / " + most), Limit.atLeast(80, 5), ends());
  }

  /** An average a second: one deadlock in a minute is a small fraction. */
  private AlarmPlan deadlocks() {
    return plan(
        "writer", "deadlocks", "had deadlocks in 3 of 5 minutes", "slow-queries", List.of(role("m", "WRITER", "Deadlocks", "Average")),
        Optional.empty(),
        new Limit("GreaterThanThreshold", 0, 60, 5, 3), "notBreaching");
  }

  private AlarmPlan transactionIds() {
    return plan(
        "writer", "transaction-ids", "has used at least 47 % of its transaction ids since the oldest vacuum for 15 minutes", "slow-queries",
        List.of(role("m", "WRITER", "MaximumUsedTransactionIDs", "Maximum")), Optional.of("100 * m / " + READ_ONLY_AGE),
        new Limit("GreaterThanOrEqualToThreshold", 47, 300, 3, 3), ends());
  }

  private AlarmPlan replicaLag() {
    return plan(
        "reader", "replica-lag", "is at least 2000 ms behind the writer for 5 minutes", "scaling",
        List.of(role("m", "READER", "AuroraReplicaLag", "Maximum")), Optional.empty(), Limit.atLeast(2000, 5), "notBreaching");
  }

  /** Capacity, utilisation and CPU are published during a pause as well; for them no data means that something is gone. */
  private static String stays() {
    return "missing";
  }

  /** All other metrics end in a pause, which is no trouble; without pauses no data is worth a look. */
  private String ends() {
    return cluster.pauses() ? "notBreaching" : "missing";
  }

  private AlarmPlan plan(
      String subject, String id, String meaning, String runbook, List<Watched> watched, Optional<String> expression, Limit limit,
      String missing) {
    boolean instance = cluster.instances().contains(subject);
    String name = (instance ? subject : cluster.cluster() + "-" + subject) + "-" + id;
    String who = instance ? subject : "the " + subject.toLowerCase(Locale.ROOT) + " of " + cluster.cluster();
    return new AlarmPlan(name, name, who + " " + meaning + ". Read " + pages.runbook(runbook), watched, expression, limit, missing);
  }

  private static Watched member(String id, String instance, String metric, String statistic) {
    return new Watched(id, DATABASE, metric, Map.of("DBInstanceIdentifier", instance), statistic);
  }

  private Watched role(String id, String role, String metric, String statistic) {
    return new Watched(id, DATABASE, metric, Map.of("DBClusterIdentifier", cluster.cluster(), "Role", role), statistic);
  }
}
