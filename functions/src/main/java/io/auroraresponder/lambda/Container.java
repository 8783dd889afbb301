package io.auroraresponder.lambda;

import io.auroraresponder.aws.ApprovalClients;
import io.auroraresponder.aws.AwsClients;
import io.auroraresponder.aws.Backoff;
import io.auroraresponder.aws.ChannelClients;
import io.auroraresponder.aws.DynamoDbTable;
import io.auroraresponder.aws.Ec2Network;
import io.auroraresponder.aws.FunctionInvocations;
import io.auroraresponder.aws.RdsLoginToken;
import io.auroraresponder.aws.Rehearsal;
import io.auroraresponder.aws.ReportBucket;
import io.auroraresponder.aws.SecretValues;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.intake.OwnAccount;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.OperatorsTable;
import io.auroraresponder.notify.sns.TopicSubscribers;
import io.auroraresponder.postgres.DatabaseLogin;
import io.auroraresponder.postgres.JdbcProbe;
import io.auroraresponder.postgres.NameLookups;
import io.auroraresponder.postgres.ProbeSettings;
import io.auroraresponder.postgres.RdsRoots;
import io.auroraresponder.probe.DatabaseProbe;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;
import io.auroraresponder.remediation.RemediationModule;
import io.auroraresponder.response.NoticeBoard;
import io.auroraresponder.response.SignalHandler;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** What one Lambda container is made of, from its environment; built once, before SnapStart takes its picture. */
final class Container {
  private final Environment set;
  private final Clock clock;

  Container(Environment set, Clock clock) {
    this.set = set;
    this.clock = clock;
  }

  static Container ofProcess() {
    NameLookups.keepNothing();
    return new Container(Settings.environment(), Clock.systemUTC());
  }

  /** What the runbook functions work with. */
  record Thinking(SignalHandler signals, DeepCheck deepCheck) {}

  Thinking thinking() {
    Settings settings = Settings.ofRunbook(set);
    FunctionCalls functions = calls(settings.region());
    AwsClients clients = AwsClients.of(settings.region(), Optional.empty());
    Wiring.Surroundings around =
        new Wiring.Surroundings(probe(functions), OwnAccount.fixed(settings.account(), settings.region()), clock, System::nanoTime,
        ProbePlaces.read(set, new Ec2Network(clients.network(), Backoff.standard()))::in);
    ReportBucket bucket = ReportBucket.of(settings.region(), Optional.empty(), set.text("REPORT_BUCKET"));
    return new Thinking(
        Wiring.signals(
            clients, around, settings, new RemoteRemediation(functions, settings.remediationFunction()),
            Wiring.keptIn(bucket, clients, clock, settings)),
        Wiring.deepCheck(clients, around, settings));
  }

  /** How the database is looked into: by the probe in its VPC, in this very process, or not at all. */
  DatabaseProbe probe(FunctionCalls functions) {
    String mode = set.text("PROBE_MODE", "lambda");
    Map<String, String> probes = set.pairs("PROBE_FUNCTIONS");
    return switch (mode) {
      case "lambda" -> new RemoteProbe(functions, probes, clock, length -> Thread.sleep(length));
      case "direct" -> directProbe();
      case "none" -> new NoProbe();
      default -> throw Environment.wrong("PROBE_MODE", mode, "lambda, direct or none");
    };
  }

  /** Without a VPC's probe nobody looks inside: every check on the database is a gap of the report. */
  private static final class NoProbe implements DatabaseProbe {
    @Override
    public Look look(ProbeRequest request, Deadline deadline) {
      return new Look.NotTried("no probe is deployed: the checks inside the database need one in the cluster's VPC");
    }
  }

  /** Verified by the roots in the jar, or by the file that the deployment names; a token signed for every connection. */
  DatabaseProbe directProbe() {
    String roots = set.text("PROBE_ROOTS", "");
    RdsRoots trusted = roots.isEmpty() ? RdsRoots.shipped() : RdsRoots.in(Path.of(roots));
    DatabaseLogin login = request -> DatabaseLogin.verified(trusted.path(), new RdsLoginToken(DefaultCredentialsProvider.builder().build()))
        .properties(request);
    return new JdbcProbe(login, ProbeSettings.defaults(), clock);
  }

  /** The same with nobody's credentials, for {@link Rehearsed}: it never gets as far as a login. */
  static DatabaseProbe rehearsalProbe() {
    DatabaseLogin login = request -> DatabaseLogin.verified(RdsRoots.shipped().path(), new RdsLoginToken(Rehearsal.NOBODY))
        .properties(request);
    return new JdbcProbe(login, ProbeSettings.defaults(), Clock.systemUTC());
  }

  /** What RemediationFunction works with. */
  record Acting(RemediationModule office, io.auroraresponder.remediation.LeaseNewsSink news) {}

  Acting acting() {
    Settings settings = Settings.ofRemediation(set);
    AwsClients clients = AwsClients.of(settings.region(), Optional.empty());
    return new Acting(Wiring.office(clients, clock, System::nanoTime, settings), Wiring.news(clients, clock, settings));
  }

  NoticeBoard notifying() {
    String region = set.text("AWS_REGION");
    return Wiring.notices(
        AwsClients.of(region, Optional.empty()), ChannelClients.of(region, Optional.empty()), clock, task -> Thread.ofVirtual().start(task),
        new Wiring.NoticePlaces(
            set.text("LEDGER_TABLE"), set.text("OPERATORS_TABLE"), set.text("REPORT_BUCKET"),
            ReportBucket.of(region, Optional.empty(), set.text("REPORT_BUCKET"))),
        ChannelSettings.read(set));
  }

  /** What ApprovalFunction works with; its calls are not repeated, since Slack waits. */
  record Answering(Supplier<String> secret, OperatorsTable operators, Clock clock) {}

  Answering answering() {
    return answering(
        ApprovalClients.of(set.text("AWS_REGION"), Optional.empty()), set.text("OPERATORS_TABLE"), set.text("SLACK_SIGNING_SECRET"), clock);
  }

  static Answering answering(ApprovalClients clients, String operatorsTable, String signingSecret, Clock clock) {
    SecretValues secrets = new SecretValues(clients.secrets(), clock);
    return new Answering(
        () -> ChannelSettings.part(secrets.of(signingSecret), "signingSecret"),
        new OperatorsTable(new DynamoDbTable(clients.dynamoDb(), operatorsTable, Backoff.once(), clock), clock), clock);
  }

  Patrol patrol() {
    String region = set.text("AWS_REGION");
    AwsClients clients = AwsClients.of(region, Optional.empty());
    IncidentLog incidents = new IncidentLog(new DynamoDbTable(clients.dynamoDb(), set.text("LEDGER_TABLE"), Backoff.standard(), clock));
    Patrol.Audience audience =
        new Patrol.Audience(
            Map.of("findings", set.text("FINDINGS_TOPIC"), "operations", set.text("OPERATIONS_TOPIC")), topic ->
            new TopicSubscribers(clients.sns().get()).confirmed(topic));
    return new Patrol(incidents, calls(region), set.pairs("FUNCTIONS"), audience, clock);
  }

  private static FunctionCalls calls(String region) {
    FunctionInvocations invocations = FunctionInvocations.of(region, Optional.empty());
    return new FunctionCalls() {
      @Override
      public String ask(String function, String payload, Duration within) {
        return invocations.ask(function, payload, within);
      }

      @Override
      public void send(String function, String payload) {
        invocations.send(function, payload);
      }
    };
  }
}
