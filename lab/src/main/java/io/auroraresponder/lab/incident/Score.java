package io.auroraresponder.lab.incident;

import java.util.List;
import java.util.Optional;

/**
 * How a run compares with what its author expected.
 *
 * @param expected expected cause and result, in two words
 * @param decided decided cause and result, in two words
 * @param causes the causes alone, for counting
 * @param differences empty: right in every point
 */
public record Score(String incident, String expected, String decided, Causes causes, List<Difference> differences) {
  public Score {
    differences = List.copyOf(differences);
  }

  /** Words of causes, or of conditions that end a look; empty where none was expected, or no report came. */
  public record Causes(Optional<String> expected, Optional<String> decided) {}

  /**
   * One point that is not as expected.
   *
   * @param wrongAction whether something was done that may not be done, rather than said wrong
   */
  public record Difference(String point, String expected, String found, boolean wrongAction) {
    public String sentence() {
      return point + ": expected " + expected + ", found " + found;
    }
  }

  public boolean isRight() {
    return differences.isEmpty();
  }

  public boolean hasWrongAction() {
    return differences.stream().anyMatch(Difference::wrongAction);
  }
}
