package io.auroraresponder.lab.incident;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a run compares with what its author expected.
 *
 * @param expected expected cause and result, in two words
 * @param decided decided cause and result, in two words
 * @param causes the causes alone, for counting
 * @param told messages that people got, where the author says who wants them; else empty
 * @param differences empty: right in every point that could be judged
 * @param unjudged points that this machine cannot measure, with the reason: neither right nor wrong
 */
public record Score(
    String incident, String expected, String decided, Causes causes, List<Told> told, List<Difference> differences,
    List<String> unjudged) {
  public Score {
    told = List.copyOf(told);
    differences = List.copyOf(differences);
    unjudged = List.copyOf(unjudged);
  }

  /**
   * A message.
   *
   * @param why who wants it and what for; empty: nobody
   */
  public record Told(Instant at, String cluster, String severity, String subject, Optional<String> why) {}

  /** Words of causes, or of conditions that end a look; empty where none was expected, or no report came. */
  public record Causes(Optional<String> expected, Optional<String> decided) {}

  /** How grave a difference is. */
  public enum Kind {
    /** Something was said, or left unsaid. */
    DECISION,
    /** Something was done that may not be done. */
    WRONG_ACTION,
    /** What had to be done was not done. */
    MISSED_ACTION
  }

  /** One point that is not as expected. */
  public record Difference(String point, String expected, String found, Kind kind) {
    public String sentence() {
      return point + ": expected " + expected + ", found " + found;
    }
  }

  public boolean isRight() {
    return differences.isEmpty();
  }

  public boolean hasWrongAction() {
    return has(Kind.WRONG_ACTION);
  }

  public boolean hasMissedAction() {
    return has(Kind.MISSED_ACTION);
  }

  private boolean has(Kind kind) {
    return differences.stream().anyMatch(difference -> difference.kind() == kind);
  }
}
