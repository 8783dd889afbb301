package io.auroraresponder.lab.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.auroraresponder.lab.account.SimulatedAccount;
import io.auroraresponder.lab.account.SimulatedClock;
import io.auroraresponder.lab.account.WorldFile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The AWS command line, written by others in another language, understands the front. */
class AwsCliTest {
  private static final String WORLD =
      """
      clusters:
        orders-db:
          range: {min: 0.5, max: 8}
          tags: {mode: observe}
          members: {orders-db-1: writer}
          load: {orders-db-1: {acu: 3}}
      """;

  private static final SimulatedAccount ACCOUNT =
      new SimulatedAccount(WorldFile.parse("test.yaml", WORLD), SimulatedClock.standingAt(Instant.parse("2026-11-24T10:15:30Z")));

  private static final WireFront FRONT = WireFront.of(ACCOUNT, Functions.none());

  @BeforeAll
  static void needsTheTool() {
    Tool.assume("aws", "--version");
    ACCOUNT.createTable("ledger");
  }

  @AfterAll
  static void closes() {
    FRONT.close();
  }

  private static Tool.Outcome aws(String... words) {
    List<String> more = new java.util.ArrayList<>(List.of("--endpoint-url", FRONT.endpoint().toString(), "--output", "json"));
    more.addAll(List.of(words));
    return Tool.run(Tool.words("aws", more));
  }

  private static JsonElement json(String... words) {
    Tool.Outcome outcome = aws(words);
    assertThat(outcome.err()).isEmpty();
    return JsonParser.parseString(outcome.out());
  }

  @Test
  void describesAndChangesClusters() {
    JsonElement changed =
        json("rds", "modify-db-cluster", "--db-cluster-identifier", "orders-db", "--serverless-v2-scaling-configuration",
        "MinCapacity=1,MaxCapacity=6", "--query",
            "DBCluster.ServerlessV2ScalingConfiguration");
    JsonElement range = json("rds", "describe-db-clusters", "--query",
        "DBClusters[0].[DBClusterIdentifier,ServerlessV2ScalingConfiguration.MaxCapacity]");

    assertThat(changed.getAsJsonObject().get("MinCapacity").getAsDouble()).isEqualTo(1.0);
    assertThat(range).isEqualTo(JsonParser.parseString("[\"orders-db\",6.0]"));
  }

  @Test
  void readsMetrics() {
    String query =
        "[{\"Id\":\"m1\",\"MetricStat\":{\"Metric\":{\"Namespace\":\"AWS/RDS\",\"MetricName\":\"ServerlessDatabaseCapacity\","
            + "\"Dimensions\":[{\"Name\":\"DBInstanceIdentifier\",\"Value\":\"orders-db-1\"}]},\"Period\":60,\"Stat\":\"Average\"}}]";

    JsonArray values =
        json("cloudwatch", "get-metric-data", "--start-time", "2026-11-24T10:00:00Z", "--end-time", "2026-11-24T10:10:00Z",
        "--metric-data-queries", query,
            "--query", "MetricDataResults[0].Values").getAsJsonArray();

    assertThat(values).hasSize(10).allSatisfy(value -> assertThat(value.getAsDouble()).isEqualTo(3.0));
  }

  @Test
  void publishesAndReadsItems() {
    var unused = ACCOUNT.dynamoDb().putItem(r -> r.tableName("ledger")
        .item(Map.of("pk", AttributeValue.fromS("a"), "sk", AttributeValue.fromS("b"), "n", AttributeValue.fromN("7"))));

    JsonElement id = json("sns", "publish", "--topic-arn", "arn:aws:sns:eu-west-1:111122223333:findings", "--subject", "S", "--message",
        "from <the> shell", "--query", "MessageId");
    JsonElement item = json("dynamodb", "get-item", "--table-name", "ledger", "--consistent-read", "--key",
        "{\"pk\":{\"S\":\"a\"},\"sk\":{\"S\":\"b\"}}", "--query", "Item.n.N");

    assertThat(id.getAsString()).isNotEmpty();
    assertThat(ACCOUNT.published().getLast().message()).isEqualTo("from <the> shell");
    assertThat(item.getAsString()).isEqualTo("7");
  }

  @Test
  void saysWhoItIsAndWhatIsWrong() {
    JsonElement account = json("sts", "get-caller-identity", "--query", "Account");
    Tool.Outcome unknown = aws("rds", "describe-db-clusters", "--db-cluster-identifier", "nobody");
    Tool.Outcome missing = aws("ec2", "describe-security-groups", "--group-ids", "sg-00000000000000000");

    assertThat(account.getAsString()).isEqualTo("111122223333");
    assertThat(unknown.err()).contains("(DBClusterNotFoundFault)", "DBCluster nobody not found.");
    assertThat(missing.err()).contains("(InvalidGroup.NotFound)");
  }
}
