package io.auroraresponder.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.ledger.Table;
import io.auroraresponder.ledger.Table.Condition;
import io.auroraresponder.ledger.Table.TableUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

class DynamoDbTableTest {
  private static final Table.Key HEAD = new Table.Key("HEAD", "cluster-ABC");
  private static final Table.Item ITEM = new Table.Item(HEAD, Map.of("hash", "9c41"), Map.of("ver", 4L));

  private final FakeDynamoDb dynamoDb = new FakeDynamoDb();
  private final List<Duration> pauses = new ArrayList<>();
  private final Table table = new DynamoDbTable(() -> dynamoDb, "ledger", Errors.backoff(pauses), InstantSource.system());

  @Test
  void writesTextsAndNumbersBesideTheKeys() {
    boolean written = table.put(ITEM, Condition.NONE);

    PutItemRequest request = dynamoDb.puts.getFirst();
    assertThat(written).isTrue();
    assertThat(request.conditionExpression()).isNull();
    assertThat(request.item())
        .isEqualTo(Map.of("pk", text("HEAD"), "sk", text("cluster-ABC"), "hash", text("9c41"), "ver", number("4")));
  }

  @Test
  void turnsEachConditionIntoAnExpressionWithPlaceholders() {
    table.put(ITEM, Condition.ABSENT);
    table.put(ITEM, new Condition.NumberIs("ver", 3));
    table.put(ITEM, new Condition.AbsentOrTextIs("hash", "9c41"));
    table.put(ITEM, new Condition.AbsentOrNumberBelow("claim", 17));
    table.put(ITEM, new Condition.AbsentOrNumberAbove("due", 17));

    assertThat(dynamoDb.puts)
        .extracting(PutItemRequest::conditionExpression)
        .containsExactly("attribute_not_exists(pk)", "#a = :v", "attribute_not_exists(pk) OR #a = :v",
        "attribute_not_exists(pk) OR #a < :v", "attribute_not_exists(pk) OR #a > :v");
    assertThat(dynamoDb.puts.get(1).expressionAttributeValues()).isEqualTo(Map.of(":v", number("3")));
    assertThat(dynamoDb.puts.get(2).expressionAttributeNames()).isEqualTo(Map.of("#a", "hash"));
    assertThat(dynamoDb.puts.get(3).expressionAttributeNames()).isEqualTo(Map.of("#a", "claim"));
  }

  @Test
  void answersFalseWhenTheConditionDoesNotHold() {
    dynamoDb.put = request -> {
      throw Errors.filled(ConditionalCheckFailedException.builder(), "ConditionalCheckFailedException", 400);
    };

    assertThat(table.put(ITEM, Condition.ABSENT)).isFalse();
  }

  @Test
  void isUnavailableWhenAPutTimesOut() {
    dynamoDb.put = request -> {
      throw ApiCallAttemptTimeoutException.create(3000);
    };

    assertThatThrownBy(() -> table.put(ITEM, Condition.ABSENT)).isInstanceOf(TableUnavailableException.class);
    assertThat(dynamoDb.puts).hasSize(1);
  }

  @Test
  void isUnavailableWithTheCodeWhenAccessIsDenied() {
    dynamoDb.put = request -> {
      throw Errors.filled(DynamoDbException.builder(), "AccessDeniedException", 400);
    };

    assertThatThrownBy(() -> table.put(ITEM, Condition.ABSENT))
        .isInstanceOf(TableUnavailableException.class)
        .hasMessageContaining("AccessDeniedException");
  }

  @Test
  void repeatsAThrottledPutBecauseItWasNotCarriedOut() {
    dynamoDb.put = request -> {
      if (dynamoDb.puts.size() < 3) {
        throw Errors.filled(DynamoDbException.builder(), "ThrottlingException", 400);
      }
      return PutItemResponse.builder().build();
    };

    assertThat(table.put(ITEM, Condition.ABSENT)).isTrue();
    assertThat(pauses).hasSize(2);
  }

  @Test
  void isUnavailableWhenAPutStaysThrottled() {
    dynamoDb.put = request -> {
      throw Errors.filled(DynamoDbException.builder(), "ThrottlingException", 400);
    };

    assertThatThrownBy(() -> table.put(ITEM, Condition.ABSENT)).isInstanceOf(TableUnavailableException.class);
    assertThat(dynamoDb.puts).hasSize(3);
  }

  @Test
  void readsStronglyConsistently() {
    dynamoDb.get = request -> GetItemResponse.builder().item(stored("cluster-ABC")).build();

    assertThat(table.get(HEAD)).contains(ITEM);
    assertThat(dynamoDb.gets.getFirst().consistentRead()).isTrue();
  }

  @Test
  void findsNothingWhereThereIsNothing() {
    dynamoDb.get = request -> GetItemResponse.builder().build();

    assertThat(table.get(HEAD)).isEmpty();
  }

  @Test
  void readsAllPagesOfAPartition() {
    dynamoDb.query = request -> request.hasExclusiveStartKey()
        ? QueryResponse.builder().items(List.of(stored("b"))).build()
        : QueryResponse.builder().items(List.of(stored("a"))).lastEvaluatedKey(Map.of("pk", text("HEAD"), "sk", text("a"))).build();

    assertThat(table.query("HEAD")).extracting(item -> item.key().sk()).containsExactly("a", "b");
    assertThat(dynamoDb.queries).allSatisfy(request -> assertThat(request.consistentRead()).isTrue());
  }

  @Test
  void deletesByKey() {
    table.delete(HEAD);

    assertThat(dynamoDb.deletes).extracting(DeleteItemRequest::key).containsExactly(Map.of("pk", text("HEAD"), "sk", text("cluster-ABC")));
  }

  private static Map<String, AttributeValue> stored(String sk) {
    return Map.of("pk", text("HEAD"), "sk", text(sk), "hash", text("9c41"), "ver", number("4"));
  }

  private static AttributeValue text(String value) {
    return AttributeValue.builder().s(value).build();
  }

  private static AttributeValue number(String value) {
    return AttributeValue.builder().n(value).build();
  }

  private static final class FakeDynamoDb implements DynamoDbClient {
    final List<PutItemRequest> puts = new ArrayList<>();
    final List<GetItemRequest> gets = new ArrayList<>();
    final List<QueryRequest> queries = new ArrayList<>();
    final List<DeleteItemRequest> deletes = new ArrayList<>();
    Function<PutItemRequest, PutItemResponse> put = request -> PutItemResponse.builder().build();
    Function<GetItemRequest, GetItemResponse> get = DynamoDbClient.super::getItem;
    Function<QueryRequest, QueryResponse> query = DynamoDbClient.super::query;

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
      puts.add(request);
      return put.apply(request);
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
      gets.add(request);
      return get.apply(request);
    }

    @Override
    public QueryResponse query(QueryRequest request) {
      queries.add(request);
      return query.apply(request);
    }

    @Override
    public DeleteItemResponse deleteItem(DeleteItemRequest request) {
      deletes.add(request);
      return DeleteItemResponse.builder().build();
    }

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
