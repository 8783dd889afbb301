package io.auroraresponder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whatever a verdict is held against says where it comes from: as a constant of a Limit, which has a source, or as a constant whose comment
 * names one. No number without a name is compared.
 */
class SourcesOfNumbersTest {
  private static final Path MAIN = Path.of("src", "main", "java", "io", "auroraresponder");
  private static final List<String> JUDGING = List.of("runbook", "database", "diagnosis", "probe", "postgres");

  private static final Pattern CONSTANT =
      Pattern.compile("(?s)(/\\*\\*(?:(?!\\*/).)*\\*/\\s+)?(?:private |public )?static final (?:int|long|double|Duration) "
      + "([A-Z][A-Z_0-9]*) =");
  private static final Pattern SOURCE = Pattern.compile(
      "(?i)\\bours\\b|User Guide|manual|Documentation|PgHero|pganalyze|AWS|normal distribution");

  /** How much is shown or asked for, and units: nothing is better or worse for them. */
  private static final Pattern NO_VERDICT = Pattern.compile(
      "SHOWN.*|ADVISED|ADDRESSES|LISTED|AHEAD|STATEMENTS|LONGEST.*|MOST_DOUBTS|MINUTES|HOURS|GIBIBYTE|MEBIBYTE|MEGABYTE|BLOCK|BYTES_PER_ACU"
          + "|SECONDS_IN_MINUTE|NOT_KNOWN|RESERVE|(?:METRIC|EVENT)_WINDOW|EDGE|STEP|V4|V6|OF_XLARGE|BELOW_XLARGE");

  /** A comparison with a number other than 0 and 1, or with a time; sizes of what was split or listed are no verdict. */
  private static final Pattern BARE = Pattern.compile(
      "(?<![-<>=])(?:<=|>=|<|>)\\s+(?:[2-9]|[1-9]\\d+|\\d+\\.\\d+)\\b"
          + "|\\b(?:[2-9]|[1-9]\\d+|\\d+\\.\\d+)\\s+(?:<=|>=|<|>)\\s"
          + "|compareTo\\(Duration\\.of[A-Z]\\w+\\(\\d");

  private static final Pattern SIZE = Pattern.compile("\\b(?:size\\(\\)|length\\(\\)|length) [<>]=? \\d+");

  private static List<Path> judging() throws IOException {
    List<Path> all = new ArrayList<>();
    for (String folder : JUDGING) {
      try (Stream<Path> files = Files.walk(MAIN.resolve(folder))) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(all::add);
      }
    }
    return all;
  }

  @Test
  void everyConstantThatJudgesSaysWhereItComesFrom() throws IOException {
    List<String> without = new ArrayList<>();
    int seen = 0;
    for (Path file : judging()) {
      Matcher constant = CONSTANT.matcher(Files.readString(file));
      while (constant.find()) {
        seen++;
        boolean sourced = constant.group(1) != null && SOURCE.matcher(constant.group(1)).find();
        if (!sourced && !NO_VERDICT.matcher(constant.group(2)).matches()) {
          without.add(file.getFileName() + " " + constant.group(2));
        }
      }
    }

    assertThat(seen).isGreaterThan(40);
    assertThat(without).isEmpty();
  }

  @Test
  void noNumberWithoutANameIsCompared() throws IOException {
    List<String> bare = new ArrayList<>();
    for (Path file : judging()) {
      Files.readString(file).lines()
          .map(line -> SIZE.matcher(line.strip()).replaceAll(""))
          .filter(line -> !line.startsWith("*") && !line.startsWith("/") && BARE.matcher(line).find())
          .forEach(line -> bare.add(file.getFileName() + ": " + line));
    }

    assertThat(bare).isEmpty();
  }
}
