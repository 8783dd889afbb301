package io.auroraresponder.lambda;

import io.auroraresponder.aws.AccountDirectory;
import io.auroraresponder.aws.ApprovalClients;
import io.auroraresponder.aws.AwsClients;
import io.auroraresponder.aws.Backoff;
import io.auroraresponder.aws.ChannelClients;
import io.auroraresponder.aws.CloudWatchMetrics;
import io.auroraresponder.aws.DynamoDbTable;
import io.auroraresponder.aws.Ec2Network;
import io.auroraresponder.aws.PerformanceInsightsHistory;
import io.auroraresponder.aws.RdsBackups;
import io.auroraresponder.aws.RdsControlPlane;
import io.auroraresponder.aws.RdsPlacement;
import io.auroraresponder.aws.RdsRangeChange;
import io.auroraresponder.aws.RdsSurroundings;
import io.auroraresponder.aws.ReportBucket;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Member;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.intake.Intake;
import io.auroraresponder.intake.OwnAccount;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.Ledger;
import io.auroraresponder.ledger.NoticeLog;
import io.auroraresponder.ledger.OperatorsTable;
import io.auroraresponder.ledger.Silence;
import io.auroraresponder.ledger.Table;
import io.auroraresponder.notify.NoticeChannel;
import io.auroraresponder.notify.Publisher;
import io.auroraresponder.notify.WebCall;
import io.auroraresponder.notify.page.PageChannel;
import io.auroraresponder.notify.sns.SnsPublisher;
import io.auroraresponder.observation.ControlPlane;
import io.auroraresponder.observation.HealthyHistory;
import io.auroraresponder.observation.MetricSource;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.probe.DatabaseProbe;
import io.auroraresponder.probe.ProbeRequest;
import io.auroraresponder.remediation.ClusterChanges;
import io.auroraresponder.remediation.LeaseNewsSink;
import io.auroraresponder.remediation.Remediation;
import io.auroraresponder.remediation.RemediationModule;
import io.auroraresponder.remediation.RemediationPorts;
import io.auroraresponder.remediation.RemediationSettings;
import io.auroraresponder.remediation.Wishes;
import io.auroraresponder.response.Answer;
import io.auroraresponder.response.LedgerLeaseHistory;
import io.auroraresponder.response.NoticeBoard;
import io.auroraresponder.response.Responder;
import io.auroraresponder.response.ResponseTimes;
import io.auroraresponder.response.Runbooks;
import io.auroraresponder.response.SignalHandler;
import io.auroraresponder.response.Stories;
import io.auroraresponder.response.StoringPublisher;
import io.auroraresponder.runbook.HealthyLooks;
import io.auroraresponder.runbook.LeaseHistory;
import io.auroraresponder.runbook.backup.BackupRunbook;
import io.auroraresponder.runbook.backup.BackupSource;
import io.auroraresponder.runbook.capacity.CapacityRunbook;
import io.auroraresponder.runbook.capacity.CapacitySource;
import io.auroraresponder.runbook.connectivity.ConnectionSource;
import io.auroraresponder.runbook.connectivity.ConnectivityRunbook;
import io.auroraresponder.runbook.connectivity.ConnectivitySource;
import io.auroraresponder.runbook.scaling.ScalingRunbook;
import io.auroraresponder.runbook.scaling.ScalingSource;
import io.auroraresponder.runbook.slowquery.SlowQueryRunbook;
import io.auroraresponder.runbook.slowquery.SlowQuerySource;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * Puts everything together once a container: the only other place to look beside {@link Responder}.
 *
 * @param signals takes in events
 * @param office decides and acts
 * @param ledger what was changed
 * @param incidents what was seen
 * @param news where news of leases go
 */
public record Wiring(SignalHandler signals, RemediationModule office, Ledger ledger, IncidentLog incidents, LeaseNewsSink news) {
  /** After how long an inconclusive look is repeated. Ours: a full alarm period of new measurements. */
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(5);


  /**
   * What is not AWS.
   *
   * @param nanos monotonic clock
   * @param source from where the way to a cluster is evaluated, by the id of its VPC
   */
  public record Surroundings(DatabaseProbe probe, OwnAccount home, Clock clock, LongSupplier nanos,
      Function<String, ConnectionSource> source) {
    /** Where no setting tells the probe's place in the network. */
    public Surroundings(DatabaseProbe probe, OwnAccount home, Clock clock, LongSupplier nanos) {
      this(probe, home, clock, nanos, vpc -> ConnectionSource.unknown());
    }
  }

  /**
   * Everything in one process, with no bucket for reports.
   *
   * @param thinking what the runbook functions work with
   * @param acting what the function works with that decides and acts
   */
  public static Wiring of(AwsClients thinking, AwsClients acting, Surroundings around, Settings settings) {
    return of(thinking, acting, around, settings, UnaryOperator.identity());
  }

  /** The same with a bucket that keeps reports; one call follows the other, so that a run is the same when it is repeated. */
  public static Wiring of(AwsClients thinking, AwsClients acting, Surroundings around, Settings settings, ReportBucket bucket) {
    Table table = new DynamoDbTable(thinking.dynamoDb(), settings.ledgerTable(), Backoff.standard(), around.clock());
    return of(thinking, acting, around, settings, keptIn(bucket, ledger(table, around.clock()), around.clock(), Runnable::run));
  }

  private static Wiring of(
      AwsClients thinking, AwsClients acting, Surroundings around, Settings settings, UnaryOperator<Publisher> kept) {
    Clock clock = around.clock();
    Table acts = new DynamoDbTable(acting.dynamoDb(), settings.ledgerTable(), Backoff.standard(), clock);
    Table thinks = new DynamoDbTable(thinking.dynamoDb(), settings.ledgerTable(), Backoff.standard(), clock);
    RemediationModule office = office(acting, clock, around.nanos(), settings);
    SignalHandler signals = signals(thinking, around, settings, office.decider(), kept);
    return new Wiring(signals, office, ledger(acts, clock), new IncidentLog(thinks), news(acting, clock, settings));
  }

  /** Answers whatever a runbook function is invoked with: an incident that the patrol hands back, or an event. Throws nothing. */
  public static Answer answer(SignalHandler signals, byte[] payload, Caller caller, Deadline deadline) {
    return Request.besideSignals(payload).resumed().map(key -> signals.resume(key, caller, deadline))
        .orElseGet(() -> signals.receive(payload, caller, deadline));
  }

  /** What CloudTrail recorded of a range, as the function that acts takes it: how many heads it told something. */
  public static int recorded(RemediationModule office, String event) {
    Deadline invocation = Deadline.after(TimeBudgets.REMEDIATION);
    return Request.of(event.getBytes(StandardCharsets.UTF_8)).recordedRange().map(range -> office.recorded().hear(range, invocation))
        .orElse(0);
  }

  /** What decides and acts; nothing else here holds the client of effects. */
  public static RemediationModule office(AwsClients clients, Clock clock, LongSupplier nanos, Settings settings) {
    Table table = new DynamoDbTable(clients.dynamoDb(), settings.ledgerTable(), Backoff.standard(), clock);
    RemediationPorts ports =
        new RemediationPorts(
            ledger(table, clock), operators(clients, clock, settings), new RdsControlPlane(clients.rds(), clock, Backoff.standard()),
            new CloudWatchMetrics(clients.cloudWatch()),
            changes(clients), clock, nanos);
    return RemediationModule.open(ports, acting(settings));
  }

  /** What people say. */
  static OperatorsTable operators(AwsClients clients, Clock clock, Settings settings) {
    return new OperatorsTable(new DynamoDbTable(clients.dynamoDb(), settings.operatorsTable(), Backoff.standard(), clock), clock);
  }

  /** Where news of leases go. */
  public static LeaseNewsSink news(AwsClients clients, Clock clock, Settings settings) {
    Table table = new DynamoDbTable(clients.dynamoDb(), settings.ledgerTable(), Backoff.standard(), clock);
    return new UnreportedNews(
        new IncidentLog(table),
        new PublishedNews(new SnsPublisher(clients.sns(), settings.findingsTopic(), settings.readers(), clock), settings.region()), clock);
  }

  /**
   * Where the notification function reads and keeps.
   *
   * @param bucket name of the bucket of reports and pages
   * @param pages writes into it
   */
  public record NoticePlaces(String ledgerTable, String operatorsTable, String bucket, ReportBucket pages) {}

  /** What keeps page, Slack, pager and bus up to date. */
  public static NoticeBoard notices(
      AwsClients clients, ChannelClients channels, Clock clock, Executor threads, NoticePlaces places, ChannelSettings settings) {
    Table table = new DynamoDbTable(clients.dynamoDb(), places.ledgerTable(), Backoff.standard(), clock);
    OperatorsTable said = new OperatorsTable(new DynamoDbTable(clients.dynamoDb(), places.operatorsTable(), Backoff.standard(), clock),
        clock);
    NoticeLog notices = new NoticeLog(table);
    Stories stories = new Stories(new IncidentLog(table), ledger(table, clock), notices, said::silences, incident ->
        PageChannel.link(incident, places.bucket()), threads, clock);
    List<NoticeChannel> all = new ArrayList<>(List.of(new PageChannel(places.bucket(), places.pages()::putPage)));
    all.addAll(settings.channels(channels, new WebCall(length -> Thread.sleep(length)), clock));
    return new NoticeBoard(stories::of, notices, all, threads, clock, length -> Thread.sleep(length));
  }

  /**
   * Answers what the notification function is invoked with.
   *
   * @param run names the invocation
   * @throws IllegalStateException where a channel was not told: the invocation has to be repeated
   */
  public static String told(NoticeBoard board, byte[] payload, String run, Deadline deadline) {
    return new NotificationFunction(board).answer(payload, run, deadline).toString();
  }

  /** The function that takes Slack's answers. */
  public static ApprovalFunction answers(ApprovalClients clients, String operatorsTable, String signingSecret, Clock clock) {
    return new ApprovalFunction(Container.answering(clients, operatorsTable, signingSecret, clock));
  }

  /**
   * What takes in events and thinks.
   *
   * @param kept what is done with reports besides publishing them
   */
  public static SignalHandler signals(
      AwsClients clients, Surroundings around, Settings settings, Remediation remediation, UnaryOperator<Publisher> kept) {
    Clock clock = around.clock();
    ControlPlane controlPlane = new RdsControlPlane(clients.rds(), clock, Backoff.standard());
    Table table = new DynamoDbTable(clients.dynamoDb(), settings.ledgerTable(), Backoff.standard(), clock);
    Ledger ledger = ledger(table, clock);
    Publisher publisher = kept.apply(new SnsPublisher(clients.sns(), settings.findingsTopic(), settings.readers(), clock));
    Responder responder =
        new Responder(
            runbooks(clients, around, settings, controlPlane), new Wishes(settings.limits()), remediation, publisher);
    AccountDirectory directory = new AccountDirectory(controlPlane, clients.rds(), clients.cloudWatch(), clock);
    Intake intake = new Intake(directory, new Intake.Settings(around.home(), settings.ownRoles()), clock);
    SignalHandler.Ports ports = new SignalHandler.Ports(new IncidentLog(table), ledger, directory::alarmStates, publisher, clock);
    return new SignalHandler(intake, responder, ports,
        new ResponseTimes(TimeBudgets.RUNBOOK, LOOK_AGAIN, TimeBudgets.PROBE, settings.resend()));
  }

  /** What is published is kept in the bucket before. */
  static UnaryOperator<Publisher> keptIn(ReportBucket bucket, AwsClients clients, Clock clock, Settings settings) {
    Table table = new DynamoDbTable(clients.dynamoDb(), settings.ledgerTable(), Backoff.standard(), clock);
    return keptIn(bucket, ledger(table, clock), clock, task -> Thread.ofVirtual().name("silence").start(task));
  }

  private static UnaryOperator<Publisher> keptIn(ReportBucket bucket, Ledger ledger, Clock clock, Executor aside) {
    return publisher -> new StoringPublisher(publisher, bucket::put, cluster -> ledger.silence(cluster).orElse(Optional.empty())
        .filter(one -> clock.instant().isBefore(one.until())).map(Silence::told), aside);
  }

  /** Looks how far a cluster is attached. */
  static DeepCheck deepCheck(AwsClients clients, Surroundings around, Settings settings) {
    Clock clock = around.clock();
    return new DeepCheck(
        new DeepCheck.Ports(
            new RdsControlPlane(clients.rds(), clock, Backoff.standard()), new CloudWatchMetrics(clients.cloudWatch()),
            ledger(new DynamoDbTable(clients.dynamoDb(), settings.ledgerTable(), Backoff.standard(), clock), clock),
            operators(clients, clock, settings),
            around.probe(),
            (cluster, member) -> request(cluster, member, settings), cluster -> Policy.read(cluster, settings.limits()), clock));
  }

  private static Runbooks runbooks(AwsClients clients, Surroundings around, Settings settings, ControlPlane controlPlane) {
    Clock clock = around.clock();
    MetricSource metrics = new CloudWatchMetrics(clients.cloudWatch());
    Table table = new DynamoDbTable(clients.dynamoDb(), settings.ledgerTable(), Backoff.standard(), clock);
    LeaseHistory leases = new LedgerLeaseHistory(ledger(table, clock));
    HealthyHistory health = new LedgerHealthyHistory(table);
    Function<ClusterState, Policy> policy = cluster -> Policy.read(cluster, settings.limits());
    BiFunction<ClusterState, Member, ProbeRequest> requests = (cluster, member) -> request(cluster, member, settings);
    CapacitySource.Sources capacity =
        new CapacitySource.Sources(
            controlPlane, metrics, new PerformanceInsightsHistory(clients.insights()), around.probe(), leases, health, policy, requests);
    ConnectivitySource.Sources connectivity =
        new ConnectivitySource.Sources(
            controlPlane, new RdsPlacement(clients.rds(), clock), new Ec2Network(clients.network(), Backoff.standard()), metrics,
            around.probe(), requests,
            around.source());
    ScalingSource.Sources scaling =
        new ScalingSource.Sources(
            controlPlane, new RdsSurroundings(clients.rds(), Backoff.standard()), metrics, leases, policy,
            new PricedAcu(acting(settings).rates()));
    return new Runbooks(
        List.of(
            CapacityRunbook.of(capacity, clock),
            ConnectivityRunbook.of(connectivity, clock),
            SlowQueryRunbook.of(
                new SlowQuerySource.Sources(controlPlane, metrics, around.probe(), requests), clock),
            BackupRunbook.of(
                new BackupSource.Sources(controlPlane, new RdsBackups(clients.rds(), clock, Backoff.standard()), metrics), clock),
            ScalingRunbook.of(scaling, clock)),
        new HealthyLooks(health));
  }

  private static Ledger ledger(Table table, Clock clock) {
    return new Ledger(table, clock, () -> UUID.randomUUID().toString());
  }

  private static RemediationSettings acting(Settings settings) {
    return RemediationSettings.defaults().with(settings.limits()).with(settings.slack()).under(settings.ownRoles());
  }

  private static ProbeRequest request(ClusterState cluster, Member member, Settings settings) {
    return new ProbeRequest(
        member.endpoint(), member.port(), settings.probeDatabase(), settings.probeUser(), member.id(), cluster.region(), member.vpc(),
        ProbeRequest.Scope.URGENT, false);
  }

  /** The adapter's answer in the words of the port. */
  private static ClusterChanges changes(AwsClients clients) {
    RdsRangeChange effect = new RdsRangeChange(clients.effects());
    return request ->
        switch (effect.modify(request.cluster(), request.range(), request.planId())) {
          case RdsRangeChange.Answer.Accepted accepted -> new ClusterChanges.Outcome.Accepted(accepted.requestId());
          case RdsRangeChange.Answer.Refused refused -> new ClusterChanges.Outcome.Refused(refused.code(), refused.text());
          case RdsRangeChange.Answer.NotNow notNow -> new ClusterChanges.Outcome.NotNow(notNow.code(), notNow.text());
          case RdsRangeChange.Answer.Unsure unsure -> new ClusterChanges.Outcome.Unsure(unsure.text());
        };
  }
}
