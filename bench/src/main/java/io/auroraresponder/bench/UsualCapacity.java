package io.auroraresponder.bench;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.sns.SnsClient;

/** A capacity alarm: range and capacity of the cluster go to a topic, once an alarm. */
public final class UsualCapacity implements RequestHandler<ScheduledEvent, Map<String, Object>> {
  private static final Duration WINDOW = Duration.ofMinutes(15);

  private final RdsClient rds = RdsClient.create();
  private final CloudWatchClient cloudWatch = CloudWatchClient.create();
  private final DynamoDbClient dynamoDb = DynamoDbClient.create();
  private final SnsClient sns = SnsClient.create();
  private final ObjectMapper mapper = new ObjectMapper().findAndRegisterModules();

  @Override
  public Map<String, Object> handleRequest(ScheduledEvent event, Context context) {
    if (event.getDetail() == null) {
      return Map.of("selfcheck", "awake");
    }
    String id = Alarm.cluster(mapper.valueToTree(event.getDetail()));
    DBCluster cluster = rds.describeDBClusters(request -> request.dbClusterIdentifier(id)).dbClusters().getFirst();
    Instant now = Instant.now();
    List<Datapoint> capacity = cloudWatch.getMetricStatistics(request ->
        request.namespace("AWS/RDS").metricName("ServerlessDatabaseCapacity")
        .dimensions(Dimension.builder().name("DBClusterIdentifier").value(id).build()).startTime(now.minus(WINDOW)).endTime(now).period(60)
        .statistics(Statistic.MAXIMUM)).datapoints();
    Map<String, Object> report = Map.of(
        "cluster", id, "status", cluster.status(), "max", cluster.serverlessV2ScalingConfiguration().maxCapacity(),
        "capacity", capacity.stream().mapToDouble(Datapoint::maximum).max().orElse(0));
    dynamoDb.putItem(request -> request.tableName(System.getenv("LEDGER_TABLE"))
        .item(Map.of("pk", AttributeValue.fromS("INCIDENT#" + id), "sk", AttributeValue.fromS(String.valueOf(event.getId())))));
    sns.publish(request -> request.topicArn(System.getenv("FINDINGS_TOPIC")).message(mapper.valueToTree(report).toString()));
    return report;
  }
}
