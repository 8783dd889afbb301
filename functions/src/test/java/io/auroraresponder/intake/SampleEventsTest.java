package io.auroraresponder.intake;

import static io.auroraresponder.intake.Samples.ANY;
import static io.auroraresponder.intake.Samples.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.intake.AlarmReading.Kind;
import io.auroraresponder.intake.IntakeResult.Consent;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every file of events/ with what must come of it. */
final class SampleEventsTest {
  private static final Map<String, String> EXPECTED = expected();

  private static Map<String, String> expected() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("eventbridge-alarm-metric", "opened capacity orders-db FULL");
    all.put("eventbridge-alarm-ok", "closed capacity orders-db");
    all.put("eventbridge-alarm-insufficient-data", "insufficient-data");
    all.put("eventbridge-alarm-math", "opened connectivity orders-db FULL");
    all.put("eventbridge-alarm-anomaly", "opened slow-queries orders-db FULL");
    all.put("eventbridge-alarm-metrics-insights", "opened capacity billing-db FULL");
    all.put("eventbridge-alarm-composite", "opened capacity orders-db FULL");
    all.put("eventbridge-alarm-composite-suppressed", "opened capacity orders-db RECORD_ONLY");
    all.put("eventbridge-alarm-muted", "opened capacity orders-db RECORD_ONLY");
    all.put("eventbridge-alarm-contributor", "opened capacity orders-db FULL");
    all.put("eventbridge-alarm-configuration", "alarm-configuration-change");
    all.put("alarm-to-lambda-metric", "opened capacity orders-db FULL");
    all.put("alarm-to-lambda-composite", "opened capacity orders-db FULL");
    all.put("sns-alarm-metric", "opened capacity orders-db FULL");
    all.put("sns-alarm-composite", "opened capacity orders-db FULL");
    all.put("eventbridge-rds-cluster", "opened connectivity orders-db FULL");
    all.put("eventbridge-rds-instance", "opened connectivity orders-db FULL");
    all.put("eventbridge-rds-cluster-snapshot", "opened backup orders-db FULL");
    all.put("eventbridge-rds-blue-green", "opened connectivity orders-db FULL");
    all.put("sns-rds-event", "opened connectivity orders-db FULL");
    all.put("sns-rds-test-message", "test-message");
    all.put("sqs-batch", "opened capacity orders-db FULL, opened capacity orders-db FULL, opened connectivity orders-db FULL");
    all.put("pipes-batch", "opened capacity orders-db FULL, opened connectivity orders-db FULL");
    all.put("health", "opened connectivity orders-db FULL");
    all.put("backup-job", "opened backup orders-db FULL");
    all.put("sns-backup-job", "opened backup orders-db FULL");
    all.put("cloudtrail-modify-cluster", "opened scaling orders-db FULL");
    all.put("scheduler", "opened backup orders-db FULL, opened backup billing-db FULL");
    all.put("rule-schedule", "opened backup orders-db FULL, opened backup billing-db FULL");
    all.put("by-hand", "opened capacity orders-db FULL");
    all.put("by-hand-runbook", "opened backup billing-db FULL");
    all.put("sns-finding", "unknown-shape");
    all.put("function-url-slack", "unknown-shape");
    all.put("self-check", "self-check");
    return all;
  }

  @Test
  void everySampleLeadsWhereItShould() {
    Map<String, String> found = new LinkedHashMap<>();
    for (String name : EXPECTED.keySet()) {
      found.put(name, words(Samples.intake().read(event(name), ANY)));
    }

    assertThat(found).containsExactlyEntriesOf(EXPECTED);
  }

  @Test
  void everySampleIsTestedAndListed() throws IOException {
    String readme = Files.readString(Samples.EVENTS.resolve("README.md"));

    assertThat(new TreeSet<>(EXPECTED.keySet())).containsExactlyElementsOf(Samples.eventNames());
    assertThat(Samples.eventNames()).allMatch(name -> readme.contains("| `" + name + ".json` |"));
  }

  @Test
  void oneStateChangeHasOneKeyInAllThreeForms() {
    String key = Samples.opened(event("eventbridge-alarm-metric")).signal().id();

    assertThat(Samples.opened(event("alarm-to-lambda-metric")).signal().id()).isEqualTo(key);
    assertThat(Samples.opened(event("sns-alarm-metric")).signal().id()).isEqualTo(key);
  }

  @Test
  void oneRdsEventHasOneKeyOnBothOfItsWays() {
    assertThat(Samples.opened(event("sns-rds-event")).signal().id())
        .isEqualTo(Samples.opened(event("eventbridge-rds-instance")).signal().id());
  }

  @Test
  void oneBackupJobHasOneKeyOnBothOfItsWays() {
    assertThat(Samples.opened(event("sns-backup-job")).signal().id()).isEqualTo(Samples.opened(event("backup-job")).signal().id());
  }

  @Test
  void kindsOfAlarmsAreToldApart() {
    assertThat(kind("eventbridge-alarm-metric")).isEqualTo(Kind.METRIC);
    assertThat(kind("eventbridge-alarm-math")).isEqualTo(Kind.MATH);
    assertThat(kind("eventbridge-alarm-anomaly")).isEqualTo(Kind.ANOMALY_DETECTION);
    assertThat(kind("eventbridge-alarm-metrics-insights")).isEqualTo(Kind.METRICS_INSIGHTS);
    assertThat(kind("sns-alarm-composite")).isEqualTo(Kind.COMPOSITE);
  }

  @Test
  void signalForAnotherFunctionIsIgnoredByName() {
    IntakeBatch batch = Samples.intake().read(event("eventbridge-rds-instance"), new Caller("capacity", "invocation-1"));

    assertThat(Samples.only(batch))
        .isInstanceOfSatisfying(
            IntakeResult.Ignored.class,
            ignored -> {
              assertThat(ignored.reason()).isEqualTo(IntakeReason.BELONGS_TO_OTHER);
              assertThat(ignored.text()).isEqualTo("belongs to connectivity");
            });
  }

  @Test
  void suppressionThatEndedIsAFreshAlarm() {
    String event =
        event("eventbridge-alarm-composite")
            .replace("\"previousState\": {\n      \"value\": \"OK\"",
            "\"previousState\": {\n      \"actionsSuppressedBy\": \"WaitPeriod\",\n      \"value\": \"ALARM\"");

    IntakeResult.Opened opened = Samples.opened(event);

    assertThat(opened.consent()).isEqualTo(Consent.FULL);
    assertThat(opened.remarks()).anyMatch(remark -> remark.text().contains("no longer suppressed"));
  }

  private static Kind kind(String name) {
    return ((ParsedEvent.Alarm) Samples.opened(event(name)).notice()).alarm().definition().kind();
  }

  private static String words(IntakeBatch batch) {
    return String.join(", ", batch.results().stream().map(SampleEventsTest::words).toList());
  }

  private static String words(IntakeResult result) {
    return switch (result) {
      case IntakeResult.Opened opened -> "opened " + opened.incident().runbook() + " " + opened.incident().key() + " " + opened.consent();
      case IntakeResult.Closed closed -> "closed " + closed.incident().runbook() + " " + closed.cluster();
      case IntakeResult.Ignored ignored -> ignored.reason().word();
      case IntakeResult.Rejected rejected -> rejected.reason().word();
    };
  }
}
