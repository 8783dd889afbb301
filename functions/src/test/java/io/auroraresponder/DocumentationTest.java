package io.auroraresponder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Docs are code: what they name exists. */
class DocumentationTest {
  /** Tests run in the module's folder. */
  private static final Path ROOT = Path.of("..");

  private static final Path COMMAND_LINE = ROOT.resolve("lab/src/main/java/io/auroraresponder/lab/cli");
  private static final Path PACKAGES = Path.of("src/main/java/io/auroraresponder");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(?:#[^)]*)?\\)");
  private static final Pattern COMMAND = Pattern.compile("\\./responder ([a-z-]+)");
  private static final Pattern FLAG = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");

  @Test
  void everyLinkedPageExists() throws IOException {
    List<Path> pages = pages();

    assertThat(pages).hasSizeGreaterThan(7);
    for (Path page : pages) {
      for (String target : found(LINK, Files.readString(page), 1)) {
        if (!target.contains("://")) {
          assertThat(page.resolveSibling(target)).as(target + ", linked in " + page).exists();
        }
      }
    }
  }

  @Test
  void everyCommandAndFlagOfTheReadmeIsKnownToTheCommandLine() throws IOException {
    Assumptions.assumeTrue(Files.exists(COMMAND_LINE.resolve("Main.java")), "the command line is not there");
    // The deployment's lines, and what a mail says to check a finding, speak to the command lines of AWS, whose flags are not ours.
    String readme = Files.readString(ROOT.resolve("README.md")).replaceAll("(?m)^ *(To check it: )?(aws|npx) (?:.*\\\\\n)*.*$", "");
    String sources = textOf(COMMAND_LINE);

    List<String> named = Stream.concat(found(COMMAND, readme, 1).stream(), found(FLAG, readme, 0).stream()).distinct().toList();

    assertThat(named).contains("incident", "incidents", "score", "--json");
    assertThat(named).allSatisfy(name -> assertThat(sources).containsPattern("(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])"));
  }

  @Test
  void readmeHasThePlaceForAnExcerptOfARun() throws IOException {
    assertThat(Files.readString(ROOT.resolve("README.md"))).containsSubsequence("<!-- run:start -->", "<!-- run:end -->", "mvn -B verify");
  }

  @Test
  void everyPackageStandsInTheArchitecture() throws IOException {
    String architecture = Files.readString(ROOT.resolve("docs/architecture.md"));
    try (Stream<Path> folders = Files.list(PACKAGES)) {
      List<String> packages = folders.filter(Files::isDirectory).map(folder -> folder.getFileName().toString()).toList();

      assertThat(packages).contains("incident", "notify");
      assertThat(packages).allSatisfy(name -> assertThat(architecture).contains("`" + name + "`"));
    }
  }

  @Test
  void everyDecisionHasItsFourParts() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("docs/adr"))) {
      List<Path> decisions = files.sorted().toList();

      assertThat(decisions).hasSizeGreaterThanOrEqualTo(5);
      for (Path decision : decisions) {
        assertThat(Files.readString(decision))
            .as(decision.toString())
            .startsWith("# " + decision.getFileName().toString().substring(0, 4) + " ")
            .containsSubsequence("\nStatus: ", "\n## Context\n", "\n## Decision\n", "\n## Alternatives\n", "\n## Consequences\n");
      }
    }
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> top = Files.list(ROOT); Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(top, docs).filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }

  private static String textOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      StringBuilder text = new StringBuilder();
      for (Path file : files.filter(Files::isRegularFile).sorted().collect(Collectors.toList())) {
        text.append(Files.readString(file)).append('\n');
      }
      return text.toString();
    }
  }

  private static List<String> found(Pattern pattern, String text, int group) {
    return pattern.matcher(text).results().map((MatchResult result) -> result.group(group)).toList();
  }
}
