package io.auroraresponder.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the verdicts of all golden reports against one file: cause, severity, findings and the facts that each finding stands on, without
 * the sentences around them. Code that is moved or merged leaves that file as it is; a change of it is a change of what is found, and its
 * reason belongs into the commit. Written anew with {@code -Dgolden.rewrite=true}, after the golden reports themselves.
 */
class GoldenFindingsTest {
  private static final Path GOLDENS = Path.of("src", "test", "resources", "golden");
  private static final Path FINDINGS = Path.of("src", "test", "resources", "golden-findings.txt");

  @Test
  void findWhatIsOnRecord() throws IOException {
    String now = goldens().stream().flatMap(file -> lines(file).stream()).collect(Collectors.joining("\n", "", "\n"));
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.writeString(FINDINGS, now);
    }

    assertThat(now.lines()).as(FINDINGS + ": if what is found shall differ, write it anew with -Dgolden.rewrite=true and say why")
        .containsExactlyElementsOf(Files.readAllLines(FINDINGS));
  }

  /** The capacity runbook may find something and not know why; all others lead with a finding, and that has a word. */
  @Test
  void leaveUnknownToMissingEvidence() throws IOException {
    for (Path file : goldens()) {
      JsonObject report = report(file);
      boolean found = report.getAsJsonArray("findings").asList().stream()
          // The diagnosis stands among the findings where it alone has something to advise.
          .filter(one -> !text(one.getAsJsonObject(), "check").equals("Diagnosis"))
          .map(one -> text(one.getAsJsonObject(), "severity"))
          .anyMatch(severity -> severity.equals("critical") || severity.equals("warning"));
      boolean capacity = text(report.getAsJsonObject("incident"), "runbook").equals("capacity");
      if (found && !capacity) {
        assertThat(text(report, "cause")).as(file.toString()).isNotEqualTo("unknown");
      }
    }
  }

  private static List<Path> goldens() throws IOException {
    try (Stream<Path> files = Files.list(GOLDENS)) {
      List<Path> goldens = files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
      assertThat(goldens).isNotEmpty();
      return goldens;
    }
  }

  private static List<String> lines(Path file) {
    JsonObject report = report(file);
    String others = words(report, "otherCauses");
    List<String> lines = new ArrayList<>();
    lines.add(file.getFileName().toString().replace(".json", "") + ": " + text(report, "cause")
        + (others.isEmpty() ? "" : " (" + others + ")")
        + ", " + text(report, "severity") + ", " + text(report.getAsJsonObject("decision"), "result"));
    Map<String, String> facts = report.getAsJsonArray("facts").asList().stream().map(JsonElement::getAsJsonObject)
        .collect(Collectors.toMap(fact -> text(fact, "id"), GoldenFindingsTest::fact));
    for (JsonElement finding : report.getAsJsonArray("findings")) {
      JsonObject found = finding.getAsJsonObject();
      lines.add("  " + text(found, "check") + " " + text(found, "severity"));
      found.getAsJsonArray("facts").asList().stream().map(id -> "    " + facts.get(id.getAsString())).sorted().distinct()
          .forEach(lines::add);
    }
    report.getAsJsonArray("gaps").forEach(gap -> lines.add("  not checked: " + text(gap.getAsJsonObject(), "check")));
    return lines;
  }

  private static JsonObject report(Path file) {
    try {
      return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String fact(JsonObject fact) {
    return text(fact, "source") + ": " + text(fact, "value") + (fact.has("unit") ? " " + text(fact, "unit") : "");
  }

  private static String words(JsonObject report, String name) {
    return report.getAsJsonArray(name).asList().stream().map(JsonElement::getAsString).collect(Collectors.joining(", "));
  }

  private static String text(JsonObject json, String name) {
    return json.get(name).getAsString().replace("\n", "\\n");
  }
}
