package io.auroraresponder.intake;

import static io.auroraresponder.intake.RoutingTable.BACKUP;
import static io.auroraresponder.intake.RoutingTable.CAPACITY;
import static io.auroraresponder.intake.RoutingTable.CONNECTIVITY;
import static io.auroraresponder.intake.RoutingTable.SCALING;
import static io.auroraresponder.intake.RoutingTable.SLOW_QUERIES;

import io.auroraresponder.intake.ParsedEvent.Subject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The RDS events that we know, each with its meaning and the runbook that looks into it.
 *
 * <p>Looked up by id alone: categories and message texts are unreliable (a failure may sit in "notification", and one event of the
 * category "failure" is good news). Source: Aurora User Guide, "Amazon RDS event categories and event messages for Aurora".
 */
public final class RdsEventTable {
  private RdsEventTable() {}

  /** How an event is meant. */
  public enum Kind {
    FAILED,
    /** Degraded, or worth a look. */
    ATTENTION,
    /** Progress or good news. */
    GOOD
  }

  /**
   * One known event.
   *
   * @param id for example {@code RDS-EVENT-0071}
   * @param subject what it speaks of
   * @param category as the guide lists it
   * @param runbook empty where no runbook looks into it
   * @param meaning a clause for people
   */
  public record Type(String id, Subject subject, String category, Kind kind, String runbook, String meaning) {}

  private static final String NONE = "";

  private static final Pattern ID = Pattern.compile("RDS-EVENT-\\d{1,6}", Pattern.CASE_INSENSITIVE);

  /** The first name is the production cluster's, before and after: RDS gives the green one its name. */
  private static final Pattern SWITCHOVER = Pattern.compile("Switchover\\b.*?\\b(?:from|of)(?: DB cluster)? (\\S+) to \\S+",
      Pattern.CASE_INSENSITIVE);

  private static final List<Type> ALL =
      List.of(
          row("0069", Subject.CLUSTER, "failover", Kind.FAILED, CONNECTIVITY, "the failover failed"),
          row("0070", Subject.CLUSTER, "failover", Kind.ATTENTION, CONNECTIVITY, "the previous writer is being promoted again"),
          row("0071", Subject.CLUSTER, "failover", Kind.GOOD, CONNECTIVITY, "a failover has completed"),
          row("0072", Subject.CLUSTER, "failover", Kind.ATTENTION, CONNECTIVITY, "a failover within the availability zone has started"),
          row("0073", Subject.CLUSTER, "failover", Kind.ATTENTION, CONNECTIVITY, "a failover to another availability zone has started"),
          row("0016", Subject.CLUSTER, "configuration change", Kind.GOOD, CONNECTIVITY, "the master credentials were reset"),
          row("0179", Subject.CLUSTER, "configuration change", Kind.GOOD, NONE, "a database activity stream was started"),
          row("0180", Subject.CLUSTER, "configuration change", Kind.GOOD, NONE, "a database activity stream was stopped"),
          row("0170", Subject.CLUSTER, "creation", Kind.GOOD, NONE, "the cluster was created"),
          row("0171", Subject.CLUSTER, "deletion", Kind.GOOD, NONE, "the cluster was deleted"),
          row("0143", Subject.CLUSTER, "failure", Kind.FAILED, SCALING, "scaling failed (Serverless v1 only)"),
          row("0141", Subject.CLUSTER, "notification", Kind.GOOD, SCALING, "scaling has started (Serverless v1 only)"),
          row("0142", Subject.CLUSTER, "notification", Kind.GOOD, SCALING, "scaling is done (Serverless v1 only)"),
          row("0149", Subject.CLUSTER, "notification", Kind.ATTENTION, SCALING,
          "scaling was forced and may have dropped connections (Serverless v1 only)"),
          row("0144", Subject.CLUSTER, "notification", Kind.GOOD, SCALING, "a pause has started (Serverless v1 only)"),
          row("0145", Subject.CLUSTER, "notification", Kind.GOOD, SCALING, "the cluster is paused (Serverless v1 only)"),
          row("0146", Subject.CLUSTER, "notification", Kind.GOOD, SCALING, "a pause was cancelled (Serverless v1 only)"),
          row("0147", Subject.CLUSTER, "notification", Kind.GOOD, SCALING, "the cluster is resuming (Serverless v1 only)"),
          row("0148", Subject.CLUSTER, "notification", Kind.GOOD, SCALING, "the cluster has resumed (Serverless v1 only)"),
          row("0354", Subject.CLUSTER, "failure", Kind.FAILED, NONE, "it could not be created: resources are incompatible"),
          row("0355", Subject.CLUSTER, "failure", Kind.FAILED, NONE, "it could not be created: a limit is reached"),
          row("0387", Subject.CLUSTER, "failure", Kind.FAILED, CONNECTIVITY,
          "the instances could not be partitioned for operating system patching"),
          row("0083", Subject.CLUSTER, "failure", Kind.FAILED, NONE, "the credentials for Amazon S3 do not work"),
          row("0085", Subject.CLUSTER, "notification", Kind.FAILED, CONNECTIVITY,
          "the cluster cannot be upgraded because an instance has a bad status"),
          row("0076", Subject.CLUSTER, "notification", Kind.FAILED, NONE, "the migration to Aurora failed"),
          row("0077", Subject.CLUSTER, "notification", Kind.FAILED, NONE, "the migration to Aurora failed"),
          row("0150", Subject.CLUSTER, "notification", Kind.ATTENTION, CONNECTIVITY, "the cluster was stopped"),
          row("0151", Subject.CLUSTER, "notification", Kind.GOOD, CONNECTIVITY, "the cluster was started"),
          row("0152", Subject.CLUSTER, "notification", Kind.FAILED, CONNECTIVITY, "the cluster could not be stopped"),
          row("0153", Subject.CLUSTER, "notification", Kind.ATTENTION, CONNECTIVITY,
          "the cluster was stopped for longer than allowed and AWS is starting it"),
          row("0172", Subject.CLUSTER, "notification", Kind.ATTENTION, CONNECTIVITY, "the cluster was renamed"),
          row("0234", Subject.CLUSTER, "notification", Kind.FAILED, BACKUP, "an export task failed"),
          row("0235", Subject.CLUSTER, "notification", Kind.ATTENTION, BACKUP, "an export task was cancelled"),
          row("0236", Subject.CLUSTER, "notification", Kind.GOOD, BACKUP, "an export task is done"),
          row("0386", Subject.CLUSTER, "notification", Kind.GOOD, CONNECTIVITY,
          "the instances were partitioned for an operating system upgrade and are online"),
          row("0426", Subject.CLUSTER, "notification", Kind.ATTENTION, SLOW_QUERIES,
          "it cannot become a replication source because of idle or long transactions"),
          row("0512", Subject.CLUSTER, "notification", Kind.ATTENTION, CONNECTIVITY, "a volume replacement has started"),
          row("0513", Subject.CLUSTER, "notification", Kind.GOOD, CONNECTIVITY, "a volume replacement has completed"),
          row("0156", Subject.CLUSTER, "maintenance", Kind.GOOD, NONE, "a minor version upgrade is available"),
          row("0173", Subject.CLUSTER, "maintenance", Kind.GOOD, CONNECTIVITY, "the engine was upgraded"),
          row("0176", Subject.CLUSTER, "maintenance", Kind.GOOD, CONNECTIVITY, "the major version was upgraded"),
          row("0174", Subject.CLUSTER, "maintenance", Kind.FAILED, CONNECTIVITY, "the cluster is in a state that cannot be upgraded"),
          row("0177", Subject.CLUSTER, "maintenance", Kind.ATTENTION, CONNECTIVITY, "an upgrade is in progress"),
          row("0286", Subject.CLUSTER, "maintenance", Kind.ATTENTION, CONNECTIVITY, "an upgrade has started while the cluster is online"),
          row("0363", Subject.CLUSTER, "maintenance", Kind.ATTENTION, CONNECTIVITY, "the checks before an upgrade are running"),
          row("0287", Subject.CLUSTER, "maintenance", Kind.ATTENTION, CONNECTIVITY, "an operating system upgrade is needed"),
          row("0288", Subject.CLUSTER, "maintenance", Kind.ATTENTION, CONNECTIVITY, "an operating system upgrade is starting"),
          row("0289", Subject.CLUSTER, "maintenance", Kind.GOOD, CONNECTIVITY, "an operating system upgrade has completed"),
          row("0290", Subject.CLUSTER, "maintenance", Kind.GOOD, CONNECTIVITY, "the cluster was patched to another version"),
          row("0388", Subject.CLUSTER, "maintenance", Kind.ATTENTION, CONNECTIVITY, "offline patching of a partition is starting"),
          row("0389", Subject.CLUSTER, "maintenance", Kind.FAILED, CONNECTIVITY, "the operating system could not be upgraded"),
          row("0181", Subject.CLUSTER, "global failover", Kind.ATTENTION, CONNECTIVITY, "a global switchover has started"),
          row("0182", Subject.CLUSTER, "global failover", Kind.ATTENTION, CONNECTIVITY,
          "a global switchover is shutting the old primary down"),
          row("0183", Subject.CLUSTER, "global failover", Kind.ATTENTION, CONNECTIVITY,
          "a global switchover is waiting for the members to be in step"),
          row("0184", Subject.CLUSTER, "global failover", Kind.ATTENTION, CONNECTIVITY, "a global switchover has promoted the new primary"),
          row("0185", Subject.CLUSTER, "global failover", Kind.GOOD, CONNECTIVITY, "a global switchover has finished"),
          row("0186", Subject.CLUSTER, "global failover", Kind.ATTENTION, CONNECTIVITY, "a global switchover was cancelled"),
          row("0187", Subject.CLUSTER, "global failover", Kind.FAILED, CONNECTIVITY, "a global switchover failed"),
          row("0238", Subject.CLUSTER, "global failover", Kind.GOOD, CONNECTIVITY, "a global failover has completed"),
          row("0239", Subject.CLUSTER, "global failover", Kind.FAILED, CONNECTIVITY, "a global failover failed"),
          row("0240", Subject.CLUSTER, "global failover", Kind.ATTENTION, CONNECTIVITY,
          "the members of the global database are being brought in step again"),
          row("0241", Subject.CLUSTER, "global failover", Kind.GOOD, CONNECTIVITY, "the members of the global database are in step again"),
          row("0397", Subject.CLUSTER, "global failover", Kind.ATTENTION, CONNECTIVITY, "a global switchover or failover is in progress"),
          row("0423", Subject.CLUSTER, "global failover", Kind.ATTENTION, CONNECTIVITY, "a global switchover or failover is in progress"),
          row("0244", Subject.BLUE_GREEN_DEPLOYMENT, "creation", Kind.GOOD, NONE, "a blue/green deployment is ready"),
          row("0245", Subject.BLUE_GREEN_DEPLOYMENT, "failure", Kind.ATTENTION, NONE, "a blue/green deployment could not be created"),
          row("0246", Subject.BLUE_GREEN_DEPLOYMENT, "deletion", Kind.GOOD, NONE, "a blue/green deployment was deleted"),
          row("0247", Subject.BLUE_GREEN_DEPLOYMENT, "notification", Kind.ATTENTION, CONNECTIVITY, "a blue/green switchover has started"),
          row("0248", Subject.BLUE_GREEN_DEPLOYMENT, "notification", Kind.ATTENTION, CONNECTIVITY,
          "a blue/green switchover has completed: the cluster of this name is another one now"),
          row("0249", Subject.BLUE_GREEN_DEPLOYMENT, "failure", Kind.FAILED, CONNECTIVITY, "a blue/green switchover was cancelled"),
          row("0259", Subject.BLUE_GREEN_DEPLOYMENT, "notification", Kind.ATTENTION, CONNECTIVITY, "a blue/green switchover has started"),
          row("0260", Subject.BLUE_GREEN_DEPLOYMENT, "notification", Kind.ATTENTION, CONNECTIVITY,
          "a blue/green switchover has completed: the cluster of this name is another one now"),
          row("0261", Subject.BLUE_GREEN_DEPLOYMENT, "failure", Kind.FAILED, CONNECTIVITY, "a blue/green switchover was cancelled"),
          row("0311", Subject.BLUE_GREEN_DEPLOYMENT, "notification", Kind.ATTENTION, NONE,
          "a blue/green switchover is copying sequences, which may prolong it"),
          row("0312", Subject.BLUE_GREEN_DEPLOYMENT, "notification", Kind.GOOD, NONE, "a blue/green switchover has copied the sequences"),
          row("0314", Subject.BLUE_GREEN_DEPLOYMENT, "failure", Kind.FAILED, CONNECTIVITY,
          "a blue/green switchover was cancelled: sequences could not be copied"),
          row("0168", Subject.CLUSTER_SNAPSHOT, "backup", Kind.GOOD, BACKUP, "an automated snapshot is being created"),
          row("0169", Subject.CLUSTER_SNAPSHOT, "backup", Kind.GOOD, BACKUP, "an automated snapshot was created"),
          row("0074", Subject.CLUSTER_SNAPSHOT, "backup", Kind.GOOD, BACKUP, "a manual snapshot is being created"),
          row("0075", Subject.CLUSTER_SNAPSHOT, "backup", Kind.GOOD, BACKUP, "a manual snapshot was created"),
          row("0162", Subject.CLUSTER_SNAPSHOT, "notification", Kind.FAILED, BACKUP, "the export of a snapshot failed"),
          row("0163", Subject.CLUSTER_SNAPSHOT, "notification", Kind.ATTENTION, BACKUP, "the export of a snapshot was cancelled"),
          row("0164", Subject.CLUSTER_SNAPSHOT, "notification", Kind.GOOD, BACKUP, "the export of a snapshot is done"),
          row("0489", Subject.CLUSTER_SNAPSHOT, "failure", Kind.FAILED, BACKUP, "a table could not be exported from a snapshot"),
          row("0491", Subject.CLUSTER_SNAPSHOT, "notification", Kind.GOOD, NONE, "the export of a snapshot works on a slow table"),
          row("0492", Subject.CLUSTER_SNAPSHOT, "notification", Kind.GOOD, NONE, "the export of a snapshot is making progress"),
          row("0493", Subject.CLUSTER_SNAPSHOT, "notification", Kind.GOOD, NONE, "the export of a snapshot has reached its next stage"),
          row("0004", Subject.INSTANCE, "availability", Kind.ATTENTION, CONNECTIVITY, "the instance was shut down"),
          row("0006", Subject.INSTANCE, "availability", Kind.ATTENTION, CONNECTIVITY, "the instance was restarted"),
          row("0419", Subject.INSTANCE, "availability", Kind.FAILED, BACKUP,
          "the KMS key cannot be reached and the instance will become inaccessible"),
          row("0418", Subject.INSTANCE, "failure", Kind.FAILED, BACKUP, "the KMS key cannot be reached"),
          row("0420", Subject.INSTANCE, "failure", Kind.GOOD, BACKUP, "the KMS key can be reached again"),
          row("0035", Subject.INSTANCE, "failure", Kind.FAILED, CONNECTIVITY,
          "the instance is in a bad state, for example because of its parameters"),
          row("0036", Subject.INSTANCE, "failure", Kind.FAILED, CONNECTIVITY, "the network of the instance is incompatible"),
          row("0079", Subject.INSTANCE, "failure", Kind.FAILED, NONE, "Enhanced Monitoring is off because of its role"),
          row("0080", Subject.INSTANCE, "failure", Kind.FAILED, NONE, "Enhanced Monitoring is off because of its role"),
          row("0082", Subject.INSTANCE, "failure", Kind.FAILED, NONE, "the credentials for Amazon S3 do not work"),
          row("0353", Subject.INSTANCE, "failure", Kind.FAILED, SCALING, "an instance could not be created: a limit is reached"),
          row("0007", Subject.INSTANCE, "low storage", Kind.FAILED, CAPACITY, "the storage is exhausted"),
          row("0089", Subject.INSTANCE, "low storage", Kind.ATTENTION, CAPACITY, "the storage is low"),
          row("0227", Subject.INSTANCE, "low storage", Kind.FAILED, CAPACITY, "the Aurora volume has dangerously little space left"),
          row("0011", Subject.INSTANCE, "configuration change", Kind.GOOD, NONE, "a parameter group was assigned"),
          row("0092", Subject.INSTANCE, "configuration change", Kind.GOOD, NONE, "a parameter group was updated"),
          row("0012", Subject.INSTANCE, "configuration change", Kind.ATTENTION, SCALING, "a change of instance class is being applied"),
          row("0014", Subject.INSTANCE, "configuration change", Kind.GOOD, SCALING, "a change of instance class is done"),
          row("0067", Subject.INSTANCE, "configuration change", Kind.FAILED, CONNECTIVITY, "the password could not be reset"),
          row("0078", Subject.INSTANCE, "configuration change", Kind.GOOD, NONE, "the monitoring interval was changed"),
          row("0005", Subject.INSTANCE, "creation", Kind.GOOD, SCALING, "an instance was created"),
          row("0003", Subject.INSTANCE, "deletion", Kind.GOOD, SCALING, "an instance was deleted"),
          row("0026", Subject.INSTANCE, "maintenance", Kind.ATTENTION, CONNECTIVITY,
          "offline patching is running and the instance is down"),
          row("0027", Subject.INSTANCE, "maintenance", Kind.GOOD, CONNECTIVITY, "offline patching is done"),
          row("0047", Subject.INSTANCE, "maintenance", Kind.GOOD, CONNECTIVITY, "the instance was patched"),
          row("0155", Subject.INSTANCE, "maintenance", Kind.GOOD, NONE, "a minor version upgrade is available"),
          row("0178", Subject.INSTANCE, "maintenance", Kind.ATTENTION, CONNECTIVITY, "an upgrade is running"),
          row("0422", Subject.INSTANCE, "maintenance", Kind.ATTENTION, CONNECTIVITY, "the host of the instance will be replaced"),
          row("0425", Subject.INSTANCE, "maintenance", Kind.FAILED, CONNECTIVITY,
          "the operating system cannot be upgraded: no free IP addresses"),
          row("0429", Subject.INSTANCE, "maintenance", Kind.FAILED, CONNECTIVITY, "the operating system cannot be upgraded: no capacity"),
          row("0501", Subject.INSTANCE, "maintenance", Kind.ATTENTION, CONNECTIVITY, "the server certificate needs rotation"),
          row("0502", Subject.INSTANCE, "maintenance", Kind.ATTENTION, CONNECTIVITY,
          "a rotation of the server certificate is scheduled and will restart the instance"),
          row("0044", Subject.INSTANCE, "notification", Kind.ATTENTION, NONE, "a message written by an AWS operator"),
          row("0048", Subject.INSTANCE, "notification", Kind.ATTENTION, NONE, "an engine upgrade was delayed"),
          row("0087", Subject.INSTANCE, "notification", Kind.ATTENTION, CONNECTIVITY, "the instance was stopped"),
          row("0088", Subject.INSTANCE, "notification", Kind.GOOD, CONNECTIVITY, "the instance was started"),
          row("0370", Subject.INSTANCE, "notification", Kind.GOOD, SCALING, "a pause has started"),
          row("0371", Subject.INSTANCE, "notification", Kind.GOOD, SCALING, "a pause was cancelled because of work"),
          row("0372", Subject.INSTANCE, "notification", Kind.GOOD, SCALING, "the instance is paused"),
          row("0373", Subject.INSTANCE, "notification", Kind.GOOD, SCALING, "a resume has started"),
          row("0374", Subject.INSTANCE, "notification", Kind.GOOD, SCALING, "the instance has resumed"),
          row("0385", Subject.INSTANCE, "notification", Kind.ATTENTION, SCALING, "the topology of the cluster changed"),
          row("0390", Subject.INSTANCE, "notification", Kind.GOOD, CONNECTIVITY, "writes were blocked for a global database"),
          row("0391", Subject.INSTANCE, "notification", Kind.FAILED, CONNECTIVITY, "blocking writes for a global database timed out"),
          row("0045", Subject.INSTANCE, "read replica", Kind.FAILED, SCALING, "replication has stopped"),
          row("0046", Subject.INSTANCE, "read replica", Kind.GOOD, SCALING, "replication has resumed"),
          row("0057", Subject.INSTANCE, "read replica", Kind.FAILED, SCALING, "replication was ended"),
          row("0020", Subject.INSTANCE, "recovery", Kind.ATTENTION, CONNECTIVITY, "recovery has started"),
          row("0021", Subject.INSTANCE, "recovery", Kind.GOOD, CONNECTIVITY, "recovery is complete"),
          row("0023", Subject.INSTANCE, "recovery", Kind.ATTENTION, BACKUP, "a snapshot was asked for while another is running"),
          row("0019", Subject.INSTANCE, "restoration", Kind.GOOD, NONE, "the instance was restored to a point in time"),
          row("0230", Subject.INSTANCE, "security patching", Kind.GOOD, NONE, "an operating system patch is available"));

  private static final Map<String, Type> BY_ID = ALL.stream().collect(Collectors.toUnmodifiableMap(Type::id, Function.identity()));

  /** All of them in the guide's order. */
  public static List<Type> all() {
    return ALL;
  }

  /** Empty for an id that is not in the table: it is shown, not guessed at. */
  public static Optional<Type> named(String id) {
    return Optional.ofNullable(BY_ID.get(id));
  }

  /** The id in a text such as the URL that subscriptions put in its place; empty where there is none. */
  static String idIn(String text) {
    Matcher matcher = ID.matcher(text);
    return matcher.find() ? matcher.group().toUpperCase(Locale.ROOT) : "";
  }

  /** The cluster that a switchover is about; empty where the message names none. */
  static Optional<String> switchedOver(String message) {
    Matcher matcher = SWITCHOVER.matcher(message);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static Type row(String digits, Subject subject, String category, Kind kind, String runbook, String meaning) {
    return new Type("RDS-EVENT-" + digits, subject, category, kind, runbook, meaning);
  }
}
