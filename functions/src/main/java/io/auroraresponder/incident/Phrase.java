package io.auroraresponder.incident;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of text together with the facts that it speaks of, so that no number can reach a message without its source.
 *
 * <p>In a template each {@code {}} is filled with the next part: a fact's value and unit, or another phrase's text, whose facts come
 * along. Each {@code {#}} takes a fact's value alone.
 */
public record Phrase(String text, List<Fact> facts) implements PhrasePart {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}_.:/@#…-]+");

  public Phrase {
    facts = List.copyOf(facts);
  }

  public static final Phrase EMPTY = new Phrase("", List.of());

  /** Words as they are, braces too: names and reasons of others may hold what a template would take for a place. */
  public static Phrase of(String words) {
    return new Phrase(words, List.of());
  }

  /**
   * Fills the template.
   *
   * @throws IllegalArgumentException when the number of places and of parts differ, and where {@code {#}} meets a phrase
   */
  public static Phrase of(String template, PhrasePart... parts) {
    StringBuilder text = new StringBuilder();
    List<Fact> facts = new ArrayList<>();
    int next = 0;
    int at = 0;
    while (at < template.length()) {
      boolean valueOnly = template.startsWith("{#}", at);
      if (!valueOnly && !template.startsWith("{}", at)) {
        text.append(template.charAt(at++));
        continue;
      }
      if (next == parts.length) {
        throw new IllegalArgumentException("more places than parts in: " + template);
      }
      text.append(filled(parts[next++], valueOnly, facts));
      at += valueOnly ? 3 : 2;
    }
    if (next != parts.length) {
      throw new IllegalArgumentException("more parts than places in: " + template);
    }
    return new Phrase(text.toString(), facts);
  }

  private static String filled(PhrasePart part, boolean valueOnly, List<Fact> facts) {
    return switch (part) {
      case Fact fact -> {
        facts.add(fact);
        yield valueOnly ? fact.shown() : fact.words();
      }
      case Phrase phrase -> {
        if (valueOnly) {
          throw new IllegalArgumentException("a phrase has no value of its own: " + phrase);
        }
        facts.addAll(phrase.facts);
        yield phrase.text;
      }
    };
  }

  /**
   * Somebody's own words, taken as they are: each number in them becomes a fact of {@code source} at {@code at}. Names with digits
   * ({@code orders-db-1}) are no numbers.
   */
  public static Phrase quoting(String source, Instant at, String text) {
    List<Fact> numbers = new ArrayList<>();
    Matcher words = WORD.matcher(text);
    while (words.find()) {
      String word = words.group().replaceAll("^[.:/…-]+|[.:/…-]+$", "");
      if (!word.isEmpty() && Character.isDigit(word.charAt(0))) {
        numbers.add(Fact.word(source, at, word));
      }
    }
    return new Phrase(text, numbers);
  }

  public boolean isEmpty() {
    return text.isEmpty();
  }

  /** This phrase and another with {@code separator} between; empty phrases leave no separator. */
  public Phrase and(String separator, Phrase other) {
    if (isEmpty()) {
      return other;
    }
    if (other.isEmpty()) {
      return this;
    }
    List<Fact> all = new ArrayList<>(facts);
    all.addAll(other.facts);
    return new Phrase(text + separator + other.text, all);
  }

  /** With a full stop at its end, unless it ends a sentence already. */
  public Phrase sentence() {
    return isEmpty() || text.endsWith(".") ? this : new Phrase(text + ".", facts);
  }

  /** All of them, separated; empty phrases leave no trace. */
  public static Phrase join(String separator, List<Phrase> phrases) {
    Phrase joined = EMPTY;
    for (Phrase phrase : phrases) {
      joined = joined.and(separator, phrase);
    }
    return joined;
  }

  @Override
  public String toString() {
    return text;
  }
}
