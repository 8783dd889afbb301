package io.auroraresponder.lab.incident;

import io.auroraresponder.aws.Backoff;
import io.auroraresponder.aws.DynamoDbTable;
import io.auroraresponder.aws.ReportBucket;
import io.auroraresponder.intake.Arn;
import io.auroraresponder.intake.OwnAccount;
import io.auroraresponder.intake.RoutingTable;
import io.auroraresponder.lab.account.CloudNetwork;
import io.auroraresponder.lab.account.SimulatedAccount;
import io.auroraresponder.lab.account.World;
import io.auroraresponder.lab.postgres.LabException;
import io.auroraresponder.lab.wire.CallerIdentity;
import io.auroraresponder.lambda.Settings;
import io.auroraresponder.lambda.Wiring;
import io.auroraresponder.ledger.Approval;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.Ledger;
import io.auroraresponder.ledger.OperatorsTable;
import io.auroraresponder.ledger.Order;
import io.auroraresponder.ledger.Run;
import io.auroraresponder.ledger.Silence;
import io.auroraresponder.ledger.Stop;
import io.auroraresponder.ledger.Table;
import io.auroraresponder.ledger.Unclaimed;
import io.auroraresponder.notify.MailReaders;
import io.auroraresponder.policy.HardLimits;
import io.auroraresponder.probe.DatabaseProbe;
import io.auroraresponder.remediation.SlackApprovals;
import io.auroraresponder.runbook.connectivity.ConnectionSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The functions' code as it is deployed into a simulated account: with its table, its topic, and changes allowed. */
final class Deployment {
  /** How long a person of an incident silences a cluster. */
  private static final Duration SILENCE = Duration.ofHours(2);

  static final String TABLE = "aurora-responder-ledger";
  /** As much of a plan's id as an order names. */
  private static final int TARGET = 8;

  static final String OPERATORS = "aurora-responder-operators";
  private static final String PERSON = "lab";
  static final String NAME = "aurora-responder-";
  private static final String FUNCTION = NAME + "remediation";
  static final String BUCKET = "aurora-responder-reports";
  private static final String OWN_ROLE = "aurora-responder-remediation-role";

  private Deployment() {}

  /**
   * Deploys.
   *
   * @param database database that the probe connects to
   * @param login the probe's login
   */
  static Wiring into(SimulatedAccount account, DatabaseProbe probe, OwnAccount home, Clock clock, String database, String login) {
    return into(account, probe, home, clock, new Entry(database, login), SlackApprovals.NONE);
  }

  /**
   * Where the probe goes first.
   *
   * @param login the probe's login
   */
  record Entry(String database, String login) {}

  /** The same where those may answer in Slack. */
  static Wiring into(SimulatedAccount account, DatabaseProbe probe, OwnAccount home, Clock clock, Entry entry, SlackApprovals slack) {
    prepare(account);
    Wiring wiring = container(account, probe, home, clock, entry, slack, HardLimits.DEFAULTS);
    allow(account);
    return wiring;
  }

  /** What the functions need of the account: tables, whose rights are enforced, and a bucket. */
  static void prepare(SimulatedAccount account) {
    account.createTable(TABLE);
    account.createTable(OPERATORS);
    account.leadingKeys(Rights::allow);
    account.createBucket(BUCKET);
  }

  /** One more container in a prepared account. */
  static Wiring container(
      SimulatedAccount account, DatabaseProbe probe, OwnAccount home, Clock clock, Entry entry, SlackApprovals slack, HardLimits limits) {
    World world = account.world();
    Settings settings = settings(world.account(), world.region(), entry.database(), entry.login(), limits, slack);
    return Wiring.of(
        account.clients(Rights.THINKING), account.clients(Rights.ACTING),
        new Wiring.Surroundings(probe, home, clock, System::nanoTime, vpc -> source(account.network().probe())), settings,
        new ReportBucket(() -> account.s3(Rights.THINKING), BUCKET));
  }

  /** The tables are protected and recoverable, as deployed; nothing else pays for remembering every item that they ever held. */
  static void protect(SimulatedAccount account) {
    account.protectTable(TABLE);
    account.protectTable(OPERATORS);
  }

  /** Changes are allowed for the first time, and the ledger is begun, as the sweep does it when a person has said so. */
  static void allow(SimulatedAccount account) {
    turn(account, true, "the lab's account starts with changes allowed");
    var unused = account.byTheLab(() -> ledger(account).begin());
  }

  /** A person turns the switch under the own credentials: what the functions may not do, or fail to do, does not stop them. */
  static void turn(SimulatedAccount account, boolean run, String why) {
    var unused = account.byTheLab(() -> {
      Instant now = account.clock().instant();
      OperatorsTable operators = new OperatorsTable(table(account, OPERATORS), account.clock());
      String id = OperatorsTable.id(now, PERSON);
      if (run) {
        String lifts = operators.read().map(said -> said.stop().map(Stop::id).orElse("")).orElse("");
        operators.put(new Run(lifts, ledger(account).tableId().orElse(""), true, PERSON, now, why));
      } else {
        operators.put(new Stop(id, PERSON, now, why));
      }
      return id;
    });
  }

  /**
   * A person says something to what is open of a cluster just then, as the commands do it.
   *
   * @throws LabException where nothing is open that it could be said to
   */
  static void say(SimulatedAccount account, Script.Change.Said said) {
    var unused = account.byTheLab(() -> {
      OperatorsTable operators = new OperatorsTable(table(account, OPERATORS), account.clock());
      String id = OperatorsTable.id(account.clock().instant(), PERSON);
      switch (said.word()) {
        case APPROVE, REFUSE -> {
          String hash = open(account, said).pending().map(pending -> pending.plan().planHash())
              .orElseThrow(() -> new LabException("The incident has a person answer a proposal of " + said
              .cluster() + ", and none waits."));
          operators.put(new Approval(id, CallerIdentity.USER, hash, said.word() == Script.Change.Said.Word.APPROVE, Optional.empty()),
              CallerIdentity.USER);
        }
        case UNDO, KEEP -> {
          Head head = open(account, said);
          String target = head.lease().map(Lease::id).or(() -> head.change().map(change -> change.plan().planId().substring(0, TARGET)))
              .or(() -> head.unclaimed().map(Unclaimed::id))
              .orElseThrow(() -> new LabException("The incident has a person order something of " + said
              .cluster() + ", and nothing is open."));
          Order.Kind kind = said.word() == Script.Change.Said.Word.UNDO ? Order.Kind.BACK : Order.Kind.KEEP;
          String under = operators.read().map(all -> all.stop().map(Stop::id).orElse("")).orElse("");
          operators.put(new Order(id, CallerIdentity.USER, kind, head.cluster().value(), target, under));
        }
        case SILENCE ->
            operators.put(
                new Silence(id, CallerIdentity.USER, said.cluster(), account.clock().instant().plus(SILENCE), "a planned migration"));
        case LIFT -> operators.put(new Silence(id, CallerIdentity.USER, said.cluster(), OperatorsTable.at(id), "the migration is over"));
      }
      return id;
    });
  }

  private static Head open(SimulatedAccount account, Script.Change.Said said) {
    return ledger(account).recorded(account.resourceId(said.cluster())).orElse(Optional.empty())
        .orElseThrow(() -> new LabException("The incident has a person say something of " + said
        .cluster() + ", and nothing is open there."));
  }

  private static Ledger ledger(SimulatedAccount account) {
    return new Ledger(table(account, TABLE), account.clock(), () -> UUID.randomUUID().toString());
  }

  private static Table table(SimulatedAccount account, String name) {
    return new DynamoDbTable(account::dynamoDb, name, Backoff.standard(), account.clock());
  }

  private static ConnectionSource source(CloudNetwork.Probe probe) {
    return new ConnectionSource("the probe", probe.groups(), probe.blocks(), true);
  }

  static Settings settings(String account, String region, String database, String login, HardLimits limits) {
    return settings(account, region, database, login, limits, SlackApprovals.NONE);
  }

  private static Settings settings(
      String account, String region, String database, String login, HardLimits limits, SlackApprovals slack) {
    return new Settings(region, account, TABLE, OPERATORS, topic(account, region), FUNCTION, Set.of(OWN_ROLE), database, login,
        Settings.RESEND, MailReaders.DEFAULT,
        limits, slack);
  }

  /**
   * How a deployment looks into databases.
   *
   * @param function name of the probe's function; empty: nobody looks inside
   * @param roots a PEM file
   */
  record Inside(String function, String database, String login, String roots) {
    /** Nothing stands behind the clusters. */
    static final Inside NOTHING = new Inside("", "postgres", "aurora_responder", "");
  }

  /** What the deployment sets for its functions, for all of them together. */
  static Map<String, String> environment(World world, CloudNetwork network, Inside inside) {
    CloudNetwork.Probe probe = network.probe();
    return Map.ofEntries(
        Map.entry("ACCOUNT", world.account()),
        Map.entry("LEDGER_TABLE", TABLE),
        Map.entry("OPERATORS_TABLE", OPERATORS),
        Map.entry("FINDINGS_TOPIC", topic(world.account(), world.region())),
        Map.entry("OPERATIONS_TOPIC", topic(world.account(), world.region()).replace("findings", "operations")),
        Map.entry("REPORT_BUCKET", BUCKET),
        Map.entry("SLACK_SIGNING_SECRET", Audience.SIGNING_SECRET),
        Map.entry("REMEDIATION_FUNCTION", FUNCTION),
        Map.entry("OWN_ROLES", OWN_ROLE),
        Map.entry("FUNCTIONS", functions()),
        Map.entry("PROBE_MODE", inside.function().isEmpty() ? "none" : "lambda"),
        Map.entry("PROBE_FUNCTIONS", inside.function().isEmpty() ? "" : network.vpc() + "=" + inside.function()),
        Map.entry("PROBE_ROOTS", inside.roots()),
        Map.entry("PROBE_SOURCE", String.join(",", Stream.concat(probe.groups().stream(), probe.blocks().stream()).toList())),
        Map.entry("PROBE_DATABASE", inside.database()),
        Map.entry("PROBE_USER", inside.login()),
        Map.entry("LIMIT_HIGHEST_MODE", "act"));
  }

  /** Those that the patrol hands incidents back to: their names by their runbooks. */
  private static String functions() {
    return RoutingTable.RUNBOOKS.stream().sorted().map(runbook -> runbook + "=" + NAME + runbook).collect(Collectors.joining(","));
  }

  /** Who changes ranges, as CloudTrail names it. */
  static String ownIdentity(World world) {
    return "arn:" + Arn.partitionOf(world.region()) + ":sts::" + world.account() + ":assumed-role/" + OWN_ROLE + "/" + FUNCTION;
  }

  private static String topic(String account, String region) {
    String partition = Arn.partitionOf(region);
    return "arn:" + partition + ":sns:" + region + ":" + account + ":aurora-responder-findings";
  }
}
