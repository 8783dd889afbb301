package io.auroraresponder.notify.sns;

import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.notify.Channel;
import io.auroraresponder.notify.MailReaders;
import io.auroraresponder.notify.Message;
import io.auroraresponder.notify.News;
import io.auroraresponder.notify.NewsJson;
import io.auroraresponder.notify.Notification;
import io.auroraresponder.notify.PlainText;
import io.auroraresponder.notify.Publisher;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.HttpStatusCode;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishRequest;

/**
 * Publishes to one SNS topic; retries are the SDK client's own.
 *
 * <p>Subscribers filter by the attributes {@code severity}, {@code cluster}, {@code incident} and {@code runbook}; {@code dedup} is the
 * same when a message is sent twice.
 */
public final class SnsPublisher implements Publisher {
  private static final Logger LOG = LoggerFactory.getLogger(SnsPublisher.class);

  private final Supplier<SnsClient> client;
  private final String topicArn;
  private final MailReaders readers;
  private final InstantSource clock;

  /** {@code readers}: of what goes to people; queues and functions get the whole report. */
  public SnsPublisher(Supplier<SnsClient> client, String topicArn, MailReaders readers, InstantSource clock) {
    this.client = client;
    this.topicArn = topicArn;
    this.readers = readers;
    this.clock = clock;
  }

  @Override
  public void publish(Report report) {
    SnsBody.Sized sized = SnsBody.of(report, readers, attributeBytes());
    Map<String, String> attributes =
        attributes(report.verdict().severity(), report.incident().cluster().value(), report.incident().key(), sized.message());
    attributes.put("runbook", report.incident().runbook());
    send(sized.message(), sized.json(), attributes);
    LOG.atInfo().setMessage(Channel.TOLD).addKeyValue("channel", Channel.MAIL.word()).addKeyValue("incident", report.incident().id())
        .addKeyValue("afterSeconds", Math.max(0, Duration.between(report.incident().signal().at(), clock.instant()).toSeconds())).log();
  }

  @Override
  public void publishNews(News news) {
    Message message = readers.message(Notification.of(news));
    send(
        message,
        SnsBody.json(message, NewsJson.of(news)),
        attributes(news.severity(), news.cluster(), news.incidentKey(), message));
  }

  private static Map<String, String> attributes(Severity severity, String cluster, String incidentKey, Message message) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("severity", severity.word());
    attributes.put("cluster", cluster);
    attributes.put("incident", incidentKey);
    attributes.put("dedup", message.dedupKey());
    return attributes;
  }

  /** Room for names, types and values of the attributes, which count towards the message's size; values are cut to fit. */
  private static int attributeBytes() {
    return 5 * (SnsBody.MAX_ATTRIBUTE_CHARACTERS * 4 + 20);
  }

  private void send(Message message, String json, Map<String, String> attributes) {
    Map<String, MessageAttributeValue> values = new LinkedHashMap<>();
    attributes.forEach((name, value) -> put(values, name, value));
    PublishRequest request =
        PublishRequest.builder()
            .topicArn(topicArn)
            .subject(message.subject())
            .messageStructure("json")
            .message(json)
            .messageAttributes(values)
            .build();
    try {
      client.get().publish(request);
    } catch (SdkException failure) {
      throw failed(message.threadKey(), failure);
    }
  }

  /** SNS refuses an empty attribute value together with the whole message. */
  private static void put(Map<String, MessageAttributeValue> values, String name, String value) {
    String clean = PlainText.cut(PlainText.of(value), SnsBody.MAX_ATTRIBUTE_CHARACTERS);
    if (!clean.isEmpty()) {
      values.put(name, MessageAttributeValue.builder().dataType("String").stringValue(clean).build());
    }
  }

  /** The service's own text stays in the cause: it may quote what was sent. */
  private static DependencyException failed(String incidentKey, SdkException failure) {
    return new DependencyException(
        "sns", "Publish", code(failure), retryable(failure), "the message about " + incidentKey + " was not sent", failure);
  }

  private static String code(SdkException failure) {
    if (failure instanceof AwsServiceException refused && refused.awsErrorDetails() != null) {
      String code = refused.awsErrorDetails().errorCode();
      return code == null ? "" : code;
    }
    return "";
  }

  /** No answer, trouble on the other side, or too fast; SdkException's own flag is false for all of these once retries are used up. */
  private static boolean retryable(SdkException failure) {
    return !(failure instanceof AwsServiceException refused)
        || refused.statusCode() >= HttpStatusCode.INTERNAL_SERVER_ERROR
        || refused.isThrottlingException()
        || code(failure).equals("KMSThrottling");
  }
}
