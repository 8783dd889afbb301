package io.auroraresponder.notify.sns;

import io.auroraresponder.incident.DependencyException;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;

/** Who listens to a topic: a mail address counts once its owner has confirmed it. */
public final class TopicSubscribers {
  private static final String CONFIRMED = "SubscriptionsConfirmed";

  private final SnsClient client;

  public TopicSubscribers(SnsClient client) {
    this.client = client;
  }

  /**
   * How many have confirmed; SNS counts with some delay.
   *
   * @throws DependencyException when SNS does not say
   */
  public int confirmed(String topicArn) {
    try {
      Map<String, String> attributes = client.getTopicAttributes(request -> request.topicArn(topicArn)).attributes();
      return Integer.parseInt(attributes.getOrDefault(CONFIRMED, ""));
    } catch (SdkException | NumberFormatException failure) {
      throw new DependencyException("sns", "GetTopicAttributes", "", true, "who listens to " + topicArn + " is not known", failure);
    }
  }
}
