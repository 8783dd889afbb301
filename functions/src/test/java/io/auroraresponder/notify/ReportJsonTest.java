package io.auroraresponder.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Report;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReportJsonTest {

  static Stream<Report> examples() {
    return Stream.of(
        Reports.applied(), Reports.observed(), Reports.refused(), Reports.unread(), Reports.applied().in(Report.State.MITIGATED));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void fitsThePublishedSchema(Report report) {
    assertThat(ReportSchema.complaints(ReportJson.of(report))).isEmpty();
    assertThat(JsonParser.parseString(ReportJson.indented(report))).isEqualTo(JsonParser.parseString(ReportJson.of(report)));
  }

  @Test
  void keysStandInTheOrderOfTheSchema() {
    assertThat(ReportJson.tree(Reports.applied()).keySet())
        .containsExactly(
            "schema", "responder", "incident", "headline", "impact", "severity", "cause", "otherCauses", "chain", "findings", "gaps",
            "facts", "plan",
            "decision", "links", "timing");
    assertThat(ReportJson.tree(Reports.refused().lookingAgain(new Report.NextLook(Reports.NOW, Optional.of(Reports.NOW)))).keySet())
        .containsSubsequence("chain", "instruction",
        "nextLook", "saidAgain", "findings");
  }

  @Test
  void whatIsNotKnownIsLeftOut() {
    JsonObject json = ReportJson.tree(Reports.unread());

    assertThat(json.has("plan")).isFalse();
    assertThat(json.getAsJsonObject("incident").getAsJsonObject("cluster").keySet()).containsExactly("id", "account", "region");
    assertThat(json.getAsJsonObject("decision").has("wouldBe")).isFalse();
  }

  @Test
  void theFirstThingToDoStandsByItselfWithItsPlace() {
    JsonObject instruction = ReportJson.tree(Reports.refused()).getAsJsonObject("instruction");

    assertThat(instruction.get("text").getAsString()).isEqualTo("end the blocker, then expect about 6 ACU");
    assertThat(instruction.get("command").getAsString()).startsWith("SELECT pg_terminate_backend(pid)");
    assertThat(instruction.getAsJsonObject("target").toString()).isEqualTo("{\"region\":\"eu-west-1\"}");
  }

  @Test
  void gapCarriesItsCure() {
    JsonObject gap = ReportJson.tree(Reports.applied()).getAsJsonArray("gaps").get(0).getAsJsonObject();

    assertThat(gap.get("reason").getAsString()).isEqualTo("off for orders-db-instance-1");
    assertThat(gap.get("cure").getAsString()).startsWith("turn on: aws rds modify-db-instance");
  }

  @Test
  void planCarriesRangesLeaseAndPriceAsNumbers() {
    JsonObject plan = ReportJson.tree(Reports.applied()).getAsJsonObject("plan");

    assertThat(plan.getAsJsonObject("from").toString()).isEqualTo("{\"minAcu\":0.5,\"maxAcu\":8.0}");
    assertThat(plan.getAsJsonObject("lease").toString())
        .isEqualTo("{\"id\":\"" + Reports.applied().plan().orElseThrow().lease().orElseThrow()
        .id() + "\",\"until\":\"2026-11-24T14:15:40Z\",\"verifyAt\":\"2026-11-24T10:20:40Z\"}");
    assertThat(plan.getAsJsonObject("cost").toString())
        .isEqualTo("{\"perHour\":0.96,\"worstCase\":3.84,\"perDay\":23.04,\"currency\":\"USD\",\"rate\":0.12}");
  }

  @ParameterizedTest
  @CsvSource({
      "8, 8", "0.95, 0.95", "-3, -3", "0, 0", "007, '\"007\"'", "3 of 5, '\"3 of 5\"'", "1e5, '\"1e5\"'", "8., '\"8.\"'",
      "1234567890123456789, '\"1234567890123456789\"'", "0.0000001, '\"0.0000001\"'", "8.50, 8.50"})
  void factValueIsANumberExactlyWhereItsTextIsAPlainOne(String value, String json) {
    Report.NumberedFact fact = new Report.NumberedFact("f1", Fact.word("test", Reports.NOW, value));

    assertThat(ReportJson.fact(fact).get("value").toString()).isEqualTo(json);
  }

  @Test
  void unknownKeyOrMissingKeyIsRefusedByTheSchema() {
    JsonObject more = ReportJson.tree(Reports.applied());
    more.addProperty("surprise", 1);
    JsonObject less = ReportJson.tree(Reports.applied());
    less.remove("decision");

    assertThat(List.of(more, less)).allMatch(json -> !ReportSchema.complaints(json.toString()).isEmpty());
  }
}
