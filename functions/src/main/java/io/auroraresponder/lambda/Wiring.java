package io.auroraresponder.lambda;

import io.auroraresponder.aws.AccountDirectory;
import io.auroraresponder.aws.AwsClients;
import io.auroraresponder.aws.Backoff;
import io.auroraresponder.aws.CloudWatchMetrics;
import io.auroraresponder.aws.DynamoDbTable;
import io.auroraresponder.aws.Ec2Network;
import io.auroraresponder.aws.PerformanceInsightsHistory;
import io.auroraresponder.aws.RdsBackups;
import io.auroraresponder.aws.RdsControlPlane;
import io.auroraresponder.aws.RdsPlacement;
import io.auroraresponder.aws.RdsRangeChange;
import io.auroraresponder.aws.RdsSurroundings;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Policy;
import io.auroraresponder.intake.Home;
import io.auroraresponder.intake.Intake;
import io.auroraresponder.intake.Repetition;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.Ledger;
import io.auroraresponder.ledger.Table;
import io.auroraresponder.notify.Publisher;
import io.auroraresponder.notify.sns.SnsPublisher;
import io.auroraresponder.observation.ControlPlane;
import io.auroraresponder.observation.HealthyHistory;
import io.auroraresponder.observation.MetricSource;
import io.auroraresponder.probe.DatabaseProbe;
import io.auroraresponder.probe.ProbeRequest;
import io.auroraresponder.remediation.ClusterChanges;
import io.auroraresponder.remediation.NewsDesk;
import io.auroraresponder.remediation.Planner;
import io.auroraresponder.remediation.RemediationOffice;
import io.auroraresponder.remediation.RemediationPorts;
import io.auroraresponder.remediation.RemediationSettings;
import io.auroraresponder.runbook.HealthMemory;
import io.auroraresponder.runbook.HealthThresholds;
import io.auroraresponder.runbook.LeaseHistory;
import io.auroraresponder.runbook.backup.BackupRunbook;
import io.auroraresponder.runbook.backup.BackupSource;
import io.auroraresponder.runbook.backup.BackupThresholds;
import io.auroraresponder.runbook.capacity.CapacityRunbook;
import io.auroraresponder.runbook.capacity.CapacitySource;
import io.auroraresponder.runbook.capacity.CapacityThresholds;
import io.auroraresponder.runbook.connectivity.ConnectionSource;
import io.auroraresponder.runbook.connectivity.ConnectivityRunbook;
import io.auroraresponder.runbook.connectivity.ConnectivitySource;
import io.auroraresponder.runbook.connectivity.ConnectivityThresholds;
import io.auroraresponder.runbook.scaling.ScalingRunbook;
import io.auroraresponder.runbook.scaling.ScalingSource;
import io.auroraresponder.runbook.scaling.ScalingThresholds;
import io.auroraresponder.runbook.slowquery.SlowQueryRunbook;
import io.auroraresponder.runbook.slowquery.SlowQuerySource;
import io.auroraresponder.runbook.slowquery.SlowQueryThresholds;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

/**
 * Puts everything together once a container: the only other place to look beside {@link Responder}.
 *
 * @param reception takes in events
 * @param office decides and acts
 * @param ledger what was changed
 * @param incidents what was seen
 * @param news where news of leases go
 */
public record Wiring(Reception reception, RemediationOffice office, Ledger ledger, IncidentLog incidents, NewsDesk news) {

  /**
   * What is not AWS.
   *
   * @param nanos monotonic clock
   * @param source from where the way to a cluster is evaluated
   */
  public record Surroundings(DatabaseProbe probe, Home home, Clock clock, LongSupplier nanos, ConnectionSource source) {
    /** Where no setting tells the probe's place in the network. */
    public Surroundings(DatabaseProbe probe, Home home, Clock clock, LongSupplier nanos) {
      this(probe, home, clock, nanos, ConnectionSource.unknown());
    }
  }

  public static Wiring of(AwsClients clients, Surroundings around, Settings settings) {
    Clock clock = around.clock();
    ControlPlane controlPlane = new RdsControlPlane(clients.rds(), clock, Backoff.standard());
    MetricSource metrics = new CloudWatchMetrics(clients.cloudWatch());
    Table table = new DynamoDbTable(clients.dynamoDb(), settings.ledgerTable(), Backoff.standard());
    Ledger ledger = new Ledger(table, clock, () -> UUID.randomUUID().toString());
    RemediationSettings acting = RemediationSettings.defaults(settings.remediationFunction()).with(settings.limits());
    RemediationOffice office =
        RemediationOffice.open(new RemediationPorts(ledger, controlPlane, metrics, changes(clients), clock, around.nanos()), acting);

    Publisher publisher = new SnsPublisher(clients.sns(), settings.findingsTopic(), clock);
    IncidentLog incidents = new IncidentLog(table);
    LeaseHistory leases = new LedgerLeaseHistory(ledger);
    HealthyHistory health = new LedgerHealthyHistory(table);
    BiFunction<ClusterState, Member, ProbeRequest> requests = (cluster, member) -> request(cluster, member, settings);
    CapacitySource.Sources sources =
        new CapacitySource.Sources(
            controlPlane, metrics, new PerformanceInsightsHistory(clients.insights()), around.probe(), leases, health,
            cluster -> Policy.read(cluster, settings.limits()), requests);
    Runbooks runbooks =
        new Runbooks(
            List.of(
                CapacityRunbook.of(sources, CapacityThresholds.defaults(), clock),
                ConnectivityRunbook.of(
                    new ConnectivitySource.Sources(
                        controlPlane, new RdsPlacement(clients.rds(), clock), new Ec2Network(clients.network(), Backoff.standard()), metrics,
                        around.probe(), requests, around.source()),
                    ConnectivityThresholds.defaults(), clock),
                SlowQueryRunbook.of(
                    new SlowQuerySource.Sources(controlPlane, metrics, around.probe(), requests), SlowQueryThresholds.defaults(), clock),
                BackupRunbook.of(
                    new BackupSource.Sources(controlPlane, new RdsBackups(clients.rds(), clock, Backoff.standard()), metrics),
                    BackupThresholds.defaults(), clock),
                ScalingRunbook.of(
                    new ScalingSource.Sources(
                        controlPlane, new RdsSurroundings(clients.rds(), Backoff.standard()), metrics, leases, cluster -> Policy.read(cluster, settings.limits()), new PricedAcu(acting.rates())),
                    ScalingThresholds.defaults(), clock)),
            new HealthMemory(health, HealthThresholds.defaults()));
    Responder responder =
        new Responder(runbooks, new Planner(acting, ledger, clock), office.desk(), publisher, new LedgerJournal(incidents, clock));
    Intake intake =
        new Intake(
            new AccountDirectory(controlPlane, clients.rds(), clients.cloudWatch(), clock), new Intake.Settings(around.home(), settings.ownRoles()), clock);
    Reception reception =
        new Reception(
            intake, new Reception.Memories(incidents, ledger, new Repetition(Repetition.Limits.DEFAULT)), responder, publisher, clock, Reception.Times.DEFAULT);
    return new Wiring(reception, office, ledger, incidents, new PublishedNews(publisher));
  }

  private static ProbeRequest request(ClusterState cluster, Member member, Settings settings) {
    return new ProbeRequest(member.endpoint(), member.port(), settings.probeDatabase(), settings.probeUser(), member.id(), cluster.region());
  }

  /** The adapter's answer in the words of the port. */
  private static ClusterChanges changes(AwsClients clients) {
    RdsRangeChange effect = new RdsRangeChange(clients.effects());
    return request ->
        switch (effect.modify(request.cluster(), request.range())) {
          case RdsRangeChange.Answer.Accepted accepted -> new ClusterChanges.Outcome.Accepted(accepted.requestId());
          case RdsRangeChange.Answer.Refused refused -> new ClusterChanges.Outcome.Refused(refused.code(), refused.text());
          case RdsRangeChange.Answer.NotNow notNow -> new ClusterChanges.Outcome.NotNow(notNow.code(), notNow.text());
          case RdsRangeChange.Answer.Unsure unsure -> new ClusterChanges.Outcome.Unsure(unsure.text());
        };
  }
}
