package io.auroraresponder.lab.postgres;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills a statement's {@code :name} places; what is no known name (a cast {@code ::int}, a slice) stays as it is. */
final class StatementText {
  private static final Pattern PLACE = Pattern.compile("(?<![:\\w]):([a-z_][a-z0-9_]*)");

  private final Map<String, SessionGroup.Drawn> values;
  private final SplittableRandom random;
  private final int session;

  StatementText(Map<String, SessionGroup.Drawn> values, int session) {
    this.values = values;
    this.session = session;
    // The same numbers in every run: an incident is a repeatable thing.
    this.random = new SplittableRandom(session);
  }

  String filled(String statement, long turn) {
    Matcher place = PLACE.matcher(statement);
    StringBuilder text = new StringBuilder();
    while (place.find()) {
      place.appendReplacement(text, Matcher.quoteReplacement(value(place.group(1), place.group(), turn)));
    }
    place.appendTail(text);
    return text.toString();
  }

  private String value(String name, String unknown, long turn) {
    SessionGroup.Drawn drawn = values.get(name);
    if (drawn != null) {
      return Long.toString(random.nextLong(drawn.low(), drawn.high() + 1));
    }
    return switch (name) {
      case "session" -> Integer.toString(session);
      case "turn" -> Long.toString(turn);
      default -> unknown;
    };
  }
}
