package io.auroraresponder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page about tests names tests that exist. */
final class TestingPageTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  static List<String> named() throws IOException {
    Matcher names = NAMED.matcher(Files.readString(ROOT.resolve("docs/testing.md")));
    List<String> all = names.results().map(name -> name.group(1) + "." + name.group(2)).distinct().toList();
    assertThat(all).hasSizeGreaterThan(20);
    return all;
  }

  @ParameterizedTest
  @MethodSource("named")
  void theTestIsThere(String name) throws IOException {
    String type = name.substring(0, name.indexOf('.'));
    String test = name.substring(name.indexOf('.') + 1);

    String source = Files.readString(source(type).orElseThrow(() -> new AssertionError("there is no " + type)));

    Pattern declared = Pattern.compile("@(?:Test|ParameterizedTest|Property|ArchTest)\\b[^;{}]*?\\b" + test + "\\b", Pattern.DOTALL);
    assertThat(declared.matcher(source.replaceAll("\\{[^{}]*\\}(?=\\))", "")).find()).as(name + " is a test").isTrue();
  }

  private static Optional<Path> source(String type) throws IOException {
    for (String module : List.of("functions", "lab", "infra")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        Optional<Path> found = files.filter(file -> file.endsWith(type + ".java")).findFirst();
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }
}
