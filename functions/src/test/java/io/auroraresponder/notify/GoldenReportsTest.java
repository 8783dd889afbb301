package io.auroraresponder.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.auroraresponder.incident.Fact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds every golden report against the schema and against the law that each number is a fact. */
class GoldenReportsTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

  @Test
  void everyGoldenReportFitsTheSchema() throws IOException {
    for (Path file : reports()) {
      assertThat(ReportSchema.complaints(Files.readString(file))).as(file.toString()).isEmpty();
    }
  }

  @Test
  void everyNumberOfAGoldenReportAndOfItsMessageIsAFact() throws IOException {
    for (Path file : reports()) {
      JsonObject report = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
      String message = Files.readString(Path.of(file.toString().replace(".json", ".txt")));

      assertThat(UnexplainedNumbers.in(message, facts(report), quoted(report))).as("message of " + file).isEmpty();
      assertThat(UnexplainedNumbers.in(texts(report), facts(report), quoted(report))).as(file.toString()).isEmpty();
    }
  }

  @Test
  void everyGoldenMailIsOneThatAPersonCanBeSent() throws IOException {
    List<String> complaints = new ArrayList<>();
    for (Path file : reports()) {
      String whole = Files.readString(Path.of(file.toString().replace(".json", ".txt")));
      String subject = whole.lines().findFirst().orElseThrow().substring("Subject: ".length());
      Message mail = new Message(subject, whole.substring(whole.indexOf("\n\n") + 2), "key", "key");
      MailLaws.complaints(mail).forEach(complaint -> complaints.add(file.getFileName() + ": " + complaint));
    }

    assertThat(complaints).isEmpty();
  }

  private static List<Path> reports() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<Path> reports = files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
      assertThat(reports).as("golden reports in " + FOLDER).isNotEmpty();
      return reports;
    }
  }

  private static List<Fact> facts(JsonObject report) {
    return report.getAsJsonArray("facts").asList().stream().map(JsonElement::getAsJsonObject).map(GoldenReportsTest::fact).toList();
  }

  private static Fact fact(JsonObject json) {
    String unit = json.has("unit") ? json.get("unit").getAsString() : "";
    return new Fact(
        json.get("source").getAsString(), Instant.parse(json.get("at").getAsString()), json.get("value").getAsString(), unit);
  }

  /** Names and the signal's own words; plain numbers among the leaves are no names. */
  private static List<String> quoted(JsonObject report) {
    List<String> names = new ArrayList<>();
    leaves(report.get("incident"), names);
    leaves(report.get("links"), names);
    facts(report).forEach(fact -> names.add(fact.source()));
    if (report.has("plan")) {
      names.add(report.getAsJsonObject("plan").get("id").getAsString());
      names.add(report.getAsJsonObject("plan").get("hash").getAsString());
    }
    return names;
  }

  /** Headline, findings, gaps, refused levers and guard answers: the texts for people. */
  private static String texts(JsonObject report) {
    List<String> texts = new ArrayList<>(List.of(report.get("headline").getAsString()));
    JsonArray findings = report.getAsJsonArray("findings").deepCopy();
    findings.forEach(finding -> List.of("since", "place").forEach(finding.getAsJsonObject()::remove));
    leaves(findings, texts);
    leaves(report.get("gaps"), texts);
    leaves(report.getAsJsonObject("decision").get("reasons"), texts);
    if (report.has("plan")) {
      leaves(report.getAsJsonObject("plan").get("refusedLevers"), texts);
    }
    return String.join("\n", texts);
  }

  private static void leaves(JsonElement json, List<String> into) {
    if (json.isJsonPrimitive()) {
      into.add(json.getAsString());
    } else if (json.isJsonArray()) {
      json.getAsJsonArray().forEach(element -> leaves(element, into));
    } else if (json.isJsonObject()) {
      json.getAsJsonObject().asMap().values().forEach(element -> leaves(element, into));
    }
  }
}
