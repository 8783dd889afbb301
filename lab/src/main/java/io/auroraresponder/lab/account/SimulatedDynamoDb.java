package io.auroraresponder.lab.account;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/**
 * DynamoDB for one kind of table: text keys {@code pk} and {@code sk}, single-item calls and a query of a partition.
 *
 * <p>Reads must be strongly consistent; what the parser does not know is refused as ValidationException.
 */
final class SimulatedDynamoDb implements DynamoDbClient {
  /** Limit of an item (DynamoDB developer guide, quotas). */
  private static final int MOST_BYTES = 400 * 1024;

  private static final String KEY_CONDITION = "pk = :pk";

  private final Line line;
  private final SimulatedAccount account;
  private final DynamoDbTables tables;

  SimulatedDynamoDb(Line line, DynamoDbTables tables) {
    this.line = line;
    this.account = line.account();
    this.tables = tables;
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    return line.answer("GetItem", request, () -> {
      requireConsistent(request.consistentRead());
      DynamoDbTables.Key key = key(request.key());
      requireLeadingKey(request.tableName(), key, "GetItem");
      Map<String, AttributeValue> item = table(request.tableName()).get(key);
      return item == null ? GetItemResponse.builder().build() : GetItemResponse.builder().item(item).build();
    });
  }

  @Override
  public PutItemResponse putItem(PutItemRequest request) {
    return line.answer("PutItem", request, () -> {
      NavigableMap<DynamoDbTables.Key, Map<String, AttributeValue>> table = table(request.tableName());
      DynamoDbTables.Key key = key(request.item());
      requireLeadingKey(request.tableName(), key, "PutItem");
      requireSmall(request.item());
      Map<String, AttributeValue> there = table.getOrDefault(key, Map.of());
      requireCondition(request.conditionExpression(), request.expressionAttributeNames(), request.expressionAttributeValues(), there);
      table.put(key, Map.copyOf(request.item()));
      return PutItemResponse.builder().build();
    });
  }

  @Override
  public DeleteItemResponse deleteItem(DeleteItemRequest request) {
    return line.answer("DeleteItem", request, () -> {
      NavigableMap<DynamoDbTables.Key, Map<String, AttributeValue>> table = table(request.tableName());
      DynamoDbTables.Key key = key(request.key());
      requireLeadingKey(request.tableName(), key, "DeleteItem");
      Map<String, AttributeValue> there = table.getOrDefault(key, Map.of());
      requireCondition(request.conditionExpression(), request.expressionAttributeNames(), request.expressionAttributeValues(), there);
      table.remove(key);
      return DeleteItemResponse.builder().build();
    });
  }

  @Override
  public QueryResponse query(QueryRequest request) {
    return line.answer("Query", request, () -> {
      requireConsistent(request.consistentRead());
      if (!KEY_CONDITION.equals(request.keyConditionExpression()) || request.filterExpression() != null || request.indexName() != null) {
        throw invalid("The simulated table answers the key condition '" + KEY_CONDITION + "' alone.");
      }
      AttributeValue pk = request.expressionAttributeValues().get(":pk");
      if (pk == null || pk.s() == null || request.expressionAttributeValues().size() != 1) {
        throw invalid("The key condition takes one text, :pk.");
      }
      List<Map<String, AttributeValue>> items = new ArrayList<>();
      table(request.tableName()).forEach(
          (key, item) -> {
            if (key.pk().equals(pk.s()) && isAfter(key, request)) {
              items.add(item);
            }
          });
      return page(items, request);
    });
  }

  @Override
  public ScanResponse scan(ScanRequest request) {
    return line.answer("Scan", request, () -> {
      requireConsistent(request.consistentRead());
      if (request.filterExpression() != null || request.indexName() != null || request.totalSegments() != null) {
        throw invalid("The simulated table is scanned whole.");
      }
      List<Map<String, AttributeValue>> items = new ArrayList<>();
      table(request.tableName()).forEach(
          (key, item) -> {
            if (!request.hasExclusiveStartKey() || key.compareTo(key(request.exclusiveStartKey())) > 0) {
              items.add(projected(item, request));
            }
          });
      int size = Math.min(account.world().pageSize(), request.limit() == null ? Integer.MAX_VALUE : request.limit());
      if (items.size() <= size) {
        return ScanResponse.builder().items(items).count(items.size()).build();
      }
      Map<String, AttributeValue> last = items.get(size - 1);
      return ScanResponse.builder().items(items.subList(0, size)).count(size)
          .lastEvaluatedKey(Map.of("pk", last.get("pk"), "sk", last.get("sk"))).build();
    });
  }

  /** Names alone, each behind {@code #}; a key that is not asked for is not answered with. */
  private static Map<String, AttributeValue> projected(Map<String, AttributeValue> item, ScanRequest request) {
    if (request.projectionExpression() == null) {
      return item;
    }
    if (request.select() != Select.SPECIFIC_ATTRIBUTES || !request.projectionExpression().matches("#\\w+(, #\\w+)*")) {
      throw invalid("The simulated table projects named attributes, and with Select SPECIFIC_ATTRIBUTES alone.");
    }
    Map<String, AttributeValue> some = new HashMap<>(item);
    some.keySet().retainAll(request.expressionAttributeNames().values());
    return some;
  }

  @Override
  public DescribeTableResponse describeTable(DescribeTableRequest request) {
    return line.answer("DescribeTable", request, () -> {
      long count = table(request.tableName()).size();
      String id = tables.id(request.tableName()).orElseThrow();
      return DescribeTableResponse.builder()
          .table(made -> made.tableName(request.tableName()).tableId(id).tableStatus("ACTIVE").itemCount(count))
          .build();
    });
  }

  private static boolean isAfter(DynamoDbTables.Key key, QueryRequest request) {
    return !request.hasExclusiveStartKey() || key.compareTo(key(request.exclusiveStartKey())) > 0;
  }

  private QueryResponse page(List<Map<String, AttributeValue>> items, QueryRequest request) {
    int size = Math.min(account.world().pageSize(), request.limit() == null ? Integer.MAX_VALUE : request.limit());
    if (items.size() <= size) {
      return QueryResponse.builder().items(items).count(items.size()).build();
    }
    Map<String, AttributeValue> last = items.get(size - 1);
    return QueryResponse.builder()
        .items(items.subList(0, size))
        .count(size)
        .lastEvaluatedKey(Map.of("pk", last.get("pk"), "sk", last.get("sk")))
        .build();
  }

  private NavigableMap<DynamoDbTables.Key, Map<String, AttributeValue>> table(@Nullable String name) {
    return tables
        .find(name)
        .orElseThrow(() -> ServiceErrors.error("dynamodb", "ResourceNotFoundException", "Requested resource not found: table " + name));
  }

  private void requireLeadingKey(String table, DynamoDbTables.Key key, String operation) {
    if (!account.leadingKeys().allow(line.caller(), table, key.pk(), !operation.equals("GetItem"))) {
      throw ServiceErrors.denied(line, operation);
    }
  }

  private static DynamoDbTables.Key key(Map<String, AttributeValue> attributes) {
    return new DynamoDbTables.Key(keyText(attributes, "pk"), keyText(attributes, "sk"));
  }

  private static String keyText(Map<String, AttributeValue> attributes, String name) {
    AttributeValue value = attributes.get(name);
    if (value == null || value.s() == null || value.s().isEmpty()) {
      throw invalid("One of the required keys was not given a value: " + name);
    }
    return value.s();
  }

  private static void requireConsistent(@Nullable Boolean consistent) {
    if (!Boolean.TRUE.equals(consistent)) {
      throw invalid("The simulated table answers strongly consistent reads only.");
    }
  }

  private static void requireSmall(Map<String, AttributeValue> item) {
    long bytes = item.entrySet().stream().mapToLong(entry -> entry.getKey().length() + entry.getValue().toString().length()).sum();
    if (bytes > MOST_BYTES) {
      throw invalid("Item size has exceeded the maximum allowed size");
    }
  }

  private static void requireCondition(
      @Nullable String expression,
      Map<String, String> names,
      Map<String, AttributeValue> values,
      Map<String, AttributeValue> there) {
    if (expression == null) {
      return;
    }
    boolean holds;
    try {
      holds = ConditionExpression.holds(expression, names, values, there);
    } catch (IllegalArgumentException refused) {
      throw invalid("Invalid ConditionExpression: " + refused.getMessage());
    }
    if (!holds) {
      throw ServiceErrors.error("dynamodb", "ConditionalCheckFailedException", "The conditional request failed");
    }
  }

  private static AwsServiceException invalid(String message) {
    return ServiceErrors.error("dynamodb", "ValidationException", message);
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
