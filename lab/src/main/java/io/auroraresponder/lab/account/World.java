package io.auroraresponder.lab.account;

import io.auroraresponder.incident.ScalingRange;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a simulated account is at its beginning, and what will happen in it. Immutable; {@link WorldFile} reads it from YAML.
 *
 * @param account twelve digits
 * @param now simulated time at the beginning; every offset counts from here
 * @param pageSize most entries a page of any paged answer carries
 * @param metricDelay how long after the end of a minute its metrics appear
 * @param alarms CloudWatch alarms that can be looked up
 * @param faults calls that go wrong, in order
 * @param network what EC2 knows, empty: the usual network of the region
 * @param forbidden calls that the responder's roles have no right to, a whole service as {@code ec2:*}
 */
public record World(
    String account,
    String region,
    Instant now,
    int pageSize,
    Duration metricDelay,
    List<Cluster> clusters,
    List<Alarm> alarms,
    List<Fault> faults,
    Optional<CloudNetwork> network,
    Set<String> forbidden) {

  public World {
    clusters = List.copyOf(clusters);
    alarms = List.copyOf(alarms);
    faults = List.copyOf(faults);
    forbidden = Set.copyOf(forbidden);
  }

  /** With the usual network, and every call allowed. */
  public World(
      String account,
      String region,
      Instant now,
      int pageSize,
      Duration metricDelay,
      List<Cluster> clusters,
      List<Alarm> alarms,
      List<Fault> faults) {
    this(account, region, now, pageSize, metricDelay, clusters, alarms, faults, Optional.empty(), Set.of());
  }

  /** The same world elsewhere or at another time. */
  public World in(String otherAccount, String otherRegion, Instant otherNow) {
    return new World(otherAccount, otherRegion, otherNow, pageSize, metricDelay, clusters, alarms, faults, network, forbidden);
  }

  /** The same world with other clusters. */
  public World with(List<Cluster> others) {
    return new World(account, region, now, pageSize, metricDelay, others, alarms, faults, network, forbidden);
  }

  /** Whether the responder's roles lack the right to this call, for example {@code pi:DescribeDimensionKeys}. */
  boolean forbids(String call) {
    return forbidden.contains(call) || forbidden.contains(call.substring(0, call.indexOf(':')) + ":*");
  }

  public Optional<Cluster> cluster(String id) {
    return clusters.stream().filter(cluster -> cluster.id().equals(id)).findFirst();
  }

  /**
   * A cluster.
   *
   * @param engineMode {@code provisioned} for Serverless v2, {@code serverless} for v1
   * @param platformVersion empty: RDS does not report it
   * @param globalCluster the global database it belongs to, empty for none
   * @param around what its own description does not tell
   * @param statuses status from an offset on, the first one holds before too
   * @param ranges scaling range from an offset on, the first one holds before too; empty for a cluster without one
   * @param tags as stored, full keys
   * @param tagsReadable false: answers carry no tag list
   * @param scaling how fast members move
   * @param metrics series that exist for the cluster only, by CloudWatch name
   * @param setup network, backups, failovers
   */
  public record Cluster(
      String id,
      String engine,
      String engineVersion,
      String engineMode,
      String platformVersion,
      String storageType,
      String globalCluster,
      Around around,
      int port,
      List<StatusAt> statuses,
      List<RangeAt> ranges,
      Map<String, String> tags,
      boolean tagsReadable,
      Scaling scaling,
      List<Member> members,
      List<Event> events,
      Map<String, Curve> metrics,
      ClusterSetup setup) {
    public Cluster {
      statuses = List.copyOf(statuses);
      ranges = List.copyOf(ranges);
      tags = Map.copyOf(tags);
      members = List.copyOf(members);
      events = List.copyOf(events);
      metrics = Map.copyOf(metrics);
    }

    /** The same cluster with one tag set. */
    public Cluster tagged(String key, String value) {
      Map<String, String> others = new LinkedHashMap<>(tags);
      others.put(key, value);
      return new Cluster(
          id, engine, engineVersion, engineMode, platformVersion, storageType, globalCluster, around, port, statuses, ranges, others,
          tagsReadable,
          scaling, members, events, metrics, setup);
    }
  }

  /**
   * What stands around a cluster.
   *
   * @param proxies names of RDS Proxies that lead to it
   * @param integrations names of zero-ETL integrations that read from it
   * @param parameters those set in its parameter group
   * @param maintenance what waits for it or its members
   * @param activityStream whether a database activity stream is started
   */
  public record Around(
      List<String> proxies, List<String> integrations, Map<String, String> parameters, List<Maintenance> maintenance,
      boolean activityStream) {
    public Around {
      proxies = List.copyOf(proxies);
      integrations = List.copyOf(integrations);
      parameters = Map.copyOf(parameters);
      maintenance = List.copyOf(maintenance);
    }

    /** Any of these but maintenance that waits keeps a cluster from pausing (Aurora User Guide, scaling to zero). */
    boolean keepsAwake() {
      return activityStream || !proxies.isEmpty() || !integrations.isEmpty() || "1".equals(parameters.get("rds.logical_replication"));
    }
  }

  /**
   * Maintenance that waits.
   *
   * @param member whose it is, empty for the cluster's own
   * @param action RDS's word
   * @param forced when it is applied whatever anybody says, from now on; empty where it waits to be asked for
   */
  public record Maintenance(String member, String action, Optional<Duration> forced) {}

  public record StatusAt(Duration at, String status) {}

  public record RangeAt(Duration at, ScalingRange range) {}

  /**
   * How fast a member's capacity moves.
   *
   * @param acuPerSecond most ACUs added in a second
   * @param doublesEvery shortest time in which it doubles
   * @param halvesEvery shortest time in which it halves
   */
  public record Scaling(double acuPerSecond, Duration doublesEvery, Duration halvesEvery) {}

  /**
   * A DB instance.
   *
   * @param writer at the beginning; a failover may change it
   * @param instanceClass {@code db.serverless} or a provisioned class
   * @param statuses status from an offset on, the first one holds before too
   * @param restartedAt when its engine started, before anything that the simulation does
   * @param metrics published as they are, by CloudWatch name, in place of the derived value
   * @param waits what Database Insights measured
   */
  public record Member(
      String id,
      boolean writer,
      int tier,
      String instanceClass,
      List<StatusAt> statuses,
      String parameterStatus,
      boolean performanceInsights,
      Duration restartedAt,
      Placement placement,
      Load load,
      Map<String, Curve> metrics,
      List<Wait> waits) {
    public Member {
      statuses = List.copyOf(statuses);
      metrics = Map.copyOf(metrics);
      waits = List.copyOf(waits);
    }

    public boolean serverless() {
      return instanceClass.equals("db.serverless");
    }

    /** A reader in tier 0 or 1 has the writer's capacity as its minimum and pauses with it. */
    public boolean followsWriter() {
      return !writer && tier <= 1;
    }
  }

  /**
   * Where a member stands and who vouches for it.
   *
   * @param zone availability zone, empty: the first of the region
   * @param authority name of the certificate's authority
   * @param certificateEnd until when its certificate is valid
   */
  public record Placement(String zone, boolean publiclyAccessible, String authority, Duration certificateEnd) {}

  /**
   * What a member would use if there were no ceiling.
   *
   * @param acu ACUs that its work would take
   * @param cpuShare the part of {@code acu} that is CPU time, 0 to 1
   * @param memory ACUs whose memory is held by cache and connections
   * @param connections open client connections; 0 lets it pause
   * @param attempts connection attempts a minute
   */
  public record Load(Curve acu, Curve cpuShare, Curve memory, Curve connections, Curve attempts) {}

  /** One wait event and its average active sessions over time. */
  public record Wait(String type, String event, Curve sessions) {}

  /** What an event speaks of. */
  public enum Subject {
    CLUSTER,
    INSTANCE,
    SNAPSHOT
  }

  /** An RDS event that DescribeEvents shows from its time on. */
  public record Event(Duration at, String source, Subject subject, String message, List<String> categories) {
    public Event {
      categories = List.copyOf(categories);
    }
  }

  /** The same world with other alarms. */
  public World alarmed(List<Alarm> others) {
    return new World(account, region, now, pageSize, metricDelay, clusters, others, faults, network, forbidden);
  }

  /**
   * A CloudWatch alarm.
   *
   * @param watch what a metric alarm watches; empty for a composite alarm
   * @param rule rule of a composite alarm, empty for others
   */
  public record Alarm(String name, Optional<Watch> watch, String rule) {}

  /**
   * What a metric alarm watches.
   *
   * @param metric name in the namespace AWS/RDS
   * @param statistic such as {@code Average}
   * @param periods how many of the newest periods are evaluated: N
   * @param datapoints how many of them must breach: M
   */
  public record Watch(
      String metric,
      Map<String, String> dimensions,
      String statistic,
      Comparison comparison,
      double threshold,
      Duration period,
      int periods,
      int datapoints,
      Missing missing) {
    public Watch {
      dimensions = Map.copyOf(dimensions);
    }

    boolean breaches(double value) {
      return switch (comparison) {
        case GREATER_OR_EQUAL -> value >= threshold;
        case GREATER -> value > threshold;
        case LESS -> value < threshold;
        case LESS_OR_EQUAL -> value <= threshold;
      };
    }
  }

  /** How an alarm compares with its threshold. */
  public enum Comparison {
    GREATER_OR_EQUAL(">=", "GreaterThanOrEqualToThreshold", "greater than or equal to"),
    GREATER(">", "GreaterThanThreshold", "greater than"),
    LESS("<", "LessThanThreshold", "less than"),
    LESS_OR_EQUAL("<=", "LessThanOrEqualToThreshold", "less than or equal to");

    private final String sign;
    private final String api;
    private final String words;

    Comparison(String sign, String api, String words) {
      this.sign = sign;
      this.api = api;
      this.words = words;
    }

    /** As a world file has it. */
    public String sign() {
      return sign;
    }

    /** As CloudWatch's API has it. */
    String api() {
      return api;
    }

    /** As CloudWatch's reasons have it. */
    String words() {
      return words;
    }
  }

  /** What an alarm takes missing datapoints for. */
  public enum Missing {
    MISSING("missing"),
    IGNORE("ignore"),
    BREACHING("breaching"),
    NOT_BREACHING("notBreaching");

    private final String api;

    Missing(String api) {
      this.api = api;
    }

    /** As CloudWatch's API and a world file have it. */
    public String api() {
      return api;
    }
  }

  /** What goes wrong with a call. */
  public sealed interface Answer {
    /** Only a part of what was asked for, and marked so. */
    record Half() implements Answer {}

    /** Refused with an error code; nothing is done. */
    record Refusal(String code) implements Answer {}

    /** No answer in time, and nothing was done. */
    record TimeoutBefore() implements Answer {}

    /** No answer in time, but it was done. */
    record TimeoutAfter() implements Answer {}
  }

  /**
   * Calls that go wrong.
   *
   * @param call for example {@code cloudwatch:GetMetricData}
   * @param skip calls that still go well before
   * @param times calls that then go wrong
   */
  public record Fault(String call, int skip, int times, Answer answer) {}
}
