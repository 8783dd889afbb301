package io.auroraresponder.lab.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.aws.Backoff;
import io.auroraresponder.aws.DynamoDbTable;
import io.auroraresponder.ledger.Table;
import io.auroraresponder.ledger.Table.Condition;
import io.auroraresponder.ledger.Table.TableUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** The ledger's table over the simulated DynamoDB, and what that refuses. */
class SimulatedDynamoDbTest {
  private final SimulatedAccount account = Worlds.of("pageSize: 2\nclusters: {}\n");
  private final Table table =
      new DynamoDbTable(account::dynamoDb, "ledger", new Backoff(2, Duration.ofMillis(1), new Random(1), length -> {}), account::now);

  @BeforeEach
  void createTable() {
    account.createTable("ledger");
  }

  @Test
  void givesBackWhatWasPut() {
    Table.Item item = item("HEAD", "a", 1, "x");

    boolean written = table.put(item, Condition.NONE);

    assertThat(written).isTrue();
    assertThat(table.get(item.key())).contains(item);
    assertThat(table.get(new Table.Key("HEAD", "b"))).isEmpty();
  }

  @Test
  void scansWholePagesAndTellsItsIdAndItsTime() {
    account.createTable("other");
    Table other = new DynamoDbTable(account::dynamoDb, "other", Backoff.standard(), account::now);
    for (String sort : List.of("a", "b", "c", "d", "e")) {
      table.put(item("HEAD", sort, 1, "x"), Condition.NONE);
    }

    assertThat(table.all()).hasSize(5);
    assertThat(table.id()).isEqualTo(table.id()).isNotEqualTo(other.id());
    assertThat(table.date()).isBetween(account.now().minusSeconds(1), account.now());
  }

  @Test
  void keepsConditions() {
    Table.Item first = item("HEAD", "a", 1, "x");
    Table.Item second = item("HEAD", "a", 2, "y");

    assertThat(table.put(first, Condition.ABSENT)).isTrue();
    assertThat(table.put(second, Condition.ABSENT)).isFalse();
    assertThat(table.put(second, new Condition.NumberIs("ver", 7))).isFalse();
    assertThat(table.put(second, new Condition.AbsentOrTextIs("hash", "z"))).isFalse();
    assertThat(table.put(second, new Condition.AbsentOrNumberBelow("ver", 1))).isFalse();
    assertThat(table.put(second, new Condition.AbsentOrNumberAbove("ver", 1))).isFalse();
    assertThat(table.get(first.key())).contains(first);

    assertThat(table.put(second, new Condition.NumberIs("ver", 1))).isTrue();
    assertThat(table.put(first, new Condition.AbsentOrTextIs("hash", "y"))).isTrue();
    assertThat(table.put(second, new Condition.AbsentOrNumberBelow("ver", 2))).isTrue();
    assertThat(table.get(first.key())).contains(second);
  }

  @Test
  void aNumberConditionNeedsAnItem() {
    assertThat(table.put(item("HEAD", "a", 1, "x"), new Condition.NumberIs("ver", 0))).isFalse();
    assertThat(table.put(item("HEAD", "a", 1, "x"), new Condition.AbsentOrNumberBelow("ver", 0))).isTrue();
  }

  @Test
  void queriesAPartitionInOrderOverPages() {
    for (String sk : new String[] {"c", "a", "e", "b", "d"}) {
      table.put(item("CHAIN#x", sk, 1, "x"), Condition.NONE);
    }
    table.put(item("CHAIN#y", "a", 1, "x"), Condition.NONE);

    assertThat(table.query("CHAIN#x")).extracting(item -> item.key().sk()).containsExactly("a", "b", "c", "d", "e");
    assertThat(account.calls("dynamodb:Query")).hasSize(3);
  }

  @Test
  void deletesWithoutComplaint() {
    table.put(item("OPEN", "a", 1, "x"), Condition.NONE);

    table.delete(new Table.Key("OPEN", "a"));
    table.delete(new Table.Key("OPEN", "a"));

    assertThat(table.query("OPEN")).isEmpty();
  }

  @Test
  void letsOneOfManyRacingWritersThrough() {
    AtomicInteger winners = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 16; i++) {
        long number = i;
        threads.execute(() -> {
          if (table.put(item("HEAD", "a", number, "x"), Condition.ABSENT)) {
            winners.incrementAndGet();
          }
        });
      }
    }

    assertThat(winners).hasValue(1);
  }

  @Test
  void aTimeoutAfterTheWriteLeavesTheItem() {
    account.fault(new World.Fault("dynamodb:PutItem", 0, 1, new World.Answer.TimeoutAfter()));
    account.fault(new World.Fault("dynamodb:PutItem", 0, 1, new World.Answer.TimeoutBefore()));

    assertThatThrownBy(() -> table.put(item("HEAD", "a", 1, "x"), Condition.ABSENT)).isInstanceOf(TableUnavailableException.class);
    assertThatThrownBy(() -> table.put(item("HEAD", "b", 1, "x"), Condition.ABSENT)).isInstanceOf(TableUnavailableException.class);

    assertThat(table.query("HEAD")).extracting(item -> item.key().sk()).containsExactly("a");
  }

  @Test
  void aThrottledCallIsRepeated() {
    account.fault(new World.Fault("dynamodb:GetItem", 0, 1, new World.Answer.Refusal("Throttling")));

    assertThat(table.get(new Table.Key("HEAD", "a"))).isEmpty();
    assertThat(account.calls("dynamodb:GetItem")).hasSize(2);
  }

  @Test
  void knowsOnlyTablesThatWereMade() {
    Table other = new DynamoDbTable(account::dynamoDb, "other", Backoff.standard(), account::now);

    assertThatThrownBy(() -> other.query("HEAD")).isInstanceOf(TableUnavailableException.class)
        .hasMessageContaining("ResourceNotFoundException");
  }

  @Test
  void anEmptiedTableHasNothing() {
    table.put(item("CONTROL", "SWITCH", 1, "x"), Condition.NONE);

    account.emptyTable("ledger");

    assertThat(table.get(new Table.Key("CONTROL", "SWITCH"))).isEmpty();
  }

  @Test
  void refusesReadsThatAreNotConsistent() {
    assertThatThrownBy(() -> account.dynamoDb().getItem(request -> request.tableName("ledger").key(key("HEAD", "a"))))
        .isInstanceOf(AwsServiceException.class)
        .hasMessageContaining("strongly consistent");
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "attribute_not_exists(pk) OR",
    "attribute_not_exists pk",
    "contains(pk, :v)",
    "hash = :v",
    "#unknown = :v",
    "#a = :unknown",
    "#a ~ :v",
    "#a = :v extra",
    "pk = :v"
  })
  void refusesExpressionsThatItDoesNotKnowOrThatDynamoDbWouldRefuse(String expression) {
    assertThatThrownBy(
            () ->
                account.dynamoDb().putItem(
                    request ->
                        request
                            .tableName("ledger")
                            .item(key("HEAD", "a"))
                            .conditionExpression(expression)
                            .expressionAttributeNames(Map.of("#a", "ver"))
                            .expressionAttributeValues(Map.of(":v", AttributeValue.builder().n("1").build()))))
        .isInstanceOfSatisfying(AwsServiceException.class, refused ->
        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("ValidationException"));
  }

  @Test
  void readsParenthesesAndBothConnectives() {
    table.put(item("HEAD", "a", 4, "x"), Condition.NONE);

    assertThat(holds("(#a >= :v AND attribute_exists(sk)) OR attribute_not_exists(pk)", "4")).isTrue();
    assertThat(holds("#a > :v AND attribute_exists(sk)", "4")).isFalse();
    assertThat(holds("#a <> :v", "4")).isFalse();
    assertThat(holds("#a <= :v", "10")).isTrue();
  }

  private boolean holds(String expression, String number) {
    try {
      account.dynamoDb().deleteItem(
          request ->
              request
                  .tableName("ledger")
                  .key(key("HEAD", "a"))
                  .conditionExpression(expression)
                  .expressionAttributeNames(Map.of("#a", "ver"))
                  .expressionAttributeValues(Map.of(":v", AttributeValue.builder().n(number).build())));
      table.put(item("HEAD", "a", 4, "x"), Condition.NONE);
      return true;
    } catch (ConditionalCheckFailedException refused) {
      return false;
    }
  }

  private static Map<String, AttributeValue> key(String pk, String sk) {
    return Map.of("pk", AttributeValue.builder().s(pk).build(), "sk", AttributeValue.builder().s(sk).build());
  }

  private static Table.Item item(String pk, String sk, long version, String hash) {
    return new Table.Item(new Table.Key(pk, sk), Map.of("hash", hash), Map.of("ver", version));
  }
}
