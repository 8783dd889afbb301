package io.auroraresponder.lab.incident;

import io.auroraresponder.incident.Metric;
import io.auroraresponder.lab.account.SimulatedAccount;
import io.auroraresponder.lab.account.World;
import io.auroraresponder.lab.postgres.LabDatabase;
import io.auroraresponder.lab.postgres.LabException;
import io.auroraresponder.lab.postgres.LabPostgres;
import io.auroraresponder.lab.postgres.Shell;
import io.auroraresponder.lab.wire.Functions;
import io.auroraresponder.lab.wire.WireFront;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The capacity runbook as a person follows it: the AWS CLI and psql, one command after the other, each a process of its own.
 *
 * <p>It asks what any such page asks: which alarms fire, is the cluster available, do the security groups let us in, is capacity at its
 * ceiling (seven metrics of each member), are backups running, what happened lately and what is pending, does a proxy stand before it, is
 * the scaling range right; and in the database who runs, who waits for whom and for what, how many are connected, which statements and
 * indexes, and two samples of its counters.
 */
public final class ByHand {
  private static final List<Metric> METRICS =
      List.of(Metric.CAPACITY, Metric.ACU_UTILIZATION, Metric.CPU, Metric.CONNECTIONS, Metric.FREEABLE_MEMORY, Metric.DB_LOAD,
          Metric.COMMIT_LATENCY);

  private static final String COUNTERS =
      "SELECT datname, xact_commit, xact_rollback, blks_read, blks_hit, tup_returned FROM pg_stat_database";

  private static final List<String> STATEMENTS =
      List.of(
          "SELECT pid, state, wait_event_type, now() - query_start, left(query, 80) FROM pg_stat_activity WHERE state <> 'idle' ORDER BY "
          + "4 DESC",
          "SELECT pid, pg_blocking_pids(pid), left(query, 80) FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0",
          "SELECT calls, total_exec_time, left(query, 80) FROM pg_stat_statements ORDER BY total_exec_time DESC LIMIT 10",
          "SELECT wait_event_type, wait_event, count(*) FROM pg_stat_activity WHERE state = 'active' GROUP BY 1, 2 ORDER BY 3 DESC",
          "SELECT state, count(*), max(now() - xact_start), current_setting('max_connections') FROM pg_stat_activity GROUP BY 1",
          "SELECT relname, indexrelname, idx_scan FROM pg_stat_user_indexes ORDER BY idx_scan LIMIT 20",
          COUNTERS);

  /** The account asks for a signature and looks no further. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY", "nobody-checks-this", "AWS_PAGER", "");

  /** A command that hangs is no runbook. */
  private static final long PATIENCE_SECONDS = 60;

  private final SimulatedAccount account;
  private final LabDatabase database;
  private final Duration statement;

  private ByHand(SimulatedAccount account, LabDatabase database, Duration statement) {
    this.account = account;
    this.database = database;
    this.statement = statement;
  }

  /** Which of the two programs this machine lacks; empty: none. */
  public static Optional<String> lacks() {
    return Stream.of("aws", "psql").filter(program -> !Shell.has(program)).findFirst();
  }

  /**
   * Follows the runbook for a cluster, and answers how long that took.
   *
   * @param between the two samples of counters
   * @param statement how long each statement takes besides
   */
  static Duration follow(SimulatedAccount account, LabDatabase database, String cluster, Duration between, Duration statement) {
    ByHand person = new ByHand(account, database, statement);
    Functions none = (function, payload) -> {
      throw new Functions.UnknownFunctionException(function);
    };
    try (WireFront front = WireFront.of(account, none)) {
      long begun = System.nanoTime();
      person.follow(front.endpoint(), account.world().cluster(cluster).orElseThrow(), between);
      return Duration.ofNanos(System.nanoTime() - begun);
    }
  }

  private void follow(URI endpoint, World.Cluster cluster, Duration between) {
    aws(endpoint, "cloudwatch", "describe-alarms", "--state-value", "ALARM");
    aws(endpoint, "rds", "describe-db-clusters", "--db-cluster-identifier", cluster.id());
    aws(endpoint, "ec2", "describe-security-groups");
    aws(endpoint, "rds", "describe-db-instances", "--filters", "Name=db-cluster-id,Values=" + cluster.id());
    for (World.Member member : cluster.members()) {
      METRICS.forEach(metric -> metric(endpoint, member.id(), metric.cloudWatchName()));
    }
    events(endpoint, cluster.id(), "db-cluster");
    cluster.members().forEach(member -> events(endpoint, member.id(), "db-instance"));
    aws(endpoint, "rds", "describe-db-cluster-snapshots", "--db-cluster-identifier", cluster.id());
    aws(endpoint, "rds", "describe-pending-maintenance-actions");
    aws(endpoint, "rds", "describe-db-proxies");
    STATEMENTS.forEach(this::psql);
    pause(between);
    psql(COUNTERS);
    aws(
        endpoint, "rds", "describe-db-clusters", "--db-cluster-identifier", cluster.id(), "--query",
        "DBClusters[0].ServerlessV2ScalingConfiguration");
  }

  private void events(URI endpoint, String source, String type) {
    aws(endpoint, "rds", "describe-events", "--source-identifier", source, "--source-type", type, "--duration", "60");
  }

  private void metric(URI endpoint, String member, String name) {
    Instant now = account.clock().instant();
    String query =
        String.format(
            Locale.ROOT,
            "[{\"Id\":\"m\",\"MetricStat\":{\"Metric\":{\"Namespace\":\"AWS/RDS\",\"MetricName\":\"%s\",\"Dimensions\":"
            + "[{\"Name\":\"DBInstanceIdentifier\",\"Value\":\"%s\"}]},\"Period\":60,\"Stat\":\"Average\"}}]",
            name, member);
    aws(
        endpoint, "cloudwatch", "get-metric-data", "--start-time", now.minus(Duration.ofHours(1)).toString(), "--end-time", now.toString(),
        "--metric-data-queries", query);
  }

  private void aws(URI endpoint, String... words) {
    List<String> command = new ArrayList<>(List.of("aws", "--endpoint-url", endpoint.toString(), "--region", account.world().region()));
    command.addAll(List.of(words));
    run(command);
  }

  private void psql(String query) {
    run(
        List.of(
            "psql", "-X", "-q", "-h", database.host(), "-p", Integer.toString(database.port()), "-U", LabPostgres.RESPONDER, "-d",
            database.name(), "-c", "SELECT pg_sleep(" + statement.toMillis() / 1e3 + ")", "-c", query));
  }

  private static void run(List<String> command) {
    Shell.Outcome outcome = Shell.run(command, ENVIRONMENT, PATIENCE_SECONDS);
    if (!outcome.succeeded()) {
      throw new LabException(String.join(" ", command) + " failed: " + outcome.output().strip());
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
