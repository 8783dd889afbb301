package io.auroraresponder.lab.incident;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.auroraresponder.aws.ApprovalClients;
import io.auroraresponder.aws.Backoff;
import io.auroraresponder.aws.DynamoDbTable;
import io.auroraresponder.aws.ReportBucket;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.lab.account.Published;
import io.auroraresponder.lab.account.RecordedCall;
import io.auroraresponder.lab.account.SimulatedAccount;
import io.auroraresponder.lab.people.FunctionUrl;
import io.auroraresponder.lab.people.PagerDutyServer;
import io.auroraresponder.lab.people.SlackServer;
import io.auroraresponder.lambda.ApprovalFunction;
import io.auroraresponder.lambda.ChannelSettings;
import io.auroraresponder.lambda.DeployedFunction;
import io.auroraresponder.lambda.Wiring;
import io.auroraresponder.ledger.NoticeLog;
import io.auroraresponder.notify.Channel;
import io.auroraresponder.notify.Story;
import io.auroraresponder.remediation.SlackApprovals;
import io.auroraresponder.response.NoticeBoard;
import io.auroraresponder.response.Stories;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Slack and PagerDuty of a scene, with the secrets by which the account's functions reach them. */
final class Audience implements AutoCloseable {
  static final String SLACK_SECRET = "aurora-responder/slack";
  static final String PAGER_SECRET = "aurora-responder/pager";
  static final String SIGNING_SECRET = "aurora-responder/slack-signing";
  static final String BUS = "operations";

  /** Whose answers in Slack count where a scene takes any. */
  static final SlackApprovals APPROVERS =
      new SlackApprovals(Set.of(SlackServer.USER), 64, SlackServer.TEAM, SlackServer.APP, SlackServer.idOf(SlackServer.CHANNEL));

  /** The notification function's budget (docs/architecture.md, time budgets). */
  private static final Duration BUDGET = Duration.ofSeconds(60);

  private final SlackServer slack;
  private final PagerDutyServer pager;
  private final String channel;
  private final FunctionUrl address;
  private final Function<Executor, NoticeBoard> boards;
  private final NoticeBoard board;
  private final SimulatedAccount account;
  private final Clock clock;
  private final Map<String, Duration> after = new LinkedHashMap<>();
  private int deliveries;

  private Audience(SimulatedAccount account, Clock clock, SlackApprovals approvals) {
    this.account = account;
    this.clock = clock;
    this.slack = new SlackServer(clock);
    this.pager = new PagerDutyServer(clock);
    account.createTable(Deployment.OPERATORS);
    account.createBus(BUS);
    account.keepSecret(SLACK_SECRET, "{\"token\":\"" + SlackServer.TOKEN + "\"}");
    account.keepSecret(PAGER_SECRET, "{\"routingKey\":\"" + PagerDutyServer.ROUTING_KEY + "\"}");
    account.keepSecret(SIGNING_SECRET, "{\"signingSecret\":\"" + SlackServer.SIGNING_SECRET + "\"}");
    this.channel = approvals.approvers().isEmpty() ? SlackServer.CHANNEL : approvals.channel();
    String answering = DeployedFunction.APPROVAL.id();
    ApprovalFunction answers =
        Wiring.answers(
            new ApprovalClients(account.channels(answering).secrets(), account.clients(answering).dynamoDb()), Deployment.OPERATORS,
            SIGNING_SECRET, clock);
    this.address = new FunctionUrl(event -> account.byTheLab(() -> answers.answer(event).toString().getBytes(StandardCharsets.UTF_8)));
    String caller = DeployedFunction.NOTIFICATION.id();
    ChannelSettings settings =
        new ChannelSettings(
            SLACK_SECRET, channel, slack.api(), PAGER_SECRET, pager.address(), BUS, io.auroraresponder.notify.Audience.DEFAULT,
            approvals.maxAcu());
    this.boards = threads ->
        Wiring.notices(account.clients(caller), account.channels(caller), clock, threads,
            new Wiring.NoticePlaces(Deployment.TABLE, Deployment.OPERATORS, Deployment.BUCKET,
            new ReportBucket(() -> account.s3(caller), Deployment.BUCKET)), settings);
    // One call follows the other, so that a run is the same when it is repeated.
    this.board = boards.apply(Runnable::run);
  }

  /** Around an account that has its ledger; nobody answers in Slack. */
  static Audience of(SimulatedAccount account, Clock clock) {
    return of(account, clock, SlackApprovals.NONE);
  }

  /** The same where those may answer in Slack. */
  static Audience of(SimulatedAccount account, Clock clock, SlackApprovals approvals) {
    return new Audience(account, clock, approvals);
  }

  /** Somebody presses a button in Slack; the status that Slack got. */
  int press(String action, String user) {
    return slack.press(action, user, address.address());
  }

  /** What the notification function is told in its environment. */
  Map<String, String> environment() {
    return Map.of(
        "OPERATORS_TABLE", Deployment.OPERATORS, "SLACK_SECRET", SLACK_SECRET, "SLACK_CHANNEL", channel, "SLACK_API",
        slack.api().toString(), "PAGER_SECRET", PAGER_SECRET, "PAGER_ADDRESS", pager.address().toString(), "EVENT_BUS", BUS);
  }

  /**
   * Wakes the notification function in this process. Its calls are not counted among those of the run: a world's faults are ordered for the
   * functions that look and act.
   *
   * @return whether every channel was told; where not, SNS's delivery comes again
   */
  boolean hear(Published message) {
    deliveries++;
    return account.byTheLab(() -> {
      try {
        measured(message);
        String answer =
            Wiring.told(board, delivery(message).getBytes(StandardCharsets.UTF_8), "notification-" + deliveries, Deadline.after(BUDGET));
        if (JsonParser.parseString(answer).getAsJsonObject().get("afterSeconds") instanceof JsonObject seconds) {
          seconds.asMap().forEach((channel, one) -> after.putIfAbsent(channel, Duration.ofSeconds(one.getAsLong())));
        }
        return true;
      } catch (IllegalStateException untold) {
        return false;
      }
    });
  }

  /**
   * Wakes the notification function as it is deployed, all channels at the same time, while each call of AWS and each request to Slack and
   * PagerDuty takes the time given.
   *
   * @return how long after the message was published each channel had taken its first
   */
  Map<String, Duration> told(Published message, Duration call) {
    NoticeBoard deployed = boards.apply(task -> Thread.ofVirtual().start(task));
    int before = account.callCount();
    Instant begun = clock.instant();
    account.delay(call);
    slack.delay(call);
    pager.delay(call);
    try {
      var unused = Wiring.told(deployed, delivery(message).getBytes(StandardCharsets.UTF_8), "alone", Deadline.after(BUDGET));
    } finally {
      account.delay(Duration.ZERO);
      slack.delay(Duration.ZERO);
      pager.delay(Duration.ZERO);
    }
    Map<String, Duration> took = new LinkedHashMap<>();
    List<RecordedCall> calls = account.calls(before);
    slack.taken().stream().findFirst().ifPresent(one -> took.put(Channel.SLACK.word(), Duration.between(begun, one.at())));
    pager.taken().stream().findFirst().ifPresent(one -> took.put(Channel.PAGER.word(), Duration.between(begun, one.at())));
    calls.stream().filter(one -> one.action().equals("events:PutEvents")).findFirst()
        .ifPresent(one -> took.put(Channel.BUS.word(), Duration.between(begun, one.at())));
    return took;
  }

  /** The topic's subscribers have it when it is published. */
  private void measured(Published message) {
    JsonObject report = JsonParser.parseString(body(message)).getAsJsonObject();
    if (report.get("incident") instanceof JsonObject incident && incident.get("signal") instanceof JsonObject signal) {
      Duration waited = Duration.between(Instant.parse(signal.get("at").getAsString()), message.at());
      after.putIfAbsent(Channel.MAIL.word(), waited.isNegative() ? Duration.ZERO : waited);
    }
  }

  /** How long after the alarm each channel had taken its first message. */
  Map<String, Duration> after() {
    return after;
  }

  private static String body(Published message) {
    return JsonParser.parseString(message.message()).getAsJsonObject().get("lambda").getAsString();
  }

  /** As SNS hands a message to a function (Lambda Developer Guide, "Invoking Lambda functions with Amazon SNS notifications"). */
  static String delivery(Published message) {
    JsonObject attributes = new JsonObject();
    message.attributes().forEach((name, value) -> {
      JsonObject one = new JsonObject();
      one.addProperty("Type", "String");
      one.addProperty("Value", value);
      attributes.add(name, one);
    });
    JsonObject sns = new JsonObject();
    sns.addProperty("Type", "Notification");
    sns.addProperty("TopicArn", message.topicArn());
    sns.addProperty("Subject", message.subject());
    sns.addProperty("Message", body(message));
    sns.addProperty("Timestamp", message.at().toString());
    sns.add("MessageAttributes", attributes);
    JsonObject record = new JsonObject();
    record.addProperty("EventSource", "aws:sns");
    record.addProperty("EventVersion", "1.0");
    record.add("Sns", sns);
    JsonArray records = new JsonArray();
    records.add(record);
    JsonObject event = new JsonObject();
    event.add("Records", records);
    return event.toString();
  }

  /** The incident of that cluster as the channels were told it last. */
  Optional<Story> story(String cluster, Wiring wiring, Clock clock) {
    NoticeLog notices =
        new NoticeLog(new DynamoDbTable(account.clients(DeployedFunction.NOTIFICATION.id()).dynamoDb(), Deployment.TABLE,
            Backoff.standard(), clock));
    Stories stories =
        new Stories(wiring.incidents(), wiring.ledger(), notices, () -> Reading.known(List.of(), clock.instant()),
        incident -> Optional.empty(), Runnable::run, clock);
    return stories.of(cluster);
  }

  NoticeBoard board() {
    return board;
  }

  SlackServer slack() {
    return slack;
  }

  PagerDutyServer pager() {
    return pager;
  }

  @Override
  public void close() {
    address.close();
    slack.close();
    pager.close();
  }
}
