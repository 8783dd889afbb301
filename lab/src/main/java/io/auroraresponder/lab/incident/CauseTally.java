package io.auroraresponder.lab.incident;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How often a cause was expected and decided over many incidents; those whose author names no cause are not counted.
 *
 * @param cause word of a cause, or of a condition that ends a look
 * @param expected incidents in which it is right
 * @param decided incidents in which it was said
 * @param right incidents in which it is both
 */
public record CauseTally(String cause, int expected, int decided, int right) {

  /** One tally a cause, in alphabetical order. */
  public static List<CauseTally> of(List<Score> scores) {
    List<Score.Causes> judged = scores.stream().map(Score::causes).filter(causes -> causes.expected().isPresent()).toList();
    TreeSet<String> words = new TreeSet<>();
    judged.forEach(causes -> Stream.of(causes.expected(), causes.decided()).flatMap(Optional::stream).forEach(words::add));
    return words.stream().map(word -> of(word, judged)).toList();
  }

  private static CauseTally of(String word, List<Score.Causes> judged) {
    Optional<String> it = Optional.of(word);
    return new CauseTally(
        word,
        (int) judged.stream().filter(causes -> causes.expected().equals(it)).count(),
        (int) judged.stream().filter(causes -> causes.decided().equals(it)).count(),
        (int) judged.stream().filter(causes -> causes.expected().equals(it) && causes.decided().equals(it)).count());
  }

  /** How many of those that were said are right, 0 to 1; empty where none was said. */
  public Optional<Double> precision() {
    return decided == 0 ? Optional.empty() : Optional.of((double) right / decided);
  }

  /** How many of those that are right were said, 0 to 1; empty where none is right. */
  public Optional<Double> recall() {
    return expected == 0 ? Optional.empty() : Optional.of((double) right / expected);
  }
}
