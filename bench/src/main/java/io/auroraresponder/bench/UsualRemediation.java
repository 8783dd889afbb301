package io.auroraresponder.bench;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.sns.SnsClient;

/** A wish for more capacity: held against the range as it is, written down and answered. It changes nothing. */
public final class UsualRemediation implements RequestHandler<Map<String, Object>, Map<String, Object>> {
  private final RdsClient rds = RdsClient.create();
  private final CloudWatchClient cloudWatch = CloudWatchClient.create();
  private final DynamoDbClient dynamoDb = DynamoDbClient.create();
  private final SnsClient sns = SnsClient.create();
  private final ObjectMapper mapper = new ObjectMapper().findAndRegisterModules();

  /**
   * A wish.
   *
   * @param max ACU
   */
  public record Wish(String cluster, double max) {}

  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    if (event.containsKey("selfcheck")) {
      return Map.of("selfcheck", "awake");
    }
    Wish wish = mapper.convertValue(event, Wish.class);
    DBCluster cluster = rds.describeDBClusters(request -> request.dbClusterIdentifier(wish.cluster())).dbClusters().getFirst();
    boolean firing = cloudWatch.describeAlarms(request -> request.stateValue("ALARM")).hasMetricAlarms();
    boolean more = firing && cluster.serverlessV2ScalingConfiguration().maxCapacity() < wish.max();
    dynamoDb.putItem(request -> request.tableName(System.getenv("LEDGER_TABLE")).item(Map.of(
        "pk", AttributeValue.fromS("CLUSTER#" + wish.cluster()), "sk", AttributeValue.fromS("WISH"),
        "max", AttributeValue.fromN(Double.toString(wish.max())))));
    sns.publish(request -> request.topicArn(System.getenv("FINDINGS_TOPIC")).message(wish.cluster() + (more ? " may grow" : " stays")));
    return Map.of("cluster", wish.cluster(), "granted", more);
  }
}
