package io.auroraresponder.bench;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** A message of a topic goes to a web hook of Slack, once. */
public final class UsualNotification implements RequestHandler<SNSEvent, Map<String, Object>> {
  private final DynamoDbClient dynamoDb = DynamoDbClient.create();
  private final SecretsManagerClient secrets = SecretsManagerClient.create();
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper mapper = new ObjectMapper().findAndRegisterModules();

  @Override
  public Map<String, Object> handleRequest(SNSEvent event, Context context) {
    if (event.getRecords() == null) {
      return Map.of("selfcheck", "awake");
    }
    List<Integer> answers = event.getRecords().stream().map(SNSEvent.SNSRecord::getSNS).map(this::post).toList();
    return Map.of("told", answers);
  }

  private int post(SNSEvent.SNS message) {
    dynamoDb.putItem(request -> request.tableName(System.getenv("LEDGER_TABLE"))
        .item(Map.of("pk", AttributeValue.fromS("NOTICE#" + message.getMessageId()), "sk", AttributeValue.fromS("slack")))
        .conditionExpression("attribute_not_exists(pk)"));
    String hook = secrets.getSecretValue(request -> request.secretId(System.getenv("SLACK_SECRET"))).secretString();
    HttpRequest post = HttpRequest.newBuilder(URI.create(hook)).header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(mapper.valueToTree(Map.of("text", message.getMessage())).toString())).build();
    try {
      return http.send(post, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException unreachable) {
      throw new IllegalStateException("Slack did not answer", unreachable);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before Slack answered", stopped);
    }
  }
}
