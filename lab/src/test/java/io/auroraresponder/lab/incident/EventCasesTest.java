package io.auroraresponder.lab.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.auroraresponder.incident.Report;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.lab.account.Published;
import io.auroraresponder.lambda.AnswerJson;
import io.auroraresponder.lambda.log.LogOutput;
import io.auroraresponder.response.Answer;
import io.auroraresponder.response.Answer.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sample event and every real case, delivered to the deployed code in the default world. */
final class EventCasesTest {
  private static final Path EVENTS = Path.of("..", "events");
  private static final Path CASES = Path.of("..", "functions", "src", "test", "resources", "cases");

  @BeforeAll
  static void keepsTheLogOutOfTheWay() {
    LogOutput.redirect(OutputStream.nullOutputStream());
  }

  /** What must become of one signal. */
  sealed interface Expected {
    /** A look by this runbook; ignored by name where the deployment does not have it. */
    record Looked(String runbook, String cluster) implements Expected {}

    record Other(Result result, String reason) implements Expected {}
  }

  record Case(Path file, String receiver, List<Expected> expected) {
    @Override
    public String toString() {
      return file.getFileName() + (receiver.isEmpty() ? "" : " at " + receiver);
    }
  }

  private static Expected looked(String runbook) {
    return new Expected.Looked(runbook, "orders-db");
  }

  private static Expected ignored(String reason) {
    return new Expected.Other(Result.IGNORED, reason);
  }

  private static Expected rejected(String reason) {
    return new Expected.Other(Result.REJECTED, reason);
  }

  private static Case event(String name, Expected... expected) {
    return new Case(EVENTS.resolve(name + ".json"), "", List.of(expected));
  }

  private static Case real(String name, Expected... expected) {
    return new Case(CASES.resolve(name + ".json"), "", List.of(expected));
  }

  private static Case at(String receiver, Case there) {
    return new Case(there.file(), receiver, there.expected());
  }

  static Stream<Case> samples() {
    Expected billing = new Expected.Looked("backup", "billing-db");
    return Stream.of(
        event("alarm-to-lambda-composite", looked("capacity")),
        event("alarm-to-lambda-metric", looked("capacity")),
        event("backup-job", looked("backup")),
        event("by-hand-runbook", billing),
        event("by-hand", looked("capacity")),
        event("cloudtrail-modify-cluster", looked("scaling")),
        event("eventbridge-alarm-anomaly", looked("slow-queries")),
        event("eventbridge-alarm-composite-suppressed", ignored("actions suppressed by WaitPeriod")),
        event("eventbridge-alarm-composite", looked("capacity")),
        event("eventbridge-alarm-configuration", ignored("an alarm was changed")),
        event("eventbridge-alarm-contributor", looked("capacity")),
        event("eventbridge-alarm-insufficient-data", ignored("too little data")),
        event("eventbridge-alarm-math", looked("connectivity")),
        event("eventbridge-alarm-metric", looked("capacity")),
        at("backup", event("eventbridge-alarm-metric", ignored("belongs to capacity"))),
        event("eventbridge-alarm-metrics-insights", new Expected.Looked("capacity", "billing-db")),
        event("eventbridge-alarm-muted", new Expected.Other(Result.DEFERRED, "muted by arn:aws:cloudwatch")),
        event("eventbridge-alarm-ok", ignored("no incident is open")),
        event("eventbridge-rds-blue-green", looked("connectivity")),
        event("eventbridge-rds-cluster-snapshot", looked("backup")),
        event("eventbridge-rds-cluster", looked("connectivity")),
        event("eventbridge-rds-instance", looked("connectivity")),
        event("health", looked("connectivity")),
        event("pipes-batch", looked("capacity"), looked("connectivity")),
        event("rule-schedule", looked("backup"), billing),
        at("capacity", event("rule-schedule", looked("capacity"), new Expected.Looked("capacity", "billing-db"))),
        event("scheduler", looked("backup"), billing),
        event("self-check", ignored("awake")),
        event("sns-finding", ignored("no event that we know")),
        event("function-url-slack", ignored("no event that we know")),
        event("sns-alarm-composite", looked("capacity")),
        event("sns-alarm-metric", looked("capacity")),
        event("sns-backup-job", looked("backup")),
        event("sns-rds-event", looked("connectivity")),
        event("sns-rds-test-message", ignored("first message")),
        event("sqs-batch", looked("capacity"), ignored("handled before"), looked("connectivity")));
  }

  static Stream<Case> realCases() {
    Expected billing = new Expected.Looked("backup", "billing-db");
    return Stream.of(
        real("eb-alarm-metric-initial-creation-missing-data-breaching", looked("capacity")),
        real("sns-alarm-composite-no-trigger", looked("capacity")),
        real("sns-alarm-metric-math-null-description", looked("connectivity")),
        real("direct-alarm-metric-math", looked("capacity")),
        real("sqs-wraps-sns-wraps-eb-alarm", looked("capacity")),
        real("sqs-batch-one-poison-of-three", looked("connectivity"), rejected("not valid JSON"), looked("capacity")),
        real("eb-scheduler-detail-is-string", looked("backup"), billing),
        real("sns-rds-subscription-first-message-plain-text", ignored("first message")),
        real("sns-rds-subscription-cluster-snapshot-event-id-is-url", looked("backup")),
        real("eb-rds-cluster-forced-start-minimal-fields", looked("connectivity")),
        real("eb-health-empty-detail", ignored("Health event without detail")),
        real("eb-backup-job-aborted-aurora", looked("backup")),
        real("eb-alarm-dimension-mixed-case-cluster-id", looked("connectivity")),
        real("sns-alarm-no-dimensions-custom-namespace", rejected("names no cluster")),
        real("eb-rds-cluster-failover-govcloud-arn", rejected("there is no cluster ledger-db")),
        real("manual-capacity-cluster-given-as-arn", looked("capacity")),
        real("manual-capacity-instance-id-given-as-cluster", looked("capacity")),
        real("eb-alarm-composite-long-rule-over-slack-limit", rejected("names no cluster")),
        real("sns-alarm-name-with-markup-slash-percent-pipe", looked("capacity")),
        real("eb-alarm-name-long-non-ascii-for-sns-subject", looked("capacity")));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }

  @ParameterizedTest
  @MethodSource({"samples", "realCases"})
  void isAnsweredSignalBySignalAndChangesNothing(Case given) {
    String event = read(given.file());
    Invocation invocation = Invocation.in(EventSetting.around(event));

    Answer answer = invocation.deliver(event, new Caller(given.receiver(), "invocation-1"));

    assertThat(answer.handled()).hasSameSizeAs(given.expected());
    for (int i = 0; i < given.expected().size(); i++) {
      check(answer.handled().get(i), given.expected().get(i), invocation);
    }
    assertThat(invocation.account().calls("rds:ModifyDBCluster")).isEmpty();
    assertThat(invocation.looks()).isLessThanOrEqualTo(answer.reports().size());
    assertThat(answer.mustComeAgain()).isFalse();
    assertThat(JsonParser.parseString(AnswerJson.of(answer)).getAsJsonObject().keySet()).containsExactly("handled", "batchItemFailures");
    invocation.account().published().forEach(EventCasesTest::isFitToBeSent);
  }

  private static void check(Answer.Handled handled, Expected expected, Invocation invocation) {
    switch (expected) {
      case Expected.Looked(String runbook, String cluster) when invocation.wiring().signals().serves(runbook) -> {
        Report report = handled.report().orElseThrow(() -> new AssertionError(handled.toString()));
        assertThat(handled.result()).isEqualTo(Result.REPORTED);
        assertThat(report.incident().runbook()).isEqualTo(runbook);
        assertThat(report.incident().cluster().value()).isEqualTo(cluster);
      }
      case Expected.Looked(String runbook, String cluster) ->
          assertThat(handled.reason()).isEqualTo("no runbook " + runbook + " in this deployment");
      case Expected.Other(Result result, String reason) -> {
        assertThat(handled.result()).isEqualTo(result);
        assertThat(handled.reason()).contains(reason);
      }
    }
  }

  private static void isFitToBeSent(Published message) {
    assertThat(message.subject()).matches("[!-~][ -~]{0,98}");
    JsonObject parts = JsonParser.parseString(message.message()).getAsJsonObject();
    String text = parts.get("email").getAsString();
    assertThat(text).doesNotContain("&amp;", "&lt;", "null").doesNotContainPattern("[\\p{Cntrl}&&[^\\n]]");
    assertThat(text.lines().findFirst().orElse("")).hasSizeLessThan(300);
    assertThat(JsonParser.parseString(parts.get("lambda").getAsString()).isJsonObject()).isTrue();
  }

  private static Invocation delivered(String name) {
    String event = read(CASES.resolve(name + ".json"));
    Invocation invocation = Invocation.in(EventSetting.around(event));
    Answer answer = invocation.deliver(event, Caller.any("invocation-1"));
    assertThat(answer.handled()).isNotEmpty();
    return invocation;
  }

  private static String told(Invocation invocation) {
    assertThat(invocation.account().published()).hasSize(1);
    return JsonParser.parseString(invocation.account().published().getFirst().message()).getAsJsonObject().get("email").getAsString();
  }

  @Test
  void knowsEveryFileThatThereIs() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path folder : List.of(EVENTS, CASES)) {
      try (Stream<Path> all = Files.list(folder)) {
        all.filter(file -> file.toString().endsWith(".json") && !file.getFileName().toString().startsWith("scenario-")).forEach(files::add);
      }
    }

    assertThat(Stream.concat(samples(), realCases()).map(Case::file).distinct()).containsExactlyInAnyOrderElementsOf(files);
  }

  @Test
  void handsBackThePoisonedItemAlone() {
    String event = read(CASES.resolve("sqs-batch-one-poison-of-three.json"));

    Answer answer = Invocation.in(EventSetting.around(event)).deliver(event, Caller.any("invocation-1"));

    assertThat(answer.failedItems()).containsExactly("d9144555-0006-4ec3-99a0-00000000c6a2");
  }

  @Test
  void saysThatANewAlarmHasNoDataYet() {
    assertThat(told(delivered("eb-alarm-metric-initial-creation-missing-data-breaching"))).contains("No data yet", "just created");
  }

  @Test
  void saysThatTheNameGivenIsAnInstanceAndWhoseItIs() {
    assertThat(told(delivered("manual-capacity-instance-id-given-as-cluster")))
        .contains("orders-db-instance-1 is an instance; its cluster is orders-db.");
  }

  @Test
  void tellsPeopleOfAnAlarmThatNamesNoCluster() {
    Invocation invocation = delivered("sns-alarm-no-dimensions-custom-namespace");

    assertThat(told(invocation)).contains("db-migration-required", "names no cluster");
    assertThat(invocation.account().published().getFirst().subject())
        .isEqualTo("WARNING NOT HANDLED Nothing was looked into after db-migration-required: the alarm names no cluster");
  }

  @Test
  void keepsAnAlarmNameWithMarkupWholeInTheTextForPeople() {
    assertThat(told(delivered("sns-alarm-name-with-markup-slash-percent-pipe"))).contains("orders/db <writer> & <!channel> *90%* | ACU");
  }

  @Test
  void writesALongNameInOtherLettersIntoTheTextAndAnAsciiSubject() {
    Invocation invocation = delivered("eb-alarm-name-long-non-ascii-for-sns-subject");

    assertThat(told(invocation)).contains("Bestell-Datenbank – Kapazität über 90 %");
    assertThat(invocation.account().published().getFirst().subject()).startsWith("WARNING orders-db ").matches("\\p{Print}{1,99}");
  }

  @Test
  void takesTheAccountRegionAndTimeOfTheEventForItsOwn() {
    String event = read(CASES.resolve("eb-alarm-metric-initial-creation-missing-data-breaching.json"))
        .replace("111122223333", "444455556666").replace("eu-west-1", "ap-southeast-2");

    Invocation invocation = Invocation.in(EventSetting.around(event));
    Report report = invocation.deliver(event, Caller.any("invocation-1")).reports().getFirst();

    assertThat(report.incident().account()).isEqualTo("444455556666");
    assertThat(report.incident().region()).isEqualTo("ap-southeast-2");
    assertThat(report.timing().startedAt()).isEqualTo("2026-01-15T10:05:40.989Z");
    assertThat(invocation.account().published().getFirst().topicArn()).startsWith("arn:aws:sns:ap-southeast-2:444455556666:");
  }

  @Test
  void saysAsAGapThatNoDatabaseIsThere() {
    Report report = Invocation.in(EventSetting.around("{\"cluster\":\"orders-db\"}"))
        .deliver("{\"cluster\":\"orders-db\"}", Caller.any("invocation-1")).reports().getFirst();

    assertThat(report.gaps()).anyMatch(gap -> gap.check().equals("Database") && gap.reason().text().contains("no database stands behind"));
  }
}
