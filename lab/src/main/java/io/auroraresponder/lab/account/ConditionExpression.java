package io.auroraresponder.lab.account;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The part of DynamoDB's condition language that the ledger needs; everything else is refused, never guessed.
 *
 * <pre>
 * or      = and { "OR" and }
 * and     = test { "AND" test }
 * test    = "(" or ")" | "attribute_not_exists" "(" path ")" | "attribute_exists" "(" path ")" | path compare value
 * compare = "=" | "&lt;&gt;" | "&lt;" | "&lt;=" | "&gt;" | "&gt;="
 * </pre>
 */
final class ConditionExpression {
  private static final Pattern TOKEN = Pattern.compile("\\s*(<=|>=|<>|[=<>()]|[#:]?[A-Za-z_][A-Za-z0-9_]*)");

  /** Words that DynamoDB reserves (developer guide, reserved words) and some near them: they need a placeholder here. */
  private static final Set<String> RESERVED =
      Set.of("at", "hash", "state", "switch", "window", "key", "value", "values", "name", "status", "time", "timestamp", "ttl", "to",
          "from", "by", "count", "date", "plan", "range", "sent", "user", "group", "action", "result", "process");

  private final List<String> tokens;
  private final Map<String, String> names;
  private final Map<String, AttributeValue> values;
  private final Map<String, AttributeValue> item;
  private final Set<String> used = new HashSet<>();
  private int next;

  private ConditionExpression(
      List<String> tokens, Map<String, String> names, Map<String, AttributeValue> values, Map<String, AttributeValue> item) {
    this.tokens = tokens;
    this.names = names;
    this.values = values;
    this.item = item;
  }

  /**
   * Whether the condition holds of the item.
   *
   * @param item the attributes that are there, empty where there is no item
   * @throws IllegalArgumentException for what DynamoDB, or this part of it, would refuse
   */
  static boolean holds(
      String expression, Map<String, String> names, Map<String, AttributeValue> values, Map<String, AttributeValue> item) {
    ConditionExpression parser = new ConditionExpression(tokens(expression), names, values, item);
    boolean holds = parser.or();
    if (parser.next < parser.tokens.size()) {
      throw new IllegalArgumentException("Syntax error; token: " + parser.tokens.get(parser.next));
    }
    parser.requireAllUsed();
    return holds;
  }

  private static List<String> tokens(String expression) {
    Matcher matcher = TOKEN.matcher(expression);
    List<String> tokens = new java.util.ArrayList<>();
    int end = 0;
    while (end < expression.stripTrailing().length()) {
      if (!matcher.find(end) || matcher.start() != end) {
        throw new IllegalArgumentException("Syntax error near: " + expression.substring(end));
      }
      tokens.add(matcher.group(1));
      end = matcher.end();
    }
    return tokens;
  }

  private boolean or() {
    boolean holds = and();
    while (taken("OR")) {
      // Both sides are read in any case: the rest must be parsed.
      holds |= and();
    }
    return holds;
  }

  private boolean and() {
    boolean holds = test();
    while (taken("AND")) {
      holds &= test();
    }
    return holds;
  }

  private boolean test() {
    if (taken("(")) {
      boolean holds = or();
      require(")");
      return holds;
    }
    if (taken("attribute_not_exists")) {
      return argument().isEmpty();
    }
    if (taken("attribute_exists")) {
      return argument().isPresent();
    }
    Optional<AttributeValue> left = attribute();
    String comparison = token();
    return compare(left, comparison, value());
  }

  private Optional<AttributeValue> argument() {
    require("(");
    Optional<AttributeValue> found = attribute();
    require(")");
    return found;
  }

  private Optional<AttributeValue> attribute() {
    String token = token();
    if (token.startsWith("#")) {
      used.add(token);
      String name = names.get(token);
      if (name == null) {
        throw new IllegalArgumentException("An expression attribute name used in the document path is not defined: " + token);
      }
      return Optional.ofNullable(item.get(name));
    }
    if (!token.matches("[A-Za-z_]\\w*") || RESERVED.contains(token.toLowerCase(java.util.Locale.ROOT))) {
      throw new IllegalArgumentException("Attribute name is a reserved keyword or none at all: " + token);
    }
    return Optional.ofNullable(item.get(token));
  }

  private AttributeValue value() {
    String token = token();
    AttributeValue value = values.get(token);
    if (!token.startsWith(":") || value == null) {
      throw new IllegalArgumentException("An expression attribute value used in expression is not defined: " + token);
    }
    used.add(token);
    return value;
  }

  /** An attribute that is missing or of another type compares with nothing; only {@code <>} holds then. */
  private static boolean compare(Optional<AttributeValue> left, String comparison, AttributeValue right) {
    if (left.isEmpty() || left.get().type() != right.type()) {
      return comparison.equals("<>");
    }
    int order = order(left.get(), right);
    return switch (comparison) {
      case "=" -> order == 0;
      case "<>" -> order != 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      case ">=" -> order >= 0;
      default -> throw new IllegalArgumentException("Syntax error; token: " + comparison);
    };
  }

  private static int order(AttributeValue left, AttributeValue right) {
    return switch (left.type()) {
      case N -> new BigDecimal(left.n()).compareTo(new BigDecimal(right.n()));
      case S -> left.s().compareTo(right.s());
      default -> throw new IllegalArgumentException("Only texts and numbers are compared here");
    };
  }

  private boolean taken(String word) {
    if (next < tokens.size() && tokens.get(next).equals(word)) {
      next++;
      return true;
    }
    return false;
  }

  private void require(String word) {
    if (!taken(word)) {
      throw new IllegalArgumentException("Syntax error; expected " + word);
    }
  }

  private String token() {
    if (next >= tokens.size()) {
      throw new IllegalArgumentException("Syntax error; the expression ends too early");
    }
    return tokens.get(next++);
  }

  private void requireAllUsed() {
    for (String given : names.keySet()) {
      requireUsed(given);
    }
    for (String given : values.keySet()) {
      requireUsed(given);
    }
  }

  private void requireUsed(String given) {
    if (!used.contains(given)) {
      throw new IllegalArgumentException("Value provided in expression attributes unused in expressions: " + given);
    }
  }
}
