package io.auroraresponder;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.diagnosis.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/critical.md lists whatever can be critical, each with the harm that its code states: critical pages somebody. */
class CriticalPageTest {
  private static final Path MAIN = Path.of("src/main/java/io/auroraresponder");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Za-z-]+)`[^|]*\\| ([^|]+?) \\|$");
  private static final Pattern YIELDS = Pattern.compile("(?<![=!]= )Severity\\.CRITICAL|\\bgraded\\(|\\bLockPileup\\.severity\\(");
  private static final Pattern HARM = Pattern.compile("String harm\\(\\) \\{\\s+return \"([^\"]+)\";");
  private static final Pattern HOP = Pattern.compile("super\\(Hop\\.([A-Z]+)");
  private static final Pattern RULE = Pattern.compile("public Cause cause\\(\\) \\{\\s+return Cause\\.([A-Z_]+);");
  private static final Pattern TOLD = Pattern.compile("(?m)^\\s+([A-Z][A-Za-z]+) critical$|\\b([A-Z][A-Za-z]+) critical\\b");

  /** Show or order what others found, or hand on the severity of the check that leads. */
  private static final Set<String> ONLY_READ = Set.of("ConnectivityDiagnostician", "SlowQueryCheck");

  /** What is critical and is neither a check nor a rule, by the word of the page. */
  private static final Map<String, String> OTHERS = Map.of(
      "Provisioned", "provisioned-member", "RecordedRanges", "overwritten", "LeaseWords", "unclaimed", "ChangeSteps", "escalated",
      "OutcomeSteps", "switched-over", "Ledger", "fork");

  @Test
  void everythingThatCanBeCriticalStandsThereWithItsHarm() throws IOException {
    Map<String, String> page = page();
    Set<String> found = new TreeSet<>();
    for (Path file : yielding()) {
      String text = Files.readString(file);
      String type = file.getFileName().toString().replace(".java", "");
      String word = word(type, text);
      found.add(word);
      assertThat(page).as(type + " can be critical: " + word + " in docs/critical.md").containsKey(word);
      if (!OTHERS.containsKey(type)) {
        assertThat(harm(text)).as("harm of " + type).contains(page.get(word));
      }
    }

    assertThat(page.keySet()).isEqualTo(found);
  }

  @Test
  void nothingElseIsCriticalInAnyRecordedReport() throws IOException {
    Set<String> told = new TreeSet<>();
    for (String record : List.of("src/test/resources/golden-findings.txt", "../lab/src/main/resources/incidents/findings.txt")) {
      Matcher matcher = TOLD.matcher(Files.readString(Path.of(record)));
      while (matcher.find()) {
        told.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
      }
    }

    assertThat(told).hasSizeGreaterThan(8);
    assertThat(page().keySet()).containsAll(told);
  }

  private static String word(String type, String text) {
    if (OTHERS.containsKey(type)) {
      return OTHERS.get(type);
    }
    Matcher rule = RULE.matcher(text);
    return type.endsWith("Check") || !rule.find() ? type.replaceAll("Check$", "") : Cause.valueOf(rule.group(1)).word();
  }

  /** The literal of a check, the impact of its hop, or everything that a rule says. */
  private static String harm(String text) throws IOException {
    Matcher own = HARM.matcher(text);
    if (own.find()) {
      return own.group(1);
    }
    Matcher hop = HOP.matcher(text);
    return hop.find() ? Files.readString(MAIN.resolve("runbook/connectivity/Hop.java")).lines()
        .filter(line -> line.strip().startsWith(hop.group(1) + "(")).findFirst().orElse("") : RULE.matcher(text).find() ? text : "";
  }

  private static List<Path> yielding() throws IOException {
    try (Stream<Path> files = Files.walk(MAIN)) {
      return files.filter(file -> file.toString().endsWith(".java") && !file.toString().contains("/notify/"))
          .filter(file -> YIELDS.matcher(read(file)).find())
          .filter(file -> !ONLY_READ.contains(file.getFileName().toString().replace(".java", "")))
          .sorted().toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException broken) {
      throw new java.io.UncheckedIOException(broken);
    }
  }

  private static Map<String, String> page() throws IOException {
    return ROW.matcher(Files.readString(Path.of("../docs/critical.md"))).results()
        .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2), (first, second) -> first, TreeMap::new));
  }
}
