package io.auroraresponder.lab.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.aws.AwsClients;
import io.auroraresponder.aws.Backoff;
import io.auroraresponder.aws.DynamoDbTable;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.ledger.EntryBody;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.Ledger;
import io.auroraresponder.ledger.LedgerCheck;
import io.auroraresponder.ledger.OperatorsTable;
import io.auroraresponder.ledger.Order;
import io.auroraresponder.ledger.Table;
import io.auroraresponder.ledger.Table.Condition;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the ledger expects of DynamoDB, of an emulator that is not ours: every condition, and what is left when it does not hold. */
class DynaliteTest {
  private static final Path EMULATOR = Path.of("node", "node_modules", "dynalite", "cli.js");
  private static final int RACERS = 16;
  private static final Clock CLOCK = Clock.systemUTC();

  private static Optional<Process> server = Optional.empty();
  private static URI endpoint = URI.create("http://127.0.0.1");

  @BeforeAll
  static void starts() throws IOException, InterruptedException {
    boolean there = Files.isRegularFile(EMULATOR) && nodeIsThere();
    if (!there) {
      System.out.println("skipped: DynaliteTest needs Node and what `npm ci` in lab/node installs");
      assertThat(System.getenv("RESPONDER_CI")).as("continuous integration needs dynalite").isNotEqualTo("all");
    }
    Assumptions.assumeTrue(there, "dynalite is not installed");
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    endpoint = URI.create("http://127.0.0.1:" + port);
    server = Optional.of(
        new ProcessBuilder("node", EMULATOR.toString(), "--port", Integer.toString(port), "--createTableMs", "0")
            .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start());
    System.setProperty("aws.accessKeyId", "lab");
    System.setProperty("aws.secretAccessKey", "lab");
    for (String name : List.of("ledger", "operators")) {
      create(name);
    }
  }

  @AfterAll
  static void ends() {
    server.ifPresent(Process::destroy);
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  private static boolean nodeIsThere() throws InterruptedException {
    try {
      return new ProcessBuilder("node", "--version").redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
    } catch (IOException absent) {
      return false;
    }
  }

  /** By hand: the client that is deployed cannot make tables. */
  private static void create(String name) throws InterruptedException, IOException {
    String body =
        """
        {"TableName":"%s","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},
        {"AttributeName":"sk","AttributeType":"S"}],"KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk",
        "KeyType":"RANGE"}]}"""
            .formatted(name);
    HttpRequest request =
        HttpRequest.newBuilder(endpoint).header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", "DynamoDB_20120810.CreateTable").header("X-Amz-Date", "20260101T000000Z")
            .header("Authorization",
            "AWS4-HMAC-SHA256 Credential=lab/20260101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=lab")
            .POST(HttpRequest.BodyPublishers.ofString(body)).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int attempt = 0; attempt < 100; attempt++) {
        try {
          HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
          assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
          return;
        } catch (IOException notYet) {
          Thread.sleep(100);
        }
      }
      throw new IOException("dynalite does not answer");
    }
  }

  private static Table table(String name) {
    return new DynamoDbTable(AwsClients.of("eu-west-1", Optional.of(endpoint)).dynamoDb(), name, Backoff.standard(), CLOCK);
  }

  private static Table.Item item(String pk, String word, long number) {
    return new Table.Item(new Table.Key(pk, "1"), Map.of("hash", word), Map.of("ver", number));
  }

  @Test
  void everyConditionHoldsWhereItShouldAndWritesNothingWhereItDoesNot() {
    Table table = table("ledger");
    record Case(Condition condition, boolean whereNoneIs, boolean whereOneIs) {}
    List<Case> cases =
        List.of(
            new Case(Condition.NONE, true, true),
            new Case(Condition.ABSENT, true, false),
            new Case(new Condition.NumberIs("ver", 7), false, true),
            new Case(new Condition.NumberIs("ver", 6), false, false),
            new Case(new Condition.AbsentOrTextIs("hash", "a"), true, true),
            new Case(new Condition.AbsentOrTextIs("hash", "b"), true, false),
            new Case(new Condition.AbsentOrNumberBelow("ver", 8), true, true),
            new Case(new Condition.AbsentOrNumberBelow("ver", 7), true, false),
            new Case(new Condition.AbsentOrNumberAbove("ver", 6), true, true),
            new Case(new Condition.AbsentOrNumberAbove("ver", 7), true, false));
    int number = 0;
    for (Case each : cases) {
      String none = "none-" + number;
      String one = "one-" + number++;
      assertThat(table.put(item(one, "a", 7), Condition.ABSENT)).isTrue();

      assertThat(table.put(item(none, "new", 9), each.condition())).as("%s where none is", each.condition()).isEqualTo(each.whereNoneIs());
      assertThat(table.put(item(one, "new", 9), each.condition())).as("%s where one is", each.condition()).isEqualTo(each.whereOneIs());

      assertThat(table.get(new Table.Key(none, "1")).isPresent()).as("%s", each.condition()).isEqualTo(each.whereNoneIs());
      assertThat(table.get(new Table.Key(one, "1"))).contains(each.whereOneIs() ? item(one, "new", 9) : item(one, "a", 7));
    }
  }

  @Test
  void ofManyWhoWriteTheSameVersionOneDoes() throws InterruptedException {
    Table table = table("ledger");
    assertThat(table.put(item("race", "a", 1), Condition.ABSENT)).isTrue();
    AtomicInteger through = new AtomicInteger();
    List<Thread> racers = new java.util.ArrayList<>();
    for (int i = 0; i < RACERS; i++) {
      String word = "racer-" + i;
      racers.add(Thread.ofPlatform().start(() -> {
        if (table.put(item("race", word, 2), new Condition.NumberIs("ver", 1))) {
          through.incrementAndGet();
        }
      }));
    }
    for (Thread each : racers) {
      each.join();
    }

    assertThat(through).hasValue(1);
  }

  @Test
  void aLedgerIsWrittenReadAndConsistent() {
    Table table = table("ledger");
    AtomicLong ids = new AtomicLong();
    Ledger ledger = new Ledger(table, CLOCK, () -> "write-" + ids.incrementAndGet());
    assertThat(table.id()).isNotBlank();
    assertThat(ledger.begin().isKnown()).isTrue();
    for (int i = 0; i < 3; i++) {
      Head head = ((Reading.Known<Head>) ledger.head("cluster-ABC", new ClusterId("orders-db"))).value();
      assertThat(ledger.write(head.draft(), EntryKind.REFUSED, new EntryBody().with("n", i))).isInstanceOf(Ledger.Written.Done.class);
      assertThat(ledger.write(head.draft(), EntryKind.REFUSED, new EntryBody().with("n", i))).isInstanceOf(Ledger.Written.Lost.class);
    }

    LedgerCheck.Found found = LedgerCheck.of(table);

    assertThat(found.breaks()).isEmpty();
    assertThat(found.entries()).isEqualTo(3);
  }

  @Test
  void whatPeopleSayIsPutAndRead() {
    OperatorsTable operators = new OperatorsTable(table("operators"), CLOCK);
    Order order = new Order(OperatorsTable.id(CLOCK.instant(), "1"), "AIDALAB", Order.Kind.BACK, "orders-db", "7b3f5148", "");

    operators.put(order);

    assertThat(operators.read().map(all -> all.orders()).orElse(List.of())).containsExactly(order);
  }
}
