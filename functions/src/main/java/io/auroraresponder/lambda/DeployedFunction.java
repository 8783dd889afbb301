package io.auroraresponder.lambda;

import static io.auroraresponder.observation.ServiceCall.BUS_PUT;
import static io.auroraresponder.observation.ServiceCall.CLOUDWATCH_DESCRIBE_ALARMS;
import static io.auroraresponder.observation.ServiceCall.CLOUDWATCH_GET_METRIC_DATA;
import static io.auroraresponder.observation.ServiceCall.FUNCTION_INVOKE;
import static io.auroraresponder.observation.ServiceCall.LEDGER_DELETE;
import static io.auroraresponder.observation.ServiceCall.LEDGER_DESCRIBE;
import static io.auroraresponder.observation.ServiceCall.LEDGER_GET;
import static io.auroraresponder.observation.ServiceCall.LEDGER_PUT;
import static io.auroraresponder.observation.ServiceCall.LEDGER_QUERY;
import static io.auroraresponder.observation.ServiceCall.OPERATORS_PUT;
import static io.auroraresponder.observation.ServiceCall.OPERATORS_SCAN;
import static io.auroraresponder.observation.ServiceCall.RDS_CONNECT;
import static io.auroraresponder.observation.ServiceCall.RDS_DESCRIBE_BLUE_GREEN;
import static io.auroraresponder.observation.ServiceCall.RDS_DESCRIBE_CLUSTERS;
import static io.auroraresponder.observation.ServiceCall.RDS_DESCRIBE_ENGINE_VERSIONS;
import static io.auroraresponder.observation.ServiceCall.RDS_DESCRIBE_INSTANCES;
import static io.auroraresponder.observation.ServiceCall.RDS_DESCRIBE_PLATFORM_VERSIONS;
import static io.auroraresponder.observation.ServiceCall.RDS_MODIFY_CLUSTER;
import static io.auroraresponder.observation.ServiceCall.REPORT_PUT;
import static io.auroraresponder.observation.ServiceCall.SECRET_GET;
import static io.auroraresponder.observation.ServiceCall.TOPIC_ATTRIBUTES;
import static io.auroraresponder.observation.ServiceCall.TOPIC_PUBLISH;

import io.auroraresponder.intake.RoutingTable;
import io.auroraresponder.observation.ServiceCall;
import io.auroraresponder.runbook.backup.BackupRunbook;
import io.auroraresponder.runbook.capacity.CapacityRunbook;
import io.auroraresponder.runbook.connectivity.ConnectivityRunbook;
import io.auroraresponder.runbook.scaling.ScalingRunbook;
import io.auroraresponder.runbook.slowquery.SlowQueryRunbook;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The functions of a deployment: what each is called, may call and reads from its environment. Templates are made from this table. */
public enum DeployedFunction {
  CONNECTIVITY("ConnectivityFunction", RoutingTable.CONNECTIVITY, "Names the first broken hop between a client and the database"),
  SLOW_QUERIES("SlowQueryFunction", RoutingTable.SLOW_QUERIES, "Names what makes statements slow: blockers, plans, waits"),
  BACKUP("BackupFunction", RoutingTable.BACKUP, "Holds backups and snapshots against the policy"),
  CAPACITY("CapacityFunction", RoutingTable.CAPACITY, "Finds why a cluster is out of capacity and which lever helps"),
  SCALING("ScalingFunction", RoutingTable.SCALING, "Holds the scaling range against limits, need and cost"),
  PROBE("DatabaseProbeFunction", "", "Reads the database inside its VPC, and may do nothing else"),
  REMEDIATION("RemediationFunction", "", "Changes scaling ranges as leases inside guard rails, the only function that may"),
  NOTIFICATION("NotificationFunction", "", "Keeps the report page and tells Slack, pager and bus what became of incidents"),
  APPROVAL("ApprovalFunction", "", "Takes signed answers from Slack to where people say what they want, and may do nothing else"),
  PATROL("PatrolFunction", "", "Hands unfinished incidents back; once a day wakes every function and counts who listens");

  /** What reading an event takes, whichever runbook's function it reaches: whose cluster it is, what was seen before, whom to tell. */
  private static final Set<ServiceCall> RECEPTION =
      Set.of(
          RDS_DESCRIBE_CLUSTERS, RDS_DESCRIBE_INSTANCES, CLOUDWATCH_DESCRIBE_ALARMS, LEDGER_GET, LEDGER_PUT, LEDGER_DELETE, LEDGER_QUERY,
          LEDGER_DESCRIBE,
          TOPIC_PUBLISH, REPORT_PUT, FUNCTION_INVOKE);

  private static final Set<String> LIMITS =
      Set.of(
          "LIMIT_DEFAULT_MODE", "LIMIT_HIGHEST_MODE", "LIMIT_MAX_ACU", "LIMIT_MIN_ACU", "LIMIT_STEP", "LIMIT_LEASE_HOURS",
          "LIMIT_BUDGET_ACU_HOURS_PER_DAY",
          "LIMIT_COOLDOWN_MINUTES", "LIMIT_RATE_PER_DAY", "LIMIT_FREEZE", "LIMIT_FLEET_BUDGET_ACU_HOURS_PER_DAY",
          "LIMIT_FLEET_RAISED_AT_ONCE", "DEPLOYMENT");

  /** What RemediationFunction logs when a sweep has tended every head; the deployment counts these lines and alarms on their absence. */
  public static final String SWEEP_COMPLETE = "sweep complete";

  private static final int MEMORY_MB = 1024;

  private final String handler;
  private final String runbook;
  private final String description;

  DeployedFunction(String handler, String runbook, String description) {
    this.handler = handler;
    this.runbook = runbook;
    this.description = description;
  }

  /** Whether it is there only where somebody asked for it. */
  public boolean isOptional() {
    return this == APPROVAL;
  }

  /** The end of its name on AWS. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The class that Lambda calls, without a method: it takes and gives streams. */
  public String handler() {
    return "io.auroraresponder.lambda." + handler;
  }

  /**
   * The function whose handler that class is.
   *
   * @throws IllegalArgumentException where it is none
   */
  static DeployedFunction handledBy(Class<?> handler) {
    return Arrays.stream(values())
        .filter(one -> one.handler().equals(handler.getName()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no function of the deployment has the handler " + handler.getName()));
  }

  /** The runbook that it follows; empty for those that follow none. */
  public Optional<String> runbook() {
    return runbook.isEmpty() ? Optional.empty() : Optional.of(runbook);
  }

  /** Inner budgets are shorter than those around them. */
  public Duration timeout() {
    return switch (this) {
      case PROBE -> TimeBudgets.PROBE;
      case REMEDIATION -> TimeBudgets.REMEDIATION;
      case CONNECTIVITY, SLOW_QUERIES, BACKUP, CAPACITY, SCALING -> TimeBudgets.RUNBOOK;
      case NOTIFICATION -> TimeBudgets.NOTIFICATION;
      case APPROVAL -> TimeBudgets.APPROVAL;
      case PATROL -> TimeBudgets.PATROL;
    };
  }

  public int memoryMb() {
    return MEMORY_MB;
  }

  public String description() {
    return description;
  }

  /** Every AWS call that its code makes. */
  public Set<ServiceCall> calls() {
    return switch (this) {
      case CONNECTIVITY -> afterReception(ConnectivityRunbook.CALLS);
      case SLOW_QUERIES -> afterReception(SlowQueryRunbook.CALLS);
      case BACKUP -> afterReception(BackupRunbook.CALLS);
      case CAPACITY -> afterReception(CapacityRunbook.CALLS);
      case SCALING -> afterReception(ScalingRunbook.CALLS);
      case PROBE -> Set.of(RDS_CONNECT);
      case REMEDIATION ->
          Set.of(
              RDS_DESCRIBE_CLUSTERS, RDS_DESCRIBE_INSTANCES, RDS_DESCRIBE_ENGINE_VERSIONS, RDS_DESCRIBE_PLATFORM_VERSIONS,
              RDS_DESCRIBE_BLUE_GREEN, RDS_MODIFY_CLUSTER,
              CLOUDWATCH_GET_METRIC_DATA, LEDGER_GET, LEDGER_PUT, LEDGER_QUERY, LEDGER_DESCRIBE, OPERATORS_SCAN,
              TOPIC_PUBLISH);
      case NOTIFICATION -> Set.of(LEDGER_GET, LEDGER_PUT, OPERATORS_SCAN, SECRET_GET, BUS_PUT, REPORT_PUT);
      case APPROVAL -> Set.of(OPERATORS_PUT, SECRET_GET);
      case PATROL -> Set.of(LEDGER_GET, LEDGER_PUT, LEDGER_QUERY, LEDGER_DELETE, FUNCTION_INVOKE, TOPIC_ATTRIBUTES);
    };
  }

  private static Set<ServiceCall> afterReception(Set<ServiceCall> calls) {
    Set<ServiceCall> all = EnumSet.copyOf(RECEPTION);
    all.addAll(calls);
    return Collections.unmodifiableSet(all);
  }

  /**
   * Every variable that it reads; those that begin with {@code LIMIT_}, {@code PROBE_ROOTS}, {@code PROBE_SOURCE} and those of channels may
   * be missing.
   */
  public Set<String> environment() {
    Set<String> all = new TreeSet<>();
    switch (this) {
      case PROBE -> all.add("PROBE_ROOTS");
      case REMEDIATION -> {
        all.addAll(Set.of("ACCOUNT", "FINDINGS_TOPIC", "LEDGER_TABLE", "MAIL_DETAILS", "OPERATORS_TABLE", "OWN_ROLES", "TIME_ZONE"));
        all.addAll(Settings.SLACK_ANSWERS);
      }
      case NOTIFICATION -> {
        all.addAll(Set.of("LEDGER_TABLE", "OPERATORS_TABLE", "REPORT_BUCKET"));
        all.addAll(ChannelSettings.VARIABLES);
      }
      case APPROVAL -> all.addAll(Set.of("OPERATORS_TABLE", "SLACK_SIGNING_SECRET"));
      case PATROL -> all.addAll(Set.of("FINDINGS_TOPIC", "FUNCTIONS", "LEDGER_TABLE", "OPERATIONS_TOPIC"));
      case CONNECTIVITY, SLOW_QUERIES, BACKUP, CAPACITY, SCALING ->
          all.addAll(
              Set.of(
                  "ACCOUNT", "FINDINGS_TOPIC", "LEDGER_TABLE", "MAIL_DETAILS", "OPERATORS_TABLE", "OWN_ROLES", "PROBE_DATABASE",
                  "PROBE_FUNCTIONS",
                  "PROBE_MODE",
                  "PROBE_ROOTS", "PROBE_SOURCE", "PROBE_USER",
                  "REMEDIATION_FUNCTION", "REPORT_BUCKET", "RESEND_HOURS", "TIME_ZONE"));
    }
    if (runbook().isPresent() || this == REMEDIATION) {
      all.addAll(LIMITS);
    }
    return Collections.unmodifiableSet(all);
  }

  /**
   * The partition keys of the ledger that it may read an item of, in the form of {@link #writes}: the function that tells has secrets of
   * others' services, so it sees of the ledger what it tells.
   */
  public List<String> reads() {
    return this == NOTIFICATION ? List.of("NOTICE#*", "INCIDENT#*", "HEAD", "CHAIN#*") : List.of("*");
  }

  /**
   * The partition keys of the ledger that it may write, a trailing {@code *} for any end: the functions that think keep incidents, the one
   * that acts keeps heads and chain, the one that tells keeps what it told. None may write what people say, but one, of the operators'
   * table, what they pressed in Slack.
   */
  public List<String> writes() {
    return switch (this) {
      case REMEDIATION -> List.of("HEAD", "CHAIN#*", "OPEN", "SILENCE#*");
      case NOTIFICATION -> List.of("NOTICE#*");
      case APPROVAL -> List.of("SLACK#*");
      case PATROL -> List.of("OPEN");
      case CONNECTIVITY, SLOW_QUERIES, BACKUP, CAPACITY, SCALING -> List.of("EVENT#*", "OPEN", "INCIDENT#*", "HEALTHY#*");
      case PROBE -> List.of();
    };
  }
}
