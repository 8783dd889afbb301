package io.auroraresponder.lab.account;

import io.auroraresponder.aws.AwsClients;
import io.auroraresponder.aws.ChannelClients;
import io.auroraresponder.aws.Lazy;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.intake.Arn;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.pi.PiClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * An AWS account on simulated time: give its clients to code that expects the SDK's, and look at what was asked.
 *
 * <p>Clusters move on when somebody looks. Every call is recorded. Safe for several threads; one call at a time is answered.
 */
public final class SimulatedAccount {
  private final World world;
  private final SimulatedClock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, ClusterLife> clusters = new LinkedHashMap<>();
  private final Map<String, String> renamed = new LinkedHashMap<>();
  private final List<RecordedCall> calls = new ArrayList<>();
  private volatile Duration delay = Duration.ZERO;
  private final List<Published> published = new ArrayList<>();
  private final DynamoDbTables tables = new DynamoDbTables();
  private final Map<String, Map<String, String>> buckets = new LinkedHashMap<>();
  private final Map<String, String> secrets = new LinkedHashMap<>();
  private final Set<String> buses = new TreeSet<>(Set.of("default"));
  private final List<BusEvent> busEvents = new ArrayList<>();
  private final List<RangeChange> rangeChanges = new ArrayList<>();
  private final Map<String, Address> addresses = new LinkedHashMap<>();
  private final Faults faults;
  private final CloudNetwork network;
  private final SimulatedAlarms alarms;
  private final AwsClients clients = clients("lab");
  private int connectionsInAll;
  private boolean byTheLab;
  private LeadingKeys leadingKeys = LeadingKeys.ANY;

  /**
   * A change of a scaling range.
   *
   * @param by request id of the call that made it, or the words of {@link #changeRange}
   */
  public record RangeChange(String cluster, Instant at, ScalingRange from, ScalingRange to, String by) {}

  /**
   * An event that RDS gave to EventBridge.
   *
   * @param source identifier of the cluster, member or snapshot
   * @param id such as {@code RDS-EVENT-0168}
   */
  public record RdsEvent(Instant at, World.Subject subject, String source, String id, String message, List<String> categories) {}

  /** Where something listens. */
  record Address(String host, int port) {}

  public SimulatedAccount(World world, SimulatedClock clock) {
    this.world = world;
    this.clock = clock;
    this.faults = new Faults(world.faults());
    this.network = world.network().orElseGet(() -> CloudNetwork.usual(world.region()));
    world.clusters().forEach(cluster -> clusters.put(cluster.id(), new ClusterLife(cluster, world.now())));
    this.alarms = new SimulatedAlarms(this);
    // What an alarm was before the world begins is nobody's news.
    var unused = alarmChanges();
  }

  /**
   * A set of clients whose calls are recorded under a name, for example that of a function. All sets work on the same account; the table
   * is the one that {@link #createTable} made.
   */
  public AwsClients clients(String caller) {
    Lazy<RdsClient> rds = Lazy.of(() -> new SimulatedRds(new Line(this, caller, "rds")));
    return new AwsClients(
        rds,
        rds,
        Lazy.of(() -> new SimulatedCloudWatch(new Line(this, caller, "cloudwatch"))),
        Lazy.of(() -> new SimulatedInsights(new Line(this, caller, "pi"))),
        Lazy.of(() -> new SimulatedDynamoDb(new Line(this, caller, "dynamodb"), tables)),
        Lazy.of(() -> new SimulatedSns(new Line(this, caller, "sns"), published)),
        Lazy.of(() -> new SimulatedEc2(new Line(this, caller, "ec2"))));
  }

  /** S3 for the same caller; no part of {@link AwsClients}, because the functions build it apart. */
  public S3Client s3(String caller) {
    return new SimulatedS3(new Line(this, caller, "s3"), buckets);
  }

  /** Secrets Manager and EventBridge for the same caller. */
  public ChannelClients channels(String caller) {
    return new ChannelClients(
        Lazy.of(() -> new SimulatedSecrets(new Line(this, caller, "secretsmanager"), secrets)),
        Lazy.of(() -> new SimulatedEventBridge(new Line(this, caller, "events"), buses, busEvents)));
  }

  /** Keeps a secret, in the place of one of that name. */
  public void keepSecret(String name, String value) {
    locked(() -> secrets.put(name, value) != null);
  }

  /** An event bus; nothing happens where there is one. */
  public void createBus(String name) {
    locked(() -> buses.add(name));
  }

  /** What buses took, oldest first. */
  public List<BusEvent> busEvents() {
    return locked(() -> List.copyOf(busEvents));
  }

  public RdsClient rds() {
    return clients.rds().get();
  }

  public CloudWatchClient cloudWatch() {
    return clients.cloudWatch().get();
  }

  public SnsClient sns() {
    return clients.sns().get();
  }

  public PiClient insights() {
    return clients.insights().get();
  }

  public Ec2Client ec2() {
    return clients.network().get();
  }

  public DynamoDbClient dynamoDb() {
    return clients.dynamoDb().get();
  }

  /** A table with text keys {@code pk} and {@code sk}; nothing happens where there is one. */
  public void createTable(String name) {
    locked(() -> {
      tables.create(name);
      return true;
    });
  }

  /** From now on a table is protected against deletion and can be restored to every moment, as the deployment's are. */
  public void protectTable(String name) {
    locked(() -> {
      DynamoDbTables.Stored table = tables.find(name).orElseThrow();
      table.deletionProtected(true);
      table.recoverable(true, now());
      return true;
    });
  }

  /** From now on callers write under the keys that their policies name alone. */
  public void leadingKeys(LeadingKeys next) {
    locked(() -> {
      leadingKeys = next;
      return true;
    });
  }

  LeadingKeys leadingKeys() {
    return leadingKeys;
  }

  /** The table loses every item, as one that was restored empty. */
  public void emptyTable(String name) {
    locked(() -> {
      tables.empty(name);
      return true;
    });
  }

  /** An empty bucket; nothing happens where there is one. */
  public void createBucket(String name) {
    locked(() -> buckets.computeIfAbsent(name, none -> new LinkedHashMap<>()).isEmpty());
  }

  /** The objects of a bucket as text, by key. */
  public Map<String, String> objects(String bucket) {
    return locked(() -> Map.copyOf(buckets.getOrDefault(bucket, Map.of())));
  }

  /** Every host name that RDS tells of clusters and members. */
  public Set<String> hostNames() {
    return locked(() -> {
      RdsAnswers answers = new RdsAnswers(this);
      Set<String> names = new TreeSet<>();
      for (ClusterLife life : clusters.values()) {
        DBCluster cluster = answers.cluster(life, now());
        names.addAll(List.of(cluster.endpoint(), cluster.readerEndpoint()));
        life.members().forEach(member -> names.add(answers.instance(life, member).endpoint().address()));
      }
      return names;
    });
  }

  /** What topics took, oldest first. */
  public List<Published> published() {
    return locked(() -> List.copyOf(published));
  }

  /** What EC2 knows, and where the probe stands in it. */
  public CloudNetwork network() {
    return network;
  }

  public World world() {
    return world;
  }

  public SimulatedClock clock() {
    return clock;
  }

  /** From now on every call takes this long, whatever else is under way meanwhile; the lab's own take none. */
  public void delay(Duration each) {
    delay = each;
  }

  /** Every call so far, oldest first. */
  public List<RecordedCall> calls() {
    return locked(() -> List.copyOf(calls));
  }

  /** How many calls there were so far. */
  public int callCount() {
    return locked(calls::size);
  }

  /** The calls from the given number on, counted from 0. */
  public List<RecordedCall> calls(int from) {
    return locked(() -> List.copyOf(calls.subList(from, calls.size())));
  }

  /** The calls of one operation, for example {@code rds:ModifyDBCluster}. */
  public List<RecordedCall> calls(String action) {
    return calls().stream().filter(call -> call.action().equals(action)).toList();
  }

  /** From now on also this goes wrong, after what already waits for the same call. */
  public void fault(World.Fault fault) {
    locked(() -> faults.add(fault));
  }

  /**
   * Work of the lab itself, or of a person at the account: its calls are not recorded, meet no fault and lack no right, and nothing that
   * is due after so many calls counts them.
   */
  public <R> R byTheLab(Supplier<R> work) {
    return locked(() -> {
      byTheLab = true;
      try {
        return work.get();
      } finally {
        byTheLab = false;
      }
    });
  }

  /** Someone connects to the member, with a right password or a wrong one: it is counted, and a paused member wakes. */
  public void countConnection(String member) {
    locked(() -> {
      advance();
      connectionsInAll++;
      clusters.values().forEach(life -> life.connectionsReached(connectionsInAll, now()));
      owner(member).connect(life(member), now());
      return true;
    });
  }

  /**
   * The member that answers a connection to {@code host} that was meant for {@code member}: another one only behind a cluster endpoint
   * whose name was resolved before a failover.
   */
  public String behind(String host, String member) {
    return locked(() -> {
      ClusterLife life = owner(member);
      boolean byCluster = host.equals(new RdsAnswers(this).cluster(life, now()).endpoint());
      return byCluster ? life.cluster.setup().cachedEndpoint().orElse(member) : member;
    });
  }

  /** Connections counted so far. */
  public long connections(String member) {
    return locked(() -> life(member).connectionsCounted());
  }

  /** Whether the member sleeps now. */
  public boolean paused(String member) {
    return locked(() -> {
      advance();
      return life(member).paused();
    });
  }

  /** Whether a session on the member can write now. */
  public boolean writes(String member) {
    return locked(() -> {
      advance();
      return life(member).writer();
    });
  }

  /** ACUs in use now, 0 while paused. */
  public double capacity(String member) {
    return locked(() -> {
      advance();
      return life(member).capacity();
    });
  }

  /** Whether the cluster has a range at all; one with provisioned members alone has none. */
  public boolean scales(String cluster) {
    return locked(() -> cluster(cluster).hasRange());
  }

  /** The range in force now, of a cluster that {@link #scales}. */
  public ScalingRange range(String cluster) {
    return locked(() -> cluster(cluster).rangeAt(now()));
  }

  /** Somebody else sets the range: a person, a deployment. */
  public void changeRange(String cluster, ScalingRange to, String by) {
    locked(() -> {
      advance();
      change(cluster(cluster), to, by);
      return true;
    });
  }

  /** Somebody sets tags, by their full keys; an empty value takes the tag away. */
  public void changeTags(String cluster, Map<String, String> tags) {
    locked(() -> {
      cluster(cluster).changeTags(tags);
      return true;
    });
  }

  /** The cluster has another name from now on; it stays the cluster that it is, and here it keeps the name of the world's file. */
  public void rename(String cluster, String to) {
    locked(() -> {
      renamed.put(cluster(cluster).cluster.id(), to);
      return true;
    });
  }

  /** The switchover of its blue/green deployment: the green has its name from now on, and it is called as RDS calls it then. */
  public void switchOver(String cluster) {
    locked(() -> {
      ClusterLife blue = cluster(cluster);
      String green = blue.cluster.setup().blueGreen().orElseThrow().green();
      String name = name(blue);
      rename(cluster, name + "-old1");
      rename(green, name);
      return true;
    });
  }

  /** By the name of the world's file. */
  ClusterLife ofFile(String id) {
    return cluster(id);
  }

  /** How the cluster is called now. */
  String name(ClusterLife life) {
    return renamed.getOrDefault(life.cluster.id(), life.cluster.id());
  }

  /** All changes of ranges so far, oldest first, whoever made them. */
  public List<RangeChange> rangeChanges() {
    return locked(() -> List.copyOf(rangeChanges));
  }

  /** Where a cluster with all its members, or one member, really listens; without it endpoints are made up. */
  public void reachableAt(String clusterOrMember, String host, int port) {
    locked(() -> addresses.put(clusterOrMember, new Address(host, port)) != null);
  }

  /** DbClusterResourceId. */
  public String resourceId(String cluster) {
    return ResourceIds.cluster(cluster);
  }

  /** The cluster that an instance belongs to, or that is called so; empty where there is neither. */
  public Optional<String> clusterOf(String clusterOrMember) {
    return locked(() -> clusters.values().stream()
        .filter(life -> life.cluster.id().equals(clusterOrMember) || life.member(clusterOrMember).isPresent())
        .map(life -> life.cluster.id())
        .findFirst());
  }

  /** Evaluates every alarm now, as CloudWatch does it each minute; those that changed, in the order in which CloudWatch tells of them. */
  public List<AlarmChange> alarmChanges() {
    return locked(() -> {
      advance();
      return alarms.evaluate();
    });
  }

  /**
   * What RDS told EventBridge of the account's clusters in a stretch of time, oldest first; nothing of what the world's file only lists.
   */
  public List<RdsEvent> rdsEvents(Instant after, Instant upTo) {
    return locked(() -> {
      advance();
      SimulatedSnapshots snapshots = new SimulatedSnapshots(this);
      return clusters.values().stream()
          .flatMap(life -> Stream.concat(life.events().stream(), snapshots.events(life).stream()))
          .filter(event -> !event.id().isEmpty() && event.at().isAfter(after) && !event.at().isAfter(upTo))
          .sorted(Comparator.comparing(ClusterLife.LoggedEvent::at))
          .map(event -> new RdsEvent(event.at(), event.subject(), event.source(), event.id(), event.message(), event.categories()))
          .toList();
    });
  }

  /** An event says that the alarm is in this state; nothing happens where the account has no such alarm. */
  public void tellAlarm(String name, String state, Instant at) {
    locked(() -> {
      alarms.tell(name, state, at);
      return true;
    });
  }

  SimulatedAlarms alarms() {
    return alarms;
  }

  String alarmArn(String name) {
    return "arn:" + Arn.partitionOf(world.region()) + ":cloudwatch:" + world.region() + ":" + world.account() + ":alarm:" + name;
  }

  Instant now() {
    return clock.instant();
  }

  Optional<Address> address(String id) {
    return Optional.ofNullable(addresses.get(id));
  }

  List<ClusterLife> lives() {
    return List.copyOf(clusters.values());
  }

  /** By identifier in any case, or by ARN. */
  Optional<ClusterLife> find(String idOrArn) {
    String id = idOrArn.startsWith("arn:") ? idOrArn.substring(idOrArn.lastIndexOf(':') + 1) : idOrArn;
    return clusters.values().stream().filter(life -> name(life).equals(id.toLowerCase(Locale.ROOT))).findFirst();
  }

  String arn(String kind, String id) {
    String partition = Arn.partitionOf(world.region());
    return "arn:" + partition + ":rds:" + world.region() + ":" + world.account() + ":" + kind + ":" + id;
  }

  void change(ClusterLife life, ScalingRange to, String by) {
    rangeChanges.add(new RangeChange(name(life), now(), life.rangeAt(now()), to, by));
    life.setRange(now(), to);
  }


  /** Records the call, lets time pass, and answers, or fails as the world wants it; {@code work} is told whether to answer half. */
  <R> R answer(Line line, String operation, Object request, Function<Boolean, R> work) {
    if (!lock.isHeldByCurrentThread()) {
      pause();
    }
    return locked(() -> {
      if (byTheLab) {
        advance();
        return dated(work.apply(false));
      }
      String action = line.service() + ":" + operation;
      calls.add(new RecordedCall(line.caller(), action, request, now()));
      clusters.values().forEach(life -> life.callsReached(calls.size(), now()));
      advance();
      if (world.forbids(action)) {
        throw ServiceErrors.denied(line, operation);
      }
      Optional<World.Answer> wrong = faults.next(action);
      if (wrong.isEmpty()) {
        return dated(work.apply(false));
      }
      return switch (wrong.get()) {
        case World.Answer.Half half -> dated(work.apply(true));
        case World.Answer.Refusal error -> throw ServiceErrors.error(line.service(), error.code(), words(error));
        case World.Answer.TimeoutBefore before -> throw timeout();
        case World.Answer.TimeoutAfter after -> {
          // It is done; only the caller will not hear of it.
          var unused = work.apply(false);
          throw timeout();
        }
      };
    });
  }

  /** Every answer of AWS carries the server's time; ours is the simulated one. */
  @SuppressWarnings("unchecked")
  private <R> R dated(R answer) {
    if (!(answer instanceof AwsResponse response)) {
      return answer;
    }
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(now().atOffset(ZoneOffset.UTC));
    SdkHttpResponse http = SdkHttpResponse.builder().statusCode(200).putHeader("Date", date).build();
    return (R) response.toBuilder().sdkHttpResponse(http).build();
  }

  private static String words(World.Answer.Refusal error) {
    return error.code().equals(ServiceErrors.THROTTLED) ? "Rate exceeded" : "the world file wants this call to fail";
  }

  private static RuntimeException timeout() {
    return ApiCallAttemptTimeoutException.create(Duration.ofSeconds(8).toMillis());
  }

  private void pause() {
    try {
      Thread.sleep(delay);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void advance() {
    Instant now = now();
    clusters.values().forEach(life -> life.advanceTo(now));
  }

  private ClusterLife cluster(String id) {
    return Optional.ofNullable(clusters.get(id)).orElseThrow(() -> new IllegalArgumentException("no cluster " + id + " in this account"));
  }

  private ClusterLife owner(String member) {
    return clusters.values().stream()
        .filter(life -> life.member(member).isPresent())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no DB instance " + member + " in this account"));
  }

  private MemberLife life(String member) {
    return owner(member).member(member).orElseThrow();
  }

  private <R> R locked(Supplier<R> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
