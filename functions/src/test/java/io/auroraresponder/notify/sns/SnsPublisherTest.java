package io.auroraresponder.notify.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Privacy;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.notify.Details;
import io.auroraresponder.notify.MailReaders;
import io.auroraresponder.notify.MailText;
import io.auroraresponder.notify.Message;
import io.auroraresponder.notify.News;
import io.auroraresponder.notify.Notification;
import io.auroraresponder.notify.ReportJson;
import io.auroraresponder.notify.Reports;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;
import software.amazon.awssdk.services.sns.model.SnsException;

class SnsPublisherTest {
  private static final String TOPIC = "arn:aws:sns:eu-west-1:111122223333:findings";
  private static final String SECRET = "hunter2-correct-horse";

  private final Topic topic = new Topic();
  private final SnsPublisher publisher = new SnsPublisher(() ->
      topic, TOPIC, MailReaders.DEFAULT, Clock.fixed(Reports.NOW, ZoneOffset.UTC));

  @Test
  void peopleGetTheTextAndMachinesTheReport() {
    Report report = Reports.applied();

    publisher.publish(report);

    Message expected = MailText.of(Notification.of(report), Optional.empty());
    PublishRequest sent = topic.only();
    assertThat(sent.topicArn()).isEqualTo(TOPIC);
    assertThat(sent.subject()).isEqualTo(expected.subject());
    assertThat(sent.messageStructure()).isEqualTo("json");
    JsonObject protocols = protocols(sent);
    assertThat(protocols.keySet()).containsExactly("default", "email", "http", "https", "sqs", "lambda");
    assertThat(protocols.get("default").getAsString()).isEqualTo(expected.subject());
    assertThat(protocols.get("https").getAsString()).isEqualTo(expected.body());
    assertThat(protocols.get("email").getAsString()).isEqualTo(expected.body());
    assertThat(protocols.get("sqs").getAsString()).isEqualTo(ReportJson.of(report));
    assertThat(protocols.get("lambda").getAsString()).isEqualTo(ReportJson.of(report));
  }

  @Test
  void peopleAreToldNoMoreThanTheDeploymentAllowsAndMachinesAll() {
    Fact text = Fact.word("sql/running.sql", Reports.NOW, "SELECT price FROM secret_table").as(Privacy.STATEMENT);
    Report.Verdict verdict =
        new Report.Verdict(Phrase.of("orders-db runs {}", text), Phrase.EMPTY, Severity.WARNING, "runaway-statement", List.of());
    Report report =
        Reports.parts(verdict, List.of(), List.of(), Optional.empty(), Reports.decision("observe", "refused", "", Phrase.EMPTY, List.of()))
            .of(Reports.incident());
    MailReaders readers = new MailReaders(Optional.empty(), Details.NAMES);

    new SnsPublisher(() -> topic, TOPIC, readers, Clock.fixed(Reports.NOW, ZoneOffset.UTC)).publish(report);

    JsonObject protocols = protocols(topic.only());
    assertThat(List.of("default", "email", "http", "https")).noneMatch(one -> protocols.get(one).getAsString().contains("secret_table"));
    assertThat(topic.only().subject()).doesNotContain("secret_table");
    assertThat(protocols.get("sqs").getAsString()).contains("secret_table");
  }

  @Test
  void attributesNameSeverityClusterIncidentAndRunbook() {
    publisher.publish(Reports.refused());

    assertThat(topic.attributes())
        .contains("severity=critical", "cluster=orders-db", "incident=111122223333/eu-west-1/orders-db", "runbook=capacity");
  }

  @Test
  void longReportKeepsTheMachinesJsonBesideAShortText() {
    Report report = withFindings(250);

    publisher.publish(report);

    assertThat(size(topic.only())).isLessThanOrEqualTo(Message.MAX_BODY_BYTES);
    assertThat(protocols(topic.only()).get("lambda").getAsString()).isEqualTo(ReportJson.of(report));
    assertThat(protocols(topic.only()).get("email").getAsString()).contains("Left out here, and in the report: evidence.")
        .hasSizeLessThanOrEqualTo(4096);
  }

  @Test
  void reportOfMoreThan100KibIsAReferenceForMachines() {
    int findings = 1;
    while (bytes(ReportJson.of(withFindings(findings + 1, "is slow "))) <= SnsBody.MAX_REPORT_BYTES) {
      findings++;
    }

    publisher.publish(withFindings(findings, "is slow "));
    publisher.publish(withFindings(findings + 1, "is slow "));

    assertThat(protocols(topic.sent.getFirst()).get("lambda").getAsString()).startsWith("{\"schema\":\"aurora-responder/report/1\"");
    assertThat(protocols(topic.sent.getLast()).get("lambda").getAsString()).contains("aurora-responder/report-reference/1");
    assertThat(topic.sent).allMatch(request -> size(request) <= Message.MAX_BODY_BYTES);
  }

  @Test
  void oneLineIsWhatProtocolsForShortTextsGet() {
    publisher.publish(withFindings(3000));

    assertThat(protocols(topic.only()).get("default").getAsString()).doesNotContain("\n")
        .hasSizeBetween(20, SnsBody.MAX_DEFAULT_CHARACTERS);
  }

  @Test
  void reportLargerThanAMessageIsSentAsTextWithAReference() {
    publisher.publish(withFindings(3000));

    assertThat(size(topic.only())).isLessThanOrEqualTo(Message.MAX_BODY_BYTES);
    assertThat(protocols(topic.only()).get("sqs").getAsString()).contains("aurora-responder/report-reference/1", "orders-db-7f3a");
    assertThat(protocols(topic.only()).get("email").getAsString()).startsWith("orders-db, eu-west-1, 111122223333. Seen at");
  }

  @Test
  void newsOfALeaseGoToTheSameTopicWithItsThread() {
    publisher.publishNews(news("max given back"));

    assertThat(topic.only().subject()).isEqualTo("GIVEN BACK orders-db: max given back");
    assertThat(protocols(topic.only()).get("sqs").getAsString()).contains("aurora-responder/lease-news/1");
    assertThat(topic.attributes()).contains("incident=111122223333/eu-west-1/orders-db", "severity=info");
  }

  @Test
  void emptyNamesAreLeftOutOfTheAttributes() {
    publisher.publishNews(new News("orders-db", " ", "given back", Severity.INFO, Phrase.of("x"), Reports.NOW, List.of(), 0, ""));

    assertThat(topic.attributes()).noneMatch(attribute -> attribute.startsWith("incident="));
  }

  @Test
  void refusalOfTheServiceIsADependencyFailureWithItsCodeButWithoutItsText() {
    topic.failure =
        Optional.of(
            SnsException.builder()
                .statusCode(403)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode("AuthorizationError").errorMessage(SECRET).build())
                .message(SECRET)
                .build());

    DependencyException failure =
        catchThrowableOfType(DependencyException.class, () -> publisher.publish(Reports.applied()));

    assertThat(failure.code()).isEqualTo("AuthorizationError");
    assertThat(failure.retryable()).isFalse();
    assertThat(failure).hasMessageContaining("sns:Publish failed with AuthorizationError").hasMessageNotContaining(SECRET);
  }

  @Test
  void failureOfTheServiceMaySucceedLater() {
    topic.failure = Optional.of(SnsException.builder().statusCode(500).message("internal").build());

    DependencyException failure =
        catchThrowableOfType(DependencyException.class, () -> publisher.publish(Reports.applied()));

    assertThat(failure.code()).isEmpty();
    assertThat(failure.retryable()).isTrue();
  }

  @Test
  void missingAnswerIsARetryableDependencyFailureWithoutACode() {
    topic.failure = Optional.of(SdkClientException.builder().message("connection reset").build());

    assertThatThrownBy(() -> publisher.publishNews(news("x")))
        .isInstanceOfSatisfying(DependencyException.class, failure -> {
          assertThat(failure.code()).isEmpty();
          assertThat(failure.retryable()).isTrue();
        });
  }

  @Test
  void secretInAnyPartOfAReportReachesNoMessage() {
    Phrase leak = Phrase.of("password=" + SECRET);
    Advice advice = new Advice(leak, leak);
    Report.Verdict verdict =
        new Report.Verdict(Phrase.of("postgres://app:" + SECRET + "@host/db"), leak, Severity.CRITICAL, leak.text(), List.of(leak.text()));
    Report.Plan plan =
        new Report.Plan(
            leak.text(), leak.text(), "none", Optional.empty(), Optional.empty(), "none",
            List.of(new Report.RefusedLever("raise-max", leak)), Optional.empty(), Optional.empty(), leak);
    Report.Decision decision =
        new Report.Decision(
            "act", "refused", "", List.of(new Report.GuardAnswer("mode", "refuse", leak), new Report.GuardAnswer("mode", "pass", leak)),
            leak, List.of(advice), 1, leak.text());
    Finding finding = Finding.of("Leak", Severity.WARNING, leak, leak, leak, Reports.BEGAN).with(advice);
    Report report =
        Reports.parts(verdict, List.of(finding), List.of(new Gap("Leak", leak, leak)), Optional.of(plan), decision)
            .of(Reports.incident(leak.text(), "Authorization: Bearer " + SECRET));

    publisher.publish(report);
    publisher.publishNews(news(leak.text()));

    assertThat(topic.sent).hasSize(2).noneMatch(request -> request.toString().contains(SECRET));
  }

  private static News news(String text) {
    return new News(
        "orders-db", "111122223333/eu-west-1/orders-db", "given back", Severity.INFO, Phrase.of(text), Reports.NOW, List.of(), 13, "ab");
  }

  private static Report withFindings(int count) {
    return withFindings(count, "\"a\" is slow ");
  }

  private static Report withFindings(int count, String words) {
    Report applied = Reports.applied();
    List<Finding> many =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    Finding.of(
                        "Check" + i, Severity.WARNING, Phrase.of(words.repeat(12) + "in Check" + i), Phrase.EMPTY, Phrase.EMPTY,
                        Reports.BEGAN))
            .toList();
    return Reports.parts(applied.verdict(), many, List.of(), applied.plan(), applied.decision()).of(Reports.incident());
  }

  private static JsonObject protocols(PublishRequest request) {
    return JsonParser.parseString(request.message()).getAsJsonObject();
  }

  private static int size(PublishRequest request) {
    int attributes =
        request.messageAttributes().entrySet().stream()
            .mapToInt(one -> bytes(one.getKey()) + bytes(one.getValue().dataType()) + bytes(one.getValue().stringValue()))
            .sum();
    return bytes(request.message()) + attributes;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The topic: keeps what was published, or fails. */
  private static final class Topic implements SnsClient {
    private final List<PublishRequest> sent = new ArrayList<>();
    private Optional<RuntimeException> failure = Optional.empty();

    @Override
    public PublishResponse publish(PublishRequest request) {
      if (failure.isPresent()) {
        throw failure.get();
      }
      sent.add(request);
      return PublishResponse.builder().messageId("1").build();
    }

    PublishRequest only() {
      assertThat(sent).hasSize(1);
      return sent.getFirst();
    }

    List<String> attributes() {
      return only().messageAttributes().entrySet().stream().map(one -> one.getKey() + "=" + one.getValue().stringValue()).toList();
    }

    @Override
    public String serviceName() {
      return "sns";
    }

    @Override
    public void close() {}
  }
}
