package io.auroraresponder.notify;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The law that every number in a message is the value of a fact: finds the numbers that are not.
 *
 * <p>Not numbers in this sense are names (digits in a word with letters or underscores: identifiers, ARNs, hashes, {@code #12}, fact
 * references), the times and ages that the message puts around facts, and what the message quotes: names, the signal's own words and
 * those of whoever silenced the cluster, the sources of facts. A number with a unit glued on ({@code 90s}, {@code 14%}) is a number.
 */
public final class UnexplainedNumbers {
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}|\\b\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?(?:Z|[+-]\\d{2}(?::?\\d{2})?)?(?![\\d:])");
  private static final Pattern AGE =
      Pattern.compile("\\d+\\s(?:s|min|h|d)(?:\\s\\d+\\s(?:min|h))?\\safter\\s");

  /** The message's own counting: steps and actors, clear checks, the ledger's entry, a port. */
  private static final Pattern COUNTED = Pattern.compile(
      "(?m)^\\d+\\. |^\\d+ checks? clear: |^\\d+ more steps? |^Ledger entry \\d+, | port=\\d+");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}_.:/@#…-]+");
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)*");
  private static final Pattern NUMBER_WITH_UNIT =
      Pattern.compile("(\\d+(?:\\.\\d+)*)(?:x|s|ms|us|min|h|d|B|kB|KB|MB|GB|TB|KiB|MiB|GiB|TiB|ACU|USD)");

  /** Shorter names without a letter (an account has twelve digits) would hide real numbers. */
  private static final int SHORTEST_DIGIT_NAME = 10;

  private UnexplainedNumbers() {}

  /** The numbers of {@code text} that no fact of the report explains, in order; empty when the law holds. */
  public static List<String> in(String text, Report report) {
    return in(text, report.facts().stream().map(Report.NumberedFact::fact).toList(), quoted(report));
  }

  /**
   * The same without a report.
   *
   * @param quoted names and quotations that the text may hold
   */
  public static List<String> in(String text, List<Fact> facts, List<String> quoted) {
    Set<String> explained = new HashSet<>();
    facts.forEach(fact -> explained.addAll(numbers(PlainText.of(fact.words()))));
    String flowing = flowing(COUNTED.matcher(text).replaceAll(" "));
    return numbers(without(quoted, flowing)).stream().filter(number -> !explained.contains(number)).toList();
  }

  /** The name wherever a line may end in it: one without blanks is broken where the line is full. */
  private static String broken(String name) {
    return name.codePoints().mapToObj(character -> character == ' ' ? "\\s+" : Pattern.quote(Character.toString(character)))
        .collect(Collectors.joining("\\s?"));
  }

  /** Where a line ends within a name, blanks are left out. */
  private static String flowing(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private static String without(List<String> quoted, String text) {
    String rest = text;
    List<String> longestFirst =
        quoted.stream()
            .map(PlainText::of)
            .map(UnexplainedNumbers::flowing)
            .filter(UnexplainedNumbers::isName)
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
    for (String name : longestFirst) {
      // A whole name only: orders-db is no part of orders-db-1, whose rest would look like a number.
      rest = rest.replaceAll("(?<![\\p{L}\\p{N}_-])" + broken(name) + "(?![\\p{L}\\p{N}_-])", " ");
    }
    return rest;
  }

  private static boolean isName(String quote) {
    return quote.codePoints().anyMatch(Character::isLetter) || quote.length() >= SHORTEST_DIGIT_NAME;
  }

  private static List<String> numbers(String text) {
    String timeless = TIME.matcher(AGE.matcher(text).replaceAll(" ")).replaceAll(" ");
    List<String> numbers = new ArrayList<>();
    Matcher words = WORD.matcher(timeless);
    while (words.find()) {
      numbers.addAll(numbersOfWord(words.group()));
    }
    return numbers;
  }

  private static List<String> numbersOfWord(String word) {
    Matcher withUnit = NUMBER_WITH_UNIT.matcher(word.replaceAll("[.:/-]+$", ""));
    if (withUnit.matches()) {
      return List.of(withUnit.group(1));
    }
    if (word.codePoints().anyMatch(character -> Character.isLetter(character) || "_#@…".indexOf(character) >= 0)) {
      return List.of();
    }
    return NUMBER.matcher(word).results().map(result -> result.group()).toList();
  }

  private static List<String> quoted(Report report) {
    Incident incident = report.incident();
    List<String> names =
        new ArrayList<>(
            List.of(
                incident.id(), incident.key(), incident.cluster().value(), incident.account(), incident.region(), incident.runbook(),
                incident.member(), incident.signal().id(), incident.signal().source(), incident.signal().reason(),
                report.decision().chainHash(), report.verdict().cause(), report.verdict().place().endpoint(),
                report.verdict().place().member(), report.verdict().place().database()));
    names.add(report.cluster().map(ClusterState::arn).orElse(""));
    names.add(report.cluster().map(ClusterState::resourceId).orElse(""));
    report.plan().ifPresent(plan -> {
      names.addAll(List.of(plan.id(), plan.hash(), plan.lever(), plan.remedy()));
      plan.lease().ifPresent(lease -> names.add(lease.id()));
      plan.refusedLevers().forEach(refused -> names.add(refused.lever()));
    });
    report.findings().forEach(found -> {
      names.addAll(List.of(found.finding().check(), found.finding().place().member(), found.finding().place().database()));
      found.finding().advice().forEach(advice -> names.add(advice.database()));
    });
    report.gaps().forEach(gap -> names.add(gap.check()));
    report.silence().ifPresent(silence -> names.addAll(List.of(silence.by(), silence.why())));
    report.links().forEach(link -> names.addAll(List.of(link.title(), link.url())));
    report.facts().forEach(numbered -> names.add(numbered.fact().source()));
    return names;
  }
}
