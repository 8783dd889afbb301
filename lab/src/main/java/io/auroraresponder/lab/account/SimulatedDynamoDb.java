package io.auroraresponder.lab.account;

import io.auroraresponder.intake.Arn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BackupStatus;
import software.amazon.awssdk.services.dynamodb.model.BackupType;
import software.amazon.awssdk.services.dynamodb.model.ContinuousBackupsDescription;
import software.amazon.awssdk.services.dynamodb.model.ContinuousBackupsStatus;
import software.amazon.awssdk.services.dynamodb.model.CreateBackupRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateBackupResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeContinuousBackupsRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeContinuousBackupsResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryDescription;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryStatus;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.RestoreTableFromBackupRequest;
import software.amazon.awssdk.services.dynamodb.model.RestoreTableFromBackupResponse;
import software.amazon.awssdk.services.dynamodb.model.RestoreTableToPointInTimeRequest;
import software.amazon.awssdk.services.dynamodb.model.RestoreTableToPointInTimeResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.UpdateContinuousBackupsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateContinuousBackupsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveResponse;

/**
 * DynamoDB for one kind of table: text keys {@code pk} and {@code sk}, single-item calls, a query of a partition, and what it takes to
 * restore a table: backups, recovery to a moment, deletion and its protection.
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
      Map<String, AttributeValue> item = table(request.tableName()).items().get(key);
      return item == null ? GetItemResponse.builder().build() : GetItemResponse.builder().item(item).build();
    });
  }

  @Override
  public PutItemResponse putItem(PutItemRequest request) {
    return line.answer("PutItem", request, () -> {
      DynamoDbTables.Stored table = table(request.tableName());
      DynamoDbTables.Key key = key(request.item());
      requireLeadingKey(request.tableName(), key, "PutItem");
      requireSmall(request.item());
      Map<String, AttributeValue> there = table.items().getOrDefault(key, Map.of());
      requireCondition(request.conditionExpression(), request.expressionAttributeNames(), request.expressionAttributeValues(), there);
      table.put(key, Map.copyOf(request.item()), account.now());
      return PutItemResponse.builder().build();
    });
  }

  @Override
  public DeleteItemResponse deleteItem(DeleteItemRequest request) {
    return line.answer("DeleteItem", request, () -> {
      DynamoDbTables.Stored table = table(request.tableName());
      DynamoDbTables.Key key = key(request.key());
      requireLeadingKey(request.tableName(), key, "DeleteItem");
      Map<String, AttributeValue> there = table.items().getOrDefault(key, Map.of());
      requireCondition(request.conditionExpression(), request.expressionAttributeNames(), request.expressionAttributeValues(), there);
      table.remove(key, account.now());
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
      table(request.tableName()).items().forEach(
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
      table(request.tableName()).items().forEach(
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
      DynamoDbTables.Stored table = there(request.tableName());
      return DescribeTableResponse.builder().table(description(request.tableName(), table)).build();
    });
  }

  private TableDescription description(String name, DynamoDbTables.Stored table) {
    return TableDescription.builder().tableName(name).tableId(table.id()).tableArn(prefix() + "table/" + name)
        .tableStatus(table.isUsable(account.now()) ? TableStatus.ACTIVE : TableStatus.CREATING)
        .deletionProtectionEnabled(table.deletionProtected()).itemCount((long) table.items().size()).build();
  }

  private String prefix() {
    return "arn:" + Arn.partitionOf(account.world().region()) + ":dynamodb:" + account.world().region() + ":" + account.world().account()
        + ":";
  }

  /** Of a table's settings this one alone. */
  @Override
  public UpdateTableResponse updateTable(UpdateTableRequest request) {
    return line.answer("UpdateTable", request, () -> {
      DynamoDbTables.Stored table = table(request.tableName());
      if (request.deletionProtectionEnabled() == null) {
        throw invalid("Of a simulated table DeletionProtectionEnabled alone can be changed.");
      }
      table.deletionProtected(request.deletionProtectionEnabled());
      return UpdateTableResponse.builder().tableDescription(description(request.tableName(), table)).build();
    });
  }

  @Override
  public UpdateTimeToLiveResponse updateTimeToLive(UpdateTimeToLiveRequest request) {
    return line.answer("UpdateTimeToLive", request, () -> {
      var unused = table(request.tableName());
      return UpdateTimeToLiveResponse.builder().timeToLiveSpecification(request.timeToLiveSpecification()).build();
    });
  }

  @Override
  public DeleteTableResponse deleteTable(DeleteTableRequest request) {
    return line.answer("DeleteTable", request, () -> {
      DynamoDbTables.Stored table = table(request.tableName());
      if (table.deletionProtected()) {
        throw invalid("Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.");
      }
      tables.delete(request.tableName());
      return DeleteTableResponse.builder().tableDescription(made -> made.tableName(request.tableName()).tableId(table.id())
          .tableStatus(TableStatus.DELETING)).build();
    });
  }

  @Override
  public UpdateContinuousBackupsResponse updateContinuousBackups(UpdateContinuousBackupsRequest request) {
    return line.answer("UpdateContinuousBackups", request, () -> {
      DynamoDbTables.Stored table = table(request.tableName());
      table.recoverable(request.pointInTimeRecoverySpecification().pointInTimeRecoveryEnabled(), account.now());
      return UpdateContinuousBackupsResponse.builder().continuousBackupsDescription(recovery(table)).build();
    });
  }

  @Override
  public DescribeContinuousBackupsResponse describeContinuousBackups(DescribeContinuousBackupsRequest request) {
    return line.answer("DescribeContinuousBackups", request, () ->
        DescribeContinuousBackupsResponse.builder().continuousBackupsDescription(recovery(table(request.tableName()))).build());
  }

  private ContinuousBackupsDescription recovery(DynamoDbTables.Stored table) {
    PointInTimeRecoveryDescription.Builder told = PointInTimeRecoveryDescription.builder()
        .pointInTimeRecoveryStatus(table.recoverableSince().isPresent() ? PointInTimeRecoveryStatus.ENABLED
            : PointInTimeRecoveryStatus.DISABLED);
    table.recoverableSince().ifPresent(since -> told.earliestRestorableDateTime(since).latestRestorableDateTime(latest()));
    return ContinuousBackupsDescription.builder().continuousBackupsStatus(ContinuousBackupsStatus.ENABLED)
        .pointInTimeRecoveryDescription(told.build()).build();
  }

  private Instant latest() {
    return account.now().minus(DynamoDbTables.NOT_YET_RESTORABLE);
  }

  @Override
  public RestoreTableToPointInTimeResponse restoreTableToPointInTime(RestoreTableToPointInTimeRequest request) {
    return line.answer("RestoreTableToPointInTime", request, () -> {
      String target = requireNew(request.targetTableName());
      DynamoDbTables.Stored source = table(request.sourceTableName());
      Instant since = source.recoverableSince().orElseThrow(() -> ServiceErrors.error("dynamodb", "PointInTimeRecoveryUnavailableException",
          "Point in time recovery is not enabled for table '" + request.sourceTableName() + "'"));
      Instant moment = Boolean.TRUE.equals(request.useLatestRestorableTime()) ? latest() : request.restoreDateTime();
      if (moment == null || moment.isBefore(since) || moment.isAfter(latest())) {
        throw ServiceErrors.error("dynamodb", "InvalidRestoreTimeException",
            "The restore time must be between " + since + " and " + latest());
      }
      tables.restore(target, source.asOf(moment), account.now());
      return RestoreTableToPointInTimeResponse.builder().tableDescription(description(target, there(target))).build();
    });
  }

  @Override
  public CreateBackupResponse createBackup(CreateBackupRequest request) {
    return line.answer("CreateBackup", request, () -> {
      DynamoDbTables.Stored table = table(request.tableName());
      DynamoDbTables.Backup backup = tables.backUp(request.tableName(), request.backupName(), prefix(), account.now());
      return CreateBackupResponse.builder().backupDetails(made -> made.backupArn(backup.arn()).backupName(backup.name())
          .backupCreationDateTime(backup.at()).backupSizeBytes((long) table.items().size()).backupType(BackupType.USER)
          .backupStatus(BackupStatus.AVAILABLE)).build();
    });
  }

  @Override
  public RestoreTableFromBackupResponse restoreTableFromBackup(RestoreTableFromBackupRequest request) {
    return line.answer("RestoreTableFromBackup", request, () -> {
      String target = requireNew(request.targetTableName());
      DynamoDbTables.Backup backup = tables.backup(request.backupArn()).orElseThrow(() -> ServiceErrors.error("dynamodb",
          "BackupNotFoundException", "Backup not found: " + request.backupArn()));
      tables.restore(target, backup.items(), account.now());
      return RestoreTableFromBackupResponse.builder().tableDescription(description(target, there(target))).build();
    });
  }

  private String requireNew(@Nullable String table) {
    if (table == null || tables.find(table).isPresent()) {
      throw ServiceErrors.error("dynamodb", "TableAlreadyExistsException", "Table already exists: " + table);
    }
    return table;
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

  /** A table that can be used. */
  private DynamoDbTables.Stored table(@Nullable String name) {
    DynamoDbTables.Stored table = there(name);
    if (!table.isUsable(account.now())) {
      throw missing(name);
    }
    return table;
  }

  private DynamoDbTables.Stored there(@Nullable String name) {
    return tables.find(name).orElseThrow(() -> missing(name));
  }

  private static AwsServiceException missing(@Nullable String name) {
    return ServiceErrors.error("dynamodb", "ResourceNotFoundException", "Requested resource not found: table " + name);
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
