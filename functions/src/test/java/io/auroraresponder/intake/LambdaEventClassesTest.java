package io.auroraresponder.intake;

import static io.auroraresponder.intake.Samples.event;
import static io.auroraresponder.intake.Samples.opened;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.CloudWatchMetricAlarmEvent;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonNull;
import com.google.gson.JsonSerializer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.joda.time.DateTime;
import org.junit.jupiter.api.Test;

/** AWS's own event classes as an independent check: what is built with them and written out reads as our samples do. */
final class LambdaEventClassesTest {
  /** Lambda writes SQS members in lower camel case and SNS members with a capital. */
  private static final Gson LOWER = gson(FieldNamingPolicy.IDENTITY);

  private static final Gson UPPER = gson(FieldNamingPolicy.UPPER_CAMEL_CASE);

  @Test
  void directAlarmBuiltWithTheClassOpensTheSameIncident() {
    CloudWatchMetricAlarmEvent built =
        CloudWatchMetricAlarmEvent.builder()
            .withSource("aws.cloudwatch")
            .withAlarmArn("arn:aws:cloudwatch:eu-west-1:111122223333:alarm:orders-db-acu-high")
            .withAccountId("111122223333")
            .withTime("2026-03-02T09:14:40.989+0000")
            .withRegion("eu-west-1")
            .withAlarmData(
                CloudWatchMetricAlarmEvent.AlarmData.builder()
                    .withAlarmName("orders-db-acu-high")
                    .withState(
                        CloudWatchMetricAlarmEvent.State.builder()
                            .withValue("ALARM")
                            .withReason("Threshold Crossed: 3 out of the last 3 datapoints were greater than the threshold (90.0).")
                            .withTimestamp("2026-03-02T09:14:40.989+0000")
                            .build())
                    .withConfiguration(
                        CloudWatchMetricAlarmEvent.Configuration.builder()
                            .withMetrics(
                                List.of(
                                    CloudWatchMetricAlarmEvent.Metric.builder()
                                        .withId("m1")
                                        .withReturnData(true)
                                        .withMetricStat(
                                            CloudWatchMetricAlarmEvent.MetricStat.builder()
                                                .withMetric(
                                                    CloudWatchMetricAlarmEvent.MetricDetail.builder()
                                                        .withNamespace("AWS/RDS")
                                                        .withName("ACUUtilization")
                                                        .withDimensions(Map.of("DBInstanceIdentifier", "orders-db-instance-1"))
                                                        .build())
                                                .withPeriod(60)
                                                .withStat("Average")
                                                .build())
                                        .build()))
                            .build())
                    .build())
            .build();

    assertThat(Samples.bare(opened(LOWER.toJson(built)).incident()))
        .isEqualTo(Samples.bare(opened(event("alarm-to-lambda-metric")).incident()));
    assertThat(opened(LOWER.toJson(built)).signal().metric().orElseThrow().limits().upper()).contains(90.0);
  }

  @Test
  void sqsBatchBuiltWithTheClassOpensTheSameIncidentAndAnswersWithTheSameItem() {
    SQSEvent.SQSMessage good = message("d9144555-0000-4ec3-99a0-000000000001", event("eventbridge-rds-cluster"));
    SQSEvent.SQSMessage poison = message("d9144555-0000-4ec3-99a0-000000000002", "{\"version\":");
    SQSEvent built = new SQSEvent();
    built.setRecords(List.of(good, poison));
    String raw = LOWER.toJson(built).replaceFirst("\"records\"", "\"Records\"");

    IntakeBatch batch = Samples.intake().read(raw, Samples.ANY);

    SQSBatchResponse answer =
        new SQSBatchResponse(batch.failedItems().stream().map(SQSBatchResponse.BatchItemFailure::new).toList());
    assertThat(((IntakeResult.Opened) batch.results().getFirst()).incident())
        .isEqualTo(opened(event("eventbridge-rds-cluster")).incident());
    assertThat(LOWER.toJson(answer)).isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"d9144555-0000-4ec3-99a0-000000000002\"}]}");
  }

  @Test
  void snsRecordBuiltWithTheClassOpensTheSameIncident() {
    SNSEvent.SNS sns = new SNSEvent.SNS();
    sns.setType("Notification");
    sns.setMessageId("9a1c0d11-0000-5a10-8a10-000000000001");
    sns.setTopicArn("arn:aws:sns:eu-west-1:111122223333:db-alarms");
    sns.setMessage(event("eventbridge-alarm-metric"));
    SNSEvent.SNSRecord record = new SNSEvent.SNSRecord();
    record.setSns(sns);
    record.setEventSource("aws:sns");
    SNSEvent built = new SNSEvent();
    built.setRecords(List.of(record));

    assertThat(opened(UPPER.toJson(built)).incident()).isEqualTo(opened(event("eventbridge-alarm-metric")).incident());
  }

  private static SQSEvent.SQSMessage message(String id, String body) {
    SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
    message.setMessageId(id);
    message.setBody(body);
    message.setEventSource("aws:sqs");
    return message;
  }

  /** Times and binary attributes are of no interest here. */
  private static Gson gson(FieldNamingPolicy names) {
    JsonSerializer<Object> omitted = (value, type, context) -> JsonNull.INSTANCE;
    return new GsonBuilder()
        .setFieldNamingPolicy(names)
        .registerTypeHierarchyAdapter(DateTime.class, omitted)
        .registerTypeHierarchyAdapter(ByteBuffer.class, omitted)
        .create();
  }
}
