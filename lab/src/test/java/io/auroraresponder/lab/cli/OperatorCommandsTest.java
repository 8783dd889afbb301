package io.auroraresponder.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.auroraresponder.aws.Backoff;
import io.auroraresponder.aws.DynamoDbTable;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.lab.account.World;
import io.auroraresponder.lab.account.YamlValue;
import io.auroraresponder.lab.incident.BusyDatabase;
import io.auroraresponder.lab.incident.EventSetting;
import io.auroraresponder.lab.incident.Invocation;
import io.auroraresponder.lab.wire.Functions;
import io.auroraresponder.lab.wire.WireFront;
import io.auroraresponder.lambda.log.LogOutput;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.NoticeLog;
import io.auroraresponder.ledger.Order;
import io.auroraresponder.ledger.RecordJson;
import io.auroraresponder.notify.Shown;
import io.auroraresponder.notify.Story;
import io.auroraresponder.notify.page.ReportPage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What people say, by the command, over the wire, to the deployed code in a simulated account. */
class OperatorCommandsTest {
  private static final String WORLD =
      """
      now: NOW
      clusters:
        orders-db:
          range: {min: 0.5, max: 8}
          tags: {mode: act, max-acu: 16}
          members: {orders-db-instance-1: {role: writer, tier: 1}}
          load:
            orders-db-instance-1: {acu: {-24h: 2, -20m: 2, -10m: 14}, cpu: 0.95, connections: 40}
          metrics:
            orders-db-instance-1: {CommitThroughput: {-24h: 150, -20m: 150, -10m: 420}}
      """;
  private static final String BY_HAND = "{\"cluster\":\"orders-db\"}";

  @TempDir private Path folder = Path.of(".");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Invocation invocation = invocation();
  private final WireFront front = WireFront.of(invocation.account(), Functions.none());

  private static Invocation invocation() {
    Instant now = Clock.systemUTC().instant();
    EventSetting setting = EventSetting.around(BY_HAND, YamlValue.parse("world.yaml", WORLD.replace("NOW", now.toString())));
    return Invocation.in(setting, new BusyDatabase(() -> now));
  }

  @BeforeAll
  static void keepsTheLogOutOfTheWay() {
    LogOutput.redirect(OutputStream.nullOutputStream());
  }

  @AfterEach
  void closes() {
    front.close();
  }

  /** While the command waits, the deployment's minute goes by. */
  private int run(String... words) {
    OrderWait wait =
        new OrderWait(time -> invocation.wiring().office().keeper().tend(news -> {}, Deadline.after(Duration.ofMinutes(1))));
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8), false, false, true);
    List<Command> commands =
        List.of(
            new ChangesCommand(), new SwitchCommand(wait), new OrderCommand(Order.Kind.BACK, wait), new OrderCommand(Order.Kind.KEEP, wait),
            new OrderCommand(Order.Kind.ADOPT, wait), new OrderCommand(Order.Kind.CLEAR_FORK, wait), new DrainCommand(wait),
            new SilenceCommand(), new ApprovalCommand(true, wait), new ApprovalCommand(false, wait), new ReportCommand(opened::add),
            new VerifyReportCommand(), new LedgerCommand());
    List<String> all = new java.util.ArrayList<>(List.of(words));
    all.addAll(List.of("--endpoint-url", front.endpoint().toString(), "--region", "eu-west-1"));
    return new CommandLine(commands, console).run(all);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private Lease raised() {
    assertThat(invocation.deliver(BY_HAND, Caller.any("i-1")).handled().getFirst().reason()).isEqualTo("load-growth: applied");
    invocation.goOn(Duration.ofMinutes(2));
    return head().lease().orElseThrow();
  }

  private Head head() {
    return invocation.wiring().ledger().heads().orElse(List.of()).getFirst().orElse(Head.first("", new ClusterId("none"), ""));
  }

  @Test
  void undoGoesAroundByTableAndSweepAndSaysWhatItFound() {
    Lease lease = raised();

    assertThat(run("undo", lease.id())).as(err()).isZero();

    assertThat(out()).contains("is put as AIDALAB / ", "accepted");
    assertThat(invocation.account().range("orders-db")).isEqualTo(ScalingRange.of(0.5, 8));
  }

  /** The hour of docs/acting.md: undo while the raise is unsure, stop, a ledger that was emptied, drain; and the ledger holds together. */
  @Test
  void theOperatorsHour() {
    invocation.account().fault(new World.Fault("rds:ModifyDBCluster", 0, 1, new World.Answer.TimeoutAfter()));
    assertThat(invocation.deliver(BY_HAND, Caller.any("i-1")).handled().getFirst().reason()).isEqualTo("load-growth: uncertain");
    String plan = head().change().orElseThrow().plan().planId();
    assertThat(invocation.account().range("orders-db")).isEqualTo(ScalingRange.of(0.5, 12));

    assertThat(run("undo", plan.substring(0, 8))).as(err()).isZero();
    assertThat(out()).contains("accepted");
    invocation.goOn(Duration.ofMinutes(15));
    assertThat(invocation.account().range("orders-db")).isEqualTo(ScalingRange.of(0.5, 8));
    assertThat(head().isOpen()).isFalse();

    assertThat(run("switch", "stop", "--why", "what was that")).as(err()).isZero();
    assertThat(run("changes")).isZero();
    assertThat(out()).contains("nothing is open", "changes are stopped (what was that)");
    assertThat(run("ledger", "--check")).as(out()).isZero();
    assertThat(out()).contains("consistent, " + head().seq() + " entries, ends at orders-db " + head().seq() + " " + head().hash()
        .substring(0, 12));

    invocation.account().emptyTable("aurora-responder-ledger");
    invocation.goOn(Duration.ofMinutes(2));
    assertThat(run("switch", "run", "--why", "too early")).isEqualTo(Command.BAD_INPUT);
    assertThat(invocation.deliver(BY_HAND, Caller.any("i-2")).reports().getFirst().decision().result()).isEqualTo("refused");
    assertThat(invocation.account().range("orders-db")).isEqualTo(ScalingRange.of(0.5, 8));

    assertThat(run("switch", "run", "--first", "--why", "emptied")).as(err()).isZero();
    invocation.goOn(Duration.ofMinutes(2));
    assertThat(run("drain")).as(err()).isZero();
    assertThat(out()).contains("nothing is open");
    assertThat(run("ledger", "--check")).as(out()).isZero();
  }

  @Test
  void keepEndsTheLeaseAndLeavesTheRange() {
    Lease lease = raised();

    assertThat(run("keep", lease.id())).as(err()).isZero();

    assertThat(head().lease()).isEmpty();
    assertThat(invocation.account().range("orders-db")).isEqualTo(ScalingRange.of(0.5, 12));
  }

  @Test
  void drainOrdersEverythingBackAndSaysNothingWhereNothingIsOpen() {
    assertThat(run("drain")).isZero();
    assertThat(out()).contains("nothing is open in aurora-responder in account 111122223333, eu-west-1");
    raised();

    assertThat(run("drain")).as(err()).isZero();

    assertThat(invocation.account().range("orders-db")).isEqualTo(ScalingRange.of(0.5, 8));
  }

  /** Nobody knows yet whether the raise landed, and it has no lease: it is open all the same. */
  @Test
  void drainOrdersAChangeBackOfWhichNobodyKnowsWhetherItLanded() {
    invocation.account().fault(new World.Fault("rds:ModifyDBCluster", 0, 1, new World.Answer.TimeoutAfter()));
    assertThat(invocation.deliver(BY_HAND, Caller.any("i-1")).handled().getFirst().reason()).isEqualTo("load-growth: uncertain");

    assertThat(run("drain")).as(err()).isZero();
    assertThat(out()).doesNotContain("nothing is open");
    invocation.goOn(Duration.ofMinutes(15));

    assertThat(invocation.account().range("orders-db")).isEqualTo(ScalingRange.of(0.5, 8));
  }

  /** What cannot be read may be what is asked for. */
  @Test
  void nothingIsSaidNotToBeOpenWhereAHeadCannotBeRead() {
    Lease lease = raised();
    garbleTheHead();

    refused("undo", lease.id()).contains("could not be read", "whether " + lease.id() + " is open is not known")
        .doesNotContain("nothing open");
    assertThat(run("drain")).isEqualTo(Command.SAYS_NO);
    assertThat(run("changes")).isEqualTo(Command.SAYS_NO);
    assertThat(out()).contains("nothing is open in what could be read", "1 head of the ledger could not be read")
        .doesNotContain("nothing is open in aurora-responder");
  }

  @Test
  void stopListsWhatIsOpenAndHoldsRaisesAndRunLiftsIt() {
    Lease lease = raised();

    assertThat(run("switch", "stop", "--why", "migration")).as(err()).isZero();
    assertThat(out()).contains("lease " + lease.id(), "no call starts later than 35 s");
    assertThat(run("changes")).isZero();
    assertThat(out()).contains("changes are stopped (migration)");
    assertThat(run("switch", "run", "--why", "over")).as(err()).isZero();
    assertThat(run("changes", "orders-db")).isZero();

    assertThat(out()).contains("changes are allowed (over)");
  }

  @Test
  void silenceIsPutUnderTheOwnId() {
    raised();

    assertThat(run("silence", "orders-db", "--for", "2h", "--why", "migration")).as(err()).isZero();

    assertThat(out()).contains("orders-db is silenced until ");
    assertThat(run("silence", "orders-db", "30m", "--why", "migration")).as(err()).isZero();
    refused("silence", "orders-db", "--lift").contains("needs --why");
    refused("silence", "orders-db", "--lift", "--for", "2h", "--why", "w").contains("one of --for and --lift");
    assertThat(run("silence", "orders-db", "--lift", "--why", "done")).as(err()).isZero();
    assertThat(out()).contains("orders-db is silenced no longer in ");
    refused("silence", "orders-db", "--lift", "--why", "done").contains("orders-db is not silenced in ");
    refused("silence", "orders-db", "25h", "--why", "migration").contains("24 hours at most");
  }

  private final List<Path> opened = new ArrayList<>();

  private static final String INCIDENT = "orders-db-20261124T101530-dadc498d";

  /** The page of the raise, as the notification function keeps it. */
  private String page() {
    Report report = invocation.deliver(BY_HAND, Caller.any("i-1")).reports().getFirst();
    List<Story.Entry> entries =
        invocation.wiring().ledger().chain(head().resourceId()).orElse(List.of()).stream()
            .map(one -> new Story.Entry(one.seq(), one.prev(), one.hash(), one.at(), one.kind().name(), one.body())).toList();
    return ReportPage.of(new Story(
        report, report.timing().startedAt(), Story.LeaseState.HELD, List.of(), entries, Optional.empty(), Optional.empty(), List.of()));
  }

  /** Answers with its incident. */
  private String kept(String html) {
    String incident = html.replaceFirst("(?s)^.* data-incident=\"([^\"]*)\".*$", "$1");
    var unused = invocation.account().s3("lab").putObject(
        put -> put.bucket("aurora-responder-reports").key("pages/orders-db/" + incident + ".html"), RequestBody.fromString(html));
    return incident;
  }

  /** As the notification function notes where it kept the page, and its seal. */
  private void noted(String incident, String html) {
    NoticeLog notices = new NoticeLog(new DynamoDbTable(invocation.account()::dynamoDb, "aurora-responder-ledger", Backoff.standard(),
        invocation.account().clock()));
    Instant now = invocation.account().clock().instant();
    NoticeLog.Notice claimed = notices.claim(notices.read(incident, "page"), "run", now.plusSeconds(60), now).orElseThrow();
    var unused = notices.keep(claimed, RecordJson.write(Shown.NOTHING.showing("s3://aurora-responder-reports/pages/orders-db/" + incident
        + ".html", "", now, ReportPage.seal(html))), now);
  }

  @Test
  void aPageIsFetchedFromTheBucketAndHeldAgainstTheLedger() throws IOException {
    String page = page();
    String incident = kept(page);
    Path file = folder.resolve(incident + ".html");

    assertThat(run("report", incident, "--bucket", "aurora-responder-reports", "--no-open", "--out", folder.toString())).as(err()).isZero();
    assertThat(opened).isEmpty();
    assertThat(out()).contains(file.toString());
    assertThat(run("verify-report", file.toString())).isEqualTo(Command.SAYS_NO);
    assertThat(err()).contains("knows no page of", "its entries are in the ledger, and nothing else of it is proved");

    noted(incident, page);
    assertThat(run("verify-report", file.toString())).as(err()).isZero();
    assertThat(out()).contains("proved: the ledger of aurora-responder in account 111122223333, eu-west-1 knows this page as the newest of "
        + incident + " and holds all its entries for orders-db, up to entry ", ", and ends there");

    // Whoever alters a page may seal it anew; the ledger knows the page that was written.
    String altered = page.replaceFirst("<h1><span>", "<h1><span>not ");
    Path forged = Files.writeString(file, altered.replaceFirst("data-seal=\"\\w+\"", "data-seal=\"" + ReportPage.seal(altered) + "\""));
    assertThat(run("verify-report", forged.toString())).isEqualTo(Command.SAYS_NO);
    assertThat(err()).contains("is not the newest page of its incident (./responder report " + incident + " fetches that)");

    var unused = Files.writeString(file, page);
    invocation.account().emptyTable("aurora-responder-ledger");
    assertThat(run("verify-report", file.toString())).isEqualTo(Command.SAYS_NO);
    assertThat(err()).contains("is in no chain of the ledger");
  }

  /** The notification function notes where it kept the page; nobody has to know the bucket's name. */
  @Test
  void theLedgerKnowsThePagesBucketAndALinkEndsWithinTheHour() {
    String page = page();
    String incident = kept(page);
    noted(incident, page);

    assertThat(run("report", incident, "--link", "15", "--out", folder.toString())).as(err()).isZero();

    assertThat(opened).containsExactly(folder.resolve(incident + ".html"));
    assertThat(out()).contains("whoever has this address reads the page for 15 min: ", "X-Amz-Expires=900", incident + ".html");
    refused("report", incident, "--link", "61").contains("--link takes whole minutes, 1 to 60, not 61");
    refused("report", incident, "--link", "0").contains("1 to 60");
  }

  @Test
  void aPageThatIsNotThereIsNamed() {
    refused("report", "orders-db", "--bucket", "b").contains("orders-db is no incident's id");
    refused("report", INCIDENT).contains("knows no page of " + INCIDENT, "--bucket", "aurora-responder-data");
    refused("report", INCIDENT, "--bucket", "aurora-responder-reports").contains("there is no pages/orders-db/" + INCIDENT + ".html");
    refused("report", INCIDENT, "--bucket", "another-bucket").contains("s3:GetObject", "NoSuchBucket");
  }

  @Test
  void badInputIsRefusedByName() {
    Lease lease = raised();
    refused("changes", "other-db").contains("knows no cluster other-db");
    refused("undo", "00000000").contains("nothing open in aurora-responder in account 111122223333", "00000000", "--name");
    refused("undo", "short").contains("'short' is no id");
    refused("undo").contains("undo needs the id of a lease");
    refused("adopt", lease.id()).contains("no unclaimed range", lease.id());
    refused("clear-fork", "orders-db").contains("is not forked");
    refused("silence", "orders-db", "--for", "2x", "--why", "w").contains("'2x' is no time");
    refused("silence", "orders-db", "--for", "25h", "--why", "w").contains("24 hours at most");
    refused("silence", "orders-db", "--for", "2h", "--why", " ").contains("needs --why");
    refused("switch", "run", "--why", "").contains("needs --why");
    refused("switch", "half").contains("stop or run");
    refused("switch", "run", "--first", "--why", "again").contains("--first is said once");
    refused("undo", lease.id(), "--account", "999999999999").contains("of account 111122223333, not of 999999999999");
    refused("undo", lease.id(), "--name", "other").contains("other-ledger");
    assertThat(invocation.account().range("orders-db")).isEqualTo(ScalingRange.of(0.5, 12));
  }

  /** Commands with which people say or ask something of a deployment, and what they read its place with. */
  private static final List<String> SAYING = List.of("OrderCommand", "ApprovalCommand", "DrainCommand", "SwitchCommand", "SilenceCommand",
      "ChangesCommand", "LedgerCommand", "OperatorTables", "AwsCaller", "RemoteAddress", "OrderWait");

  /** Every sentence with which one of them refuses, as it stands in the code. */
  private static List<String> refusalsInTheCode() throws IOException {
    List<String> texts = new ArrayList<>();
    for (String name : SAYING) {
      String code = Files.readString(Path.of("src", "main", "java", "io", "auroraresponder", "lab", "cli", name + ".java"));
      Pattern.compile("new UsageException\\((?s:(.*?))\\);|String (?:nothing|notWaiting)\\((?s:(.*?))\n  }\n").matcher(code).results()
          .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
          .flatMap(expression -> Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(expression).results())
          .map(literal -> literal.group(1)).filter(literal -> literal.length() > 9).forEach(texts::add);
    }
    return texts;
  }

  /** Each refusal is provoked by the command itself, and a refusal that is added to the code is missed here. */
  @Test
  void everySentenceWithWhichACommandRefusesIsProvoked() throws Exception {
    StringBuilder said = new StringBuilder();
    String none = "0".repeat(64);
    for (List<String> words : List.of(
        List.of("undo"), List.of("undo", "short"), List.of("undo", "00000000"), List.of("adopt", "00000000"), List.of("clear-fork"),
        List.of("clear-fork", "orders-db"), List.of("approve"), List.of("approve", "12ab"), List.of("approve", none),
        List.of("drain", "orders-db"), List.of("switch"), List.of("switch", "half"), List.of("switch", "stop", "--first"),
        List.of("switch", "run", "--first", "--why", "again"), List.of("switch", "run"), List.of("silence", "orders-db", "--why", "w"),
        List.of("silence", "orders-db", "2x", "--why", "w"), List.of("silence", "orders-db", "25h", "--why", "w"),
        List.of("silence", "orders-db", "--lift", "--for", "2h", "--why", "w"), List.of("silence", "orders-db", "--lift", "--why", "w"),
        List.of("changes", "a-db", "b-db"), List.of("changes", "other-db"), List.of("ledger"), List.of("undo", "00000000", "--aws"),
        List.of("undo", "00000000", "--account", "999999999999"), List.of("changes", "--name", "other"))) {
      said.append(refusal(words.toArray(String[]::new)));
    }
    String hash = proposed();
    assertThat(run("approve", hash)).as(err()).isZero();
    said.append(refusal("approve", hash)).append(refusal("clear-fork", "orders-db"));
    Lease lease = head().lease().orElseThrow();
    assertThat(run("keep", lease.id())).as(err()).isZero();
    said.append(refusal("undo", lease.id()));
    garbleTheHead();
    said.append(refusal("undo", lease.id())).append(refusal("approve", hash));
    invocation.account().emptyTable("aurora-responder-ledger");
    said.append(refusal("switch", "run", "--why", "too early"));

    for (String at : List.of("nowhere", "http://127.0.0.1:1")) {
      said.append(refusalAt(at, "changes"));
    }
    HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext("/", exchange -> {
      exchange.sendResponseHeaders(403, -1);
      exchange.close();
    });
    other.start();
    said.append(refusalAt("http://127.0.0.1:" + other.getAddress().getPort(), "changes"));
    other.stop(0);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> OrderWait.inRealTime().pause().accept(Duration.ofSeconds(1)))
        .satisfies(interrupted -> said.append(interrupted.getMessage()));
    assertThat(Thread.interrupted()).isTrue();
    said.append(ofAnotherProcess(Map.of(), "changes", "--aws"))
        .append(ofAnotherProcess(Map.of("AWS_ACCESS_KEY_ID", "AKIDLAB", "AWS_SECRET_ACCESS_KEY", "secret"), "changes", "--aws"));

    assertThat(refusalsInTheCode()).hasSizeGreaterThan(30)
        .allSatisfy(text -> assertThat(said.toString()).contains(text));
  }

  private String refusal(String... words) {
    err.reset();
    assertThat(run(words)).as(String.join(" ", words)).isEqualTo(Command.BAD_INPUT);
    return err();
  }

  private String refusalAt(String address, String... words) {
    err.reset();
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--endpoint-url", address));
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8), false, false, true);
    assertThat(new CommandLine(List.of(new ChangesCommand()), console).run(all)).isEqualTo(Command.BAD_INPUT);
    return err();
  }

  /** Where nothing names credentials but this environment. */
  private String ofAnotherProcess(Map<String, String> environment, String... words) throws Exception {
    List<String> command = new ArrayList<>(ResponderProcess.words());
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().putAll(Map.of("AWS_EC2_METADATA_DISABLED", "true", "AWS_CONFIG_FILE", folder.resolve("none").toString(),
        "AWS_SHARED_CREDENTIALS_FILE", folder.resolve("none").toString()));
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(Command.BAD_INPUT);
    return said;
  }

  /** What a person may not write is named with the policy that allows it. */
  @Test
  void aRightThatIsMissingIsNamedWithThePolicyThatHasIt() {
    Lease lease = raised();
    invocation.account().fault(new World.Fault("dynamodb:PutItem", 0, 1, new World.Answer.Refusal("AccessDeniedException")));

    refused("undo", lease.id()).contains("dynamodb:PutItem of table aurora-responder-operators", "AccessDenied", "nothing was written",
        "NAME-on-call");
  }

  private void garbleTheHead() {
    String ledger = "aurora-responder-ledger";
    Map<String, AttributeValue> key =
        Map.of("pk", AttributeValue.fromS("HEAD"), "sk", AttributeValue.fromS(invocation.account().resourceId("orders-db")));
    DynamoDbClient table = invocation.account().dynamoDb();
    Map<String, AttributeValue> garbled =
        new HashMap<>(table.getItem(get -> get.tableName(ledger).key(key).consistentRead(true)).item());
    garbled.put("head", AttributeValue.fromS("{"));
    var unused = table.putItem(put -> put.tableName(ledger).item(garbled));
  }

  private org.assertj.core.api.AbstractStringAssert<?> refused(String... words) {
    err.reset();
    assertThat(run(words)).as(String.join(" ", words)).isEqualTo(Command.BAD_INPUT);
    return assertThat(err());
  }

  @Test
  void withoutAPlaceNothingIsSaid() {
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8), false, false, true);

    int code = new CommandLine(List.of(new DrainCommand(OrderWait.inRealTime())), console).run(List.of("drain"));

    assertThat(code).isEqualTo(Command.BAD_INPUT);
    assertThat(err()).contains("one of --aws and --endpoint-url");
  }

  private String proposed() {
    invocation.account().changeTags("orders-db", Map.of("aurora-responder:mode", "propose"));
    assertThat(invocation.deliver(BY_HAND, Caller.any("i-1")).handled().getFirst().reason()).isEqualTo("load-growth: proposed");
    return head().pending().orElseThrow().plan().planHash();
  }

  @Test
  void approveSendsTheProposedPlanAndIsAnsweredWhenItComesAgain() {
    String hash = proposed();
    assertThat(run("changes")).as(err()).isZero();
    assertThat(out()).contains("proposed " + hash);

    assertThat(run("approve", hash)).as(err()).isZero();

    assertThat(invocation.account().range("orders-db")).isEqualTo(ScalingRange.of(0.5, 12));
    assertThat(out()).contains("is put as AIDALAB / ", "applied: orders-db");
    assertThat(run("approve", hash)).isEqualTo(2);
    assertThat(err()).contains("the plan of orders-db waits no longer");
  }

  @Test
  void refuseVoidsTheProposedPlanAndALaterYesHearsIt() {
    String hash = proposed();

    assertThat(run("refuse", hash)).as(err()).isZero();
    assertThat(run("approve", hash)).isEqualTo(2);

    assertThat(out()).contains("is void: refused by AIDALAB");
    assertThat(err()).contains("waits no longer", "refused by AIDALAB");
    assertThat(invocation.account().range("orders-db")).isEqualTo(ScalingRange.of(0.5, 8));
  }

  @Test
  void hashesThatNameNothingAreRefusedByName() {
    String hash = proposed();

    assertThat(run("approve", hash.substring(0, 12))).isEqualTo(2);
    assertThat(run("approve", "0".repeat(64))).isEqualTo(2);
    assertThat(run("refuse")).isEqualTo(2);

    assertThat(err()).contains("has 64 characters", "has 12", "has the hash 0000", "refuse needs the hash of a plan");
    assertThat(head().pending()).isPresent();
  }
}
