package io.auroraresponder.incident;

import java.time.Instant;

/**
 * One number or word of a message, with where and when it was read. Everything countable that a message says is a fact.
 *
 * @param source the call, SQL file or setting that gave it, for example {@code cloudwatch:GetMetricData ACUUtilization
 *     orders-db-instance-1 Average} or {@code limit member.ceilingRatio}
 * @param at the time it speaks of
 * @param value a plain decimal number, or a word
 * @param unit the unit as messages show it, empty where there is none
 * @param privacy what it tells of people and their data
 */
public record Fact(String source, Instant at, String value, String unit, Privacy privacy) implements PhrasePart {
  /** How the source of what a database said begins; its instance follows. */
  public static final String PROBE = "probe ";

  private static final String NO_WORD = "(none)";

  public Fact {
    if (source.isBlank() || value.isBlank()) {
      throw new IllegalArgumentException("a fact needs a source and a value: '" + source + "', '" + value + "'");
    }
  }

  /** One that tells nothing of people and their data. */
  public Fact(String source, Instant at, String value, String unit) {
    this(source, at, value, unit, Privacy.OPEN);
  }

  /** A number with at most one decimal. */
  public static Fact of(String source, Instant at, double value, String unit) {
    return new Fact(source, at, Numbers.plain(value), unit);
  }

  /** A number with at most {@code decimals} decimals. */
  public static Fact of(String source, Instant at, double value, int decimals, String unit) {
    return new Fact(source, at, Numbers.rounded(value, decimals), unit);
  }

  /** A number that is judged: with at most one decimal, unless it would not be on its side of a limit then. The limits are in its unit. */
  public static Fact judged(String source, Instant at, double value, String unit, Limit... limits) {
    return new Fact(source, at, Numbers.beside(value, 1, limits), unit);
  }

  /** The same beside a limit that is a multiple of one ({@link Limit#times}), in the unit of the value. */
  public static Fact judged(String source, Instant at, double value, String unit, double limit) {
    return new Fact(source, at, Numbers.beside(value, 1, limit), unit);
  }

  /** A part from 0 to 1 as percent: whole and rounded down, unless it would not be on its side of a limit then. The limits are parts. */
  public static Fact part(String source, Instant at, double part, Limit... limits) {
    return new Fact(source, at, Numbers.percent(part, limits), "%");
  }

  public static Fact count(String source, Instant at, long value, String unit) {
    return new Fact(source, at, Long.toString(value), unit);
  }

  /** A number of things, with their word in the right number: {@code 1 session}, {@code 9 sessions}. */
  public static Fact counted(String source, Instant at, long value, String one, String many) {
    return count(source, at, value, value == 1 ? one : many);
  }

  /** A word or name as it was read; what is blank, as names of others may be, is said to be. */
  public static Fact word(String source, Instant at, String value) {
    return new Fact(source, at, value.isBlank() ? NO_WORD : value, "");
  }

  /** Whether a look into a database said it. */
  public boolean isOfDatabase() {
    return source.startsWith(PROBE);
  }

  /** The same fact, told as what it tells of people and their data. */
  public Fact as(Privacy kind) {
    return new Fact(source, at, value, unit, kind);
  }

  /** The value as messages show it: a measured number of a million or more as people say it, {@code 150 million}. */
  public String shown() {
    return unit.isEmpty() ? value : Numbers.spoken(value);
  }

  /** Value and unit as messages show them: {@code 97 %}, {@code 8 ACU}, {@code 12}, {@code 1.3 billion transactions}. */
  public String words() {
    return unit.isEmpty() ? value : shown() + " " + unit;
  }
}
