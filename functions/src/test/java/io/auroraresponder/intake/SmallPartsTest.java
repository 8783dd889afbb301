package io.auroraresponder.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ARNs, times, texts, the two tables. */
final class SmallPartsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-15T10:04:40Z", "2026-01-15T10:04:40.000Z", "2026-01-15T10:04:40.000+0000", "2026-01-15T12:04:40+02:00",
            "2026-01-15 10:04:40.000",
        "2026-01-15 10:04:40", "Thu, 15 Jan 2026 10:04:40 GMT"
      })
  void everyFormOfATimeIsTheSameInstant(String text) {
    assertThat(EventTimes.parse(text)).contains(Instant.parse("2026-01-15T10:04:40Z"));
  }

  @Test
  void fractionsOfASecondAreKept() {
    assertThat(EventTimes.parse("2026-01-15T10:04:40.1234567Z")).contains(Instant.parse("2026-01-15T10:04:40.123456700Z"));
    assertThat(EventTimes.parse("2026-01-15T10:04:40.5")).contains(Instant.parse("2026-01-15T10:04:40.500Z"));
  }

  @Test
  void minutesAreEnough() {
    assertThat(EventTimes.parse("2026-01-15T04:30Z")).contains(Instant.parse("2026-01-15T04:30:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2026-13-01T00:00:00Z", "2026-01-15T24:00:01Z", 
      "2026-01-15T10:04:40.12345678901Z", "2026-01-15T10:04:40x", "15/01/26 10:04:00", "1768471501000"})
  void whatIsNoTimeIsNone(String text) {
    assertThat(EventTimes.parse(text)).isEmpty();
  }

  @Test
  void arnOfAnAutomatedSnapshotKeepsItsPrefix() {
    assertThat(Arn.parse("arn:aws-cn:rds:cn-north-1:111122223333:cluster-snapshot:rds:orders-db-2026-01-15-02-40"))
        .contains(new Arn("aws-cn", "rds", "cn-north-1", "111122223333", "cluster-snapshot", "rds:orders-db-2026-01-15-02-40"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "orders-db", "arn:aws:rds", "arn:other:rds:eu-west-1:1:cluster:x",
      "arn:aws:rds:eu-west-1:111122223333:cluster:"})
  void whatIsNoArnIsNone(String text) {
    assertThat(Arn.parse(text)).isEmpty();
  }

  @Test
  void textLosesLineBreaksDirectionMarksAndHalfCharacters() {
    assertThat(CleanText.reason(" a\r\n\tb\u0000c\u202Ed\uD800e\u200B ")).isEqualTo("a b cde");
  }

  @Test
  void textIsNeverCutInsideACharacter() {
    String cut = CleanText.name("😀".repeat(400));

    assertThat(cut).endsWith("😀…").doesNotMatch(".*[\\uD800-\\uDBFF]…");
  }

  @Test
  void ofAKeyThatStandsTwiceTheLastCounts() {
    assertThat(JsonTree.parse("{\"a\":1,\"a\":2}").map(tree -> tree.text("a"))).contains("2");
  }

  @Test
  void hugeNumbersAreNoNumbers() {
    JsonTree tree = JsonTree.parse("{\"a\":1e999999,\"b\":" + "9".repeat(500) + ",\"c\":\"12.5\"}").orElseThrow();

    assertThat(tree.number("a")).isEmpty();
    assertThat(tree.number("b")).isEmpty();
    assertThat(tree.number("c")).hasValue(12.5);
    assertThat(JsonTree.parse("[" + "9".repeat(1_000_000) + "]")).isEmpty();
  }

  @Test
  void everyRouteLeadsToARunbookAndNothingIsRoutedTwice() {
    assertThat(RoutingTable.routes()).allMatch(route -> RoutingTable.RUNBOOKS.contains(route.runbook()));
    assertThat(RoutingTable.routes()).extracting(route -> route.source() + " " + route.match()).doesNotHaveDuplicates();
  }

  @Test
  void metricsGoWhereTheDesignSends() {
    assertThat(RoutingTable.forMetric("ACUUtilization")).contains("capacity");
    assertThat(RoutingTable.forMetric("DBLoadNonCPU")).contains("capacity");
    assertThat(RoutingTable.forMetric("EngineUptime")).contains("connectivity");
    assertThat(RoutingTable.forMetric("WriteLatency")).contains("slow-queries");
    assertThat(RoutingTable.forMetric("AuroraReplicaLagMaximum")).contains("scaling");
    assertThat(RoutingTable.forMetric("MigrationRequired")).isEmpty();
  }

  @Test
  void queryOverMetricsGoesWhereAnEventRuleCanSendIt() {
    String event = Samples.event("eventbridge-alarm-metrics-insights").replace("CPUUtilization", "DatabaseConnections");

    assertThat(Samples.opened(event).incident().runbook()).isEqualTo("capacity");
  }

  @Test
  void eventsGoByIdAndNotByCategory() {
    RdsEventTable.Type back = RdsEventTable.named("RDS-EVENT-0420").orElseThrow();

    assertThat(back.category()).isEqualTo("failure");
    assertThat(back.kind()).isEqualTo(RdsEventTable.Kind.GOOD);
    assertThat(back.runbook()).isEqualTo("backup");
    assertThat(RdsEventTable.named("RDS-EVENT-9999")).isEmpty();
    assertThat(RdsEventTable.all()).extracting(RdsEventTable.Type::id).doesNotHaveDuplicates();
  }

  @Test
  void eventIdsAreFoundInUrls() {
    assertThat(RdsEventTable.idIn("http://docs.aws.amazon.com/x.html#RDS-EVENT-0169")).isEqualTo("RDS-EVENT-0169");
    assertThat(RdsEventTable.idIn("nothing")).isEmpty();
  }

  @Test
  void onlyWhatTimeMayCureOrAPersonMustReadBringsAnItemBack() {
    List<IntakeReason> retried = Arrays.stream(IntakeReason.values()).filter(IntakeReason::worthRetrying).toList();

    assertThat(retried).containsExactly(IntakeReason.MALFORMED, IntakeReason.TOO_LARGE, IntakeReason.TOO_DEEP, IntakeReason.TOO_MANY_ITEMS,
        IntakeReason.OFFLOADED,
        IntakeReason.LOOKUP_FAILED);
  }
}
