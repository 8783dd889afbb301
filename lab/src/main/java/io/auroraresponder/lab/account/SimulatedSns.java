package io.auroraresponder.lab.account;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;

/** SNS that adds what is published to a list and refuses what SNS, now or in older days, would not take (SNS API reference, Publish). */
final class SimulatedSns implements SnsClient {
  private static final int MOST_BYTES = 262_144;

  /** A subject: ASCII, 1 to 99 characters, no line breaks or control characters, first a letter, digit or punctuation. */
  private static final String SUBJECT = "[!-~][ -~]{0,98}";

  private final Line line;
  private final SimulatedAccount account;
  private final List<Published> published;

  SimulatedSns(Line line, List<Published> published) {
    this.line = line;
    this.account = line.account();
    this.published = published;
  }

  @Override
  public PublishResponse publish(PublishRequest request) {
    return line.answer("Publish", request, () -> {
      check(request);
      Instant at = account.now();
      String subject = request.subject() == null ? "" : request.subject();
      published.add(new Published(request.topicArn(), subject, request.message(), texts(request.messageAttributes()), at));
      String id = UUID.nameUUIDFromBytes(("message " + published.size()).getBytes(StandardCharsets.UTF_8)).toString();
      return PublishResponse.builder().messageId(id).build();
    });
  }

  /** Each of the account's topics has one listener: whoever reads what was published. */
  @Override
  public GetTopicAttributesResponse getTopicAttributes(GetTopicAttributesRequest request) {
    return line.answer("GetTopicAttributes", request, () -> {
      checkHome(request.topicArn());
      return GetTopicAttributesResponse.builder()
          .attributes(Map.of("TopicArn", request.topicArn(), "SubscriptionsConfirmed", "1", "SubscriptionsPending", "0"))
          .build();
    });
  }

  private void checkHome(String topicArn) {
    String home = account.arn("", "").replace(":rds:", ":sns:").replaceAll(":+$", ":");
    if (topicArn == null || !topicArn.startsWith(home)) {
      throw ServiceErrors.error("sns", "NotFound", "Topic does not exist");
    }
  }

  private void check(PublishRequest request) {
    checkHome(request.topicArn());
    if (request.subject() != null && !request.subject().matches(SUBJECT)) {
      throw invalid("Subject");
    }
    if (request.message() == null || request.message().isEmpty()) {
      throw invalid("Empty message");
    }
    if (bytes(request) > MOST_BYTES) {
      throw invalid("Message too long");
    }
    if (request.messageStructure() != null) {
      checkStructure(request);
    }
    for (MessageAttributeValue value : request.messageAttributes().values()) {
      if (value.dataType() == null || (value.binaryValue() == null && (value.stringValue() == null || value.stringValue().isEmpty()))) {
        throw ServiceErrors.error("sns", "ParameterValueInvalid", "A message attribute needs a data type and a value that is not empty.");
      }
    }
  }

  private static void checkStructure(PublishRequest request) {
    try {
      JsonElement tree = JsonParser.parseString(request.message());
      JsonObject parts = tree.isJsonObject() ? tree.getAsJsonObject() : new JsonObject();
      boolean text = parts.has("default") && parts.get("default").isJsonPrimitive();
      if (request.messageStructure().equals("json") && text) {
        return;
      }
    } catch (JsonParseException broken) {
      throw invalid("Message Structure - JSON message body failed to parse");
    }
    throw invalid("Message Structure - No default entry in JSON message body");
  }

  private static int bytes(PublishRequest request) {
    int sum = length(request.message());
    for (Map.Entry<String, MessageAttributeValue> attribute : request.messageAttributes().entrySet()) {
      String value = attribute.getValue().stringValue();
      sum += length(attribute.getKey()) + (value == null ? 0 : length(value));
    }
    return sum;
  }

  private static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static Map<String, String> texts(Map<String, MessageAttributeValue> attributes) {
    Map<String, String> texts = new java.util.TreeMap<>();
    attributes.forEach((name, value) -> texts.put(name, value.stringValue() == null ? "" : value.stringValue()));
    return texts;
  }

  private static AwsServiceException invalid(String what) {
    return ServiceErrors.error("sns", "InvalidParameter", "Invalid parameter: " + what);
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
