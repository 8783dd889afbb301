package io.auroraresponder.aws;

import io.auroraresponder.ledger.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/**
 * The ledger's table in DynamoDB: keys {@code pk} and {@code sk}, every read strongly consistent.
 *
 * <p>Give it a client without SDK retries: a put that the SDK repeats after its first try had landed would meet its own item and look
 * like somebody else's. Only throttled calls are repeated, they were not carried out. Whatever is not a clear yes or no is {@link
 * Table.TableUnavailableException}.
 */
public final class DynamoDbTable implements Table {
  private static final String PK = "pk";
  private static final String SK = "sk";

  /** To delete a table and to restore another under its name takes DynamoDB longer. */
  private static final Duration ID_COUNTS = Duration.ofMinutes(1);

  private final Supplier<DynamoDbClient> dynamoDb;
  private final String name;
  private final Backoff backoff;
  private final InstantSource clock;
  private volatile Optional<Duration> ahead = Optional.empty();
  private volatile Optional<Told> id = Optional.empty();

  /** The table's id as it was told at a moment. */
  private record Told(String id, Instant at) {}

  /**
   * A table of this name.
   *
   * @param clock held against the {@code Date} of each answer
   */
  public DynamoDbTable(Supplier<DynamoDbClient> dynamoDb, String name, Backoff backoff, InstantSource clock) {
    this.dynamoDb = dynamoDb;
    this.name = name;
    this.backoff = backoff;
    this.clock = clock;
  }

  @Override
  public Optional<Item> get(Key key) {
    GetItemResponse answer =
        called("GetItem", () -> dynamoDb.get().getItem(request -> request.tableName(name).key(attributes(key)).consistentRead(true)));
    return answer.hasItem() && !answer.item().isEmpty() ? Optional.of(item(answer.item())) : Optional.empty();
  }

  @Override
  public boolean put(Item item, Condition condition) {
    PutItemRequest.Builder request = PutItemRequest.builder().tableName(name).item(attributes(item));
    switch (condition) {
      case Condition.None none -> {}
      case Condition.Absent absent -> request.conditionExpression("attribute_not_exists(pk)");
      case Condition.NumberIs is -> on(request, "#a = :v", is.attribute(), number(is.value()));
      case Condition.AbsentOrTextIs is -> on(request, "attribute_not_exists(pk) OR #a = :v", is.attribute(), text(is.value()));
      case Condition.AbsentOrNumberBelow is ->
          on(request, "attribute_not_exists(pk) OR #a < :v", is.attribute(), number(is.limit()));
      case Condition.AbsentOrNumberAbove is ->
          on(request, "attribute_not_exists(pk) OR #a > :v", is.attribute(), number(is.limit()));
    }
    try {
      called("PutItem", () -> dynamoDb.get().putItem(request.build()));
      return true;
    } catch (ConditionalCheckFailedException refused) {
      return false;
    }
  }

  /** Attribute names go in as placeholders: {@code hash}, {@code at} and others are reserved words of DynamoDB. */
  private static void on(PutItemRequest.Builder request, String expression, String attribute, AttributeValue value) {
    request
        .conditionExpression(expression)
        .expressionAttributeNames(Map.of("#a", attribute))
        .expressionAttributeValues(Map.of(":v", value));
  }

  @Override
  public void delete(Key key) {
    called("DeleteItem", () -> dynamoDb.get().deleteItem(request -> request.tableName(name).key(attributes(key))));
  }

  @Override
  public List<Item> query(String pk) {
    QueryRequest request =
        QueryRequest.builder()
            .tableName(name)
            .keyConditionExpression("pk = :pk")
            .expressionAttributeValues(Map.of(":pk", text(pk)))
            .consistentRead(true)
            .build();
    List<Item> items = new ArrayList<>();
    Map<String, AttributeValue> last = Map.of();
    do {
      QueryRequest page = last.isEmpty() ? request : request.toBuilder().exclusiveStartKey(last).build();
      QueryResponse answer = called("Query", () -> dynamoDb.get().query(page));
      answer.items().forEach(one -> items.add(item(one)));
      last = answer.hasLastEvaluatedKey() ? answer.lastEvaluatedKey() : Map.of();
    } while (!last.isEmpty());
    return items;
  }

  @Override
  public List<Item> all() {
    return scanned(ScanRequest.builder().tableName(name).consistentRead(true).build());
  }

  /** Said twice, as IAM's condition keys {@code dynamodb:Select} and {@code dynamodb:Attributes} want it. */
  @Override
  public List<Item> all(Set<String> attributes) {
    Map<String, String> names = new TreeMap<>(Map.of("#pk", PK, "#sk", SK));
    attributes.forEach(attribute -> names.put("#" + attribute, attribute));
    return scanned(
        ScanRequest.builder().tableName(name).consistentRead(true).select(Select.SPECIFIC_ATTRIBUTES)
            .projectionExpression(String.join(", ", names.keySet())).expressionAttributeNames(names).build());
  }

  private List<Item> scanned(ScanRequest request) {
    List<Item> items = new ArrayList<>();
    Map<String, AttributeValue> last = Map.of();
    do {
      ScanRequest page = last.isEmpty() ? request : request.toBuilder().exclusiveStartKey(last).build();
      ScanResponse answer = called("Scan", () -> dynamoDb.get().scan(page));
      answer.items().forEach(one -> items.add(item(one)));
      last = answer.hasLastEvaluatedKey() ? answer.lastEvaluatedKey() : Map.of();
    } while (!last.isEmpty());
    return items;
  }

  /**
   * A table that was made again or restored has another id, whatever its name (DynamoDB API reference, TableDescription). A function
   * outlives that, so what was told counts for {@link #ID_COUNTS} and no longer than the table is there.
   */
  @Override
  public String id() {
    Optional<Told> known = id.filter(told -> clock.instant().isBefore(told.at().plus(ID_COUNTS)) && !clock.instant().isBefore(told.at()));
    if (known.isPresent()) {
      return known.get().id();
    }
    String told = called("DescribeTable", () -> dynamoDb.get().describeTable(request -> request.tableName(name))).table().tableId();
    if (told == null || told.isEmpty()) {
      throw new TableUnavailableException("dynamodb:DescribeTable of table " + name + " tells no id",
          new IllegalStateException("no TableId"));
    }
    id = Optional.of(new Told(told, clock.instant()));
    return told;
  }

  @Override
  public Instant date() {
    return clock.instant().plus(ahead.orElseThrow(() -> new TableUnavailableException(
        "no answer of table " + name + " told its Date yet", new IllegalStateException("no Date"))));
  }

  private <T extends DynamoDbResponse> T called(String operation, Supplier<T> call) {
    try {
      T answer = backoff.call(call);
      date(answer).ifPresent(told -> ahead = Optional.of(Duration.between(clock.instant(), told)));
      return answer;
    } catch (ConditionalCheckFailedException refused) {
      throw refused;
    } catch (SdkException failure) {
      if (failure instanceof ResourceNotFoundException) {
        id = Optional.empty();
      }
      String code = Failures.code(failure);
      throw new TableUnavailableException(
          "dynamodb:" + operation + " of table " + name + (code.isEmpty() ? "" : " failed with " + code) + ": " + Failures.text(failure),
          failure);
    }
  }

  private static Optional<Instant> date(SdkResponse answer) {
    return Optional.ofNullable(answer.sdkHttpResponse())
        .flatMap(http -> http.firstMatchingHeader("Date"))
        .map(text -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
  }

  private static Map<String, AttributeValue> attributes(Key key) {
    return Map.of(PK, text(key.pk()), SK, text(key.sk()));
  }

  private static Map<String, AttributeValue> attributes(Item item) {
    Map<String, AttributeValue> attributes = new HashMap<>(attributes(item.key()));
    item.texts().forEach((attribute, value) -> attributes.put(attribute, text(value)));
    item.numbers().forEach((attribute, value) -> attributes.put(attribute, number(value)));
    return attributes;
  }

  /** An item may carry an attribute that a person added; what is neither text nor whole number is left out. */
  private static Item item(Map<String, AttributeValue> attributes) {
    Map<String, String> texts = new HashMap<>();
    Map<String, Long> numbers = new HashMap<>();
    attributes.forEach(
        (attribute, value) -> {
          if (value.s() != null) {
            texts.put(attribute, value.s());
          } else if (value.n() != null && value.n().matches("-?\\d{1,18}")) {
            numbers.put(attribute, Long.parseLong(value.n()));
          }
        });
    Key key = new Key(texts.getOrDefault(PK, ""), texts.getOrDefault(SK, ""));
    texts.remove(PK);
    texts.remove(SK);
    return new Item(key, texts, numbers);
  }

  private static AttributeValue text(String value) {
    return AttributeValue.builder().s(value).build();
  }

  private static AttributeValue number(long value) {
    return AttributeValue.builder().n(Long.toString(value)).build();
  }
}
