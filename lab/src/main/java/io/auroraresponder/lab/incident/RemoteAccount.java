package io.auroraresponder.lab.incident;

import io.auroraresponder.aws.AwsClients;
import io.auroraresponder.aws.Lazy;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.intake.AccountRegion;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.intake.Intake;
import io.auroraresponder.intake.OwnAccount;
import io.auroraresponder.intake.ParsedEvent;
import io.auroraresponder.lab.account.Published;
import io.auroraresponder.lab.account.SimulatedAccount;
import io.auroraresponder.lab.account.SimulatedClock;
import io.auroraresponder.lab.account.World;
import io.auroraresponder.lambda.Wiring;
import io.auroraresponder.policy.HardLimits;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.probe.DatabaseProbe;
import io.auroraresponder.probe.Look;
import io.auroraresponder.response.Answer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.rds.RdsClient;

/** The functions' code in this process, in an account that is not simulated here: one on the wire, or a real one. */
public final class RemoteAccount implements Delivery {
  private static final DatabaseProbe NO_PROBE =
      (request, deadline) -> new Look.NotTried("this command does not connect to databases: " + request.instanceId() + " was not asked");

  private static final AccountRegion NOWHERE = new AccountRegion("000000000000", "");

  private final AwsClients remote;
  private final Wiring wiring;
  private final Optional<SimulatedAccount> notes;

  private RemoteAccount(AwsClients remote, Wiring wiring, Optional<SimulatedAccount> notes) {
    this.remote = remote;
    this.wiring = wiring;
    this.notes = notes;
  }

  /**
   * Everything at one address, as if deployed there: reads, ledger, messages, and changes where that account's ledger, switch and tags
   * allow them.
   *
   * @param region for an event that names none
   */
  public static RemoteAccount at(URI endpoint, String region, String event) {
    AccountRegion said = said(event).orElse(new AccountRegion("", region));
    AwsClients clients = AwsClients.of(said.region(), Optional.of(endpoint));
    AccountRegion place = said.orElse(ownPlace(clients.rds().get()));
    return new RemoteAccount(clients, wiring(clients, place, HardLimits.DEFAULTS), Optional.empty());
  }

  /**
   * A real account, with the credentials that the SDK finds, to look and nothing else: the deployment's highest mode is observe, there
   * is no client for changes, and ledger and messages stay in this process.
   *
   * @param region for an event that names none
   */
  public static RemoteAccount onlyLooking(String region, String event) {
    AccountRegion said = said(event).orElse(new AccountRegion("", region));
    AwsClients real = AwsClients.of(said.region(), Optional.empty());
    return onlyLooking(real, said.orElse(ownPlace(real.rds().get())));
  }

  static RemoteAccount onlyLooking(AwsClients real, AccountRegion place) {
    World empty = new World(place.account(), place.region(), Clock.systemUTC().instant(), 100, Duration.ZERO, List.of(), List.of(),
        List.of());
    SimulatedAccount notes = new SimulatedAccount(empty, SimulatedClock.startingAt(empty.now()));
    notes.createTable(Deployment.TABLE);
    notes.createTable(Deployment.OPERATORS);
    AwsClients clients =
        new AwsClients(real.rds(), Lazy.of(NoChanges::new), real.cloudWatch(), real.insights(), Lazy.of(notes::dynamoDb),
        Lazy.of(notes::sns), real.network());
    Wiring wiring = wiring(clients, place, observing(HardLimits.DEFAULTS));
    Deployment.allow(notes);
    return new RemoteAccount(real, wiring, Optional.of(notes));
  }

  /** What an event says of account and region. */
  private static AccountRegion said(String event) {
    return Intake.notices(event, Caller.any("setting"), Instant.EPOCH).stream().map(ParsedEvent::origin)
        .reduce(AccountRegion.UNKNOWN, AccountRegion::orElse);
  }

  /** The account that the credentials lead to, by the ARN of any cluster in it. Without a cluster there is nothing to look at anyway. */
  private static AccountRegion ownPlace(RdsClient rds) {
    try {
      return rds.describeDBClusters().dbClusters().stream()
          .map(cluster -> cluster.dbClusterArn().split(":", -1))
          .map(arn -> new AccountRegion(arn[4], arn[3]))
          .findFirst()
          .orElse(NOWHERE);
    } catch (SdkException unreadable) {
      // The function itself will say what does not answer.
      return NOWHERE;
    }
  }

  private static Wiring wiring(AwsClients clients, AccountRegion place, HardLimits limits) {
    return Wiring.of(
        clients, clients, new Wiring.Surroundings(NO_PROBE, OwnAccount.ofTheEvent(place), Clock.systemUTC(), System::nanoTime),
        Deployment.settings(place.account(), place.region(), "postgres", "aurora_responder", limits));
  }

  private static HardLimits observing(HardLimits limits) {
    return new HardLimits(
        Policy.Mode.OBSERVE, Policy.Mode.OBSERVE, limits.maxAcu(), limits.minAcu(), limits.step(), limits.lease(), limits.budgetAcuHours(),
        limits.cooldown(), limits.ratePerDay(), limits.eventAge(), limits.evidenceAge(), limits.planExpiry(), limits.freeze(),
        limits.actions(), limits.deployment(), limits.fleet());
  }

  @Override
  public Answer deliver(String event, Caller caller) {
    return wiring.signals().receive(event.getBytes(StandardCharsets.UTF_8), caller, Deadline.after(InProcess.RUNBOOK));
  }

  /** What would have been published; empty where it really was. */
  @Override
  public List<Published> published() {
    return notes.map(SimulatedAccount::published).orElse(List.of());
  }

  @Override
  public void close() {
    remote.close();
  }

  /** Every operation of the SDK's interface that nobody implements is refused before anything is sent. */
  private static final class NoChanges implements RdsClient {
    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
