package io.auroraresponder.lab.account;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rule of a composite alarm over the states of other alarms (CloudWatch API, PutCompositeAlarm, AlarmRule): {@code ALARM(x)},
 * {@code OK(x)}, {@code INSUFFICIENT_DATA(x)}, {@code TRUE}, {@code FALSE}, {@code AND}, {@code OR}, {@code NOT} and parentheses.
 *
 * <p>AND binds more than OR. A name may stand in quotes, and may be an ARN.
 */
final class AlarmRule {
  private static final Pattern TOKEN =
      Pattern.compile("\\s*(?:(ALARM|OK|INSUFFICIENT_DATA)\\s*\\(\\s*(\"[^\"]+\"|[^()\\s\"]+)\\s*\\)|(AND|OR|NOT|TRUE|FALSE)\\b|([()]))");

  private final List<String> tokens = new ArrayList<>();
  private final Function<String, String> states;
  private int next;

  private AlarmRule(String rule, Function<String, String> states) {
    this.states = states;
    Matcher matcher = TOKEN.matcher(rule);
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      tokens.add(matcher.group().strip());
      end = matcher.end();
    }
    if (!rule.substring(end).isBlank()) {
      throw new IllegalArgumentException("it is not understood from '" + rule.substring(end).strip() + "' on");
    }
  }

  /**
   * Whether the rule holds.
   *
   * @param states the state of an alarm by its name
   * @throws IllegalArgumentException with the end of a sentence where it is no rule
   */
  static boolean holds(String rule, Function<String, String> states) {
    AlarmRule parser = new AlarmRule(rule, states);
    boolean holds = parser.or();
    if (parser.next < parser.tokens.size()) {
      throw new IllegalArgumentException("'" + parser.tokens.get(parser.next) + "' is one word too many");
    }
    return holds;
  }

  /** Both sides are always read: a part that does not count must be a rule all the same. */
  private boolean or() {
    boolean holds = and();
    while (take("OR")) {
      holds |= and();
    }
    return holds;
  }

  private boolean and() {
    boolean holds = not();
    while (take("AND")) {
      holds &= not();
    }
    return holds;
  }

  private boolean not() {
    if (take("NOT")) {
      return !not();
    }
    if (take("(")) {
      boolean holds = or();
      if (!take(")")) {
        throw new IllegalArgumentException("a parenthesis is not closed");
      }
      return holds;
    }
    if (take("TRUE")) {
      return true;
    }
    if (take("FALSE")) {
      return false;
    }
    return state();
  }

  private boolean state() {
    if (next == tokens.size() || !tokens.get(next).endsWith(")")) {
      throw new IllegalArgumentException("a state such as ALARM(name) is expected " + (next == tokens.size() ? "at its end"
          : "in place of '" + tokens.get(next) + "'"));
    }
    String token = tokens.get(next++);
    int open = token.indexOf('(');
    String name = token.substring(open + 1, token.length() - 1).strip().replace("\"", "");
    String last = name.startsWith("arn:") ? name.substring(name.lastIndexOf(':') + 1) : name;
    return token.substring(0, open).strip().equals(states.apply(last));
  }

  private boolean take(String word) {
    if (next < tokens.size() && tokens.get(next).equals(word)) {
      next++;
      return true;
    }
    return false;
  }
}
