package io.auroraresponder.lab.account;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Metrics Insights query, by the CloudWatch User Guide ("Metrics Insights query components and syntax"): SELECT, FROM with or without
 * SCHEMA, WHERE with what must be equal or must not, GROUP BY, ORDER BY, LIMIT. Brackets, OR and tags are refused.
 *
 * @param function {@code AVG}, {@code SUM}, {@code MIN}, {@code MAX} or {@code COUNT}
 * @param schema the exact names of a metric's dimensions; empty: any
 * @param where what its dimensions must be ({@code true}) or must not be
 * @param descending empty where no order is asked for
 */
record InsightsQuery(
    String function, String metric, String namespace, List<String> schema, Map<Filter, Boolean> where, List<String> groups,
    Optional<Boolean> descending, int limit) {
  private static final int MOST_SERIES = 500;
  private static final Pattern BEGIN = Pattern.compile("(?is)^\\s*SELECT\\b.*");
  private static final String NAME = "\"?([\\w./ -]+?)\"?";
  private static final Pattern QUERY =
      Pattern.compile(
          "(?is)^\\s*SELECT\\s+(AVG|SUM|MIN|MAX|COUNT)\\(\\s*" + NAME + "\\s*\\)"
              + "\\s+FROM\\s+(?:SCHEMA\\(\\s*\"?([\\w/.-]+)\"?((?:\\s*,\\s*\"?\\w+\"?)*)\\s*\\)|\"?([\\w/.-]+)\"?)"
              + "(?:\\s+WHERE\\s+(.+?))?(?:\\s+GROUP\\s+BY\\s+([\\w\", ]+?))?(?:\\s+ORDER\\s+BY\\s+(?:AVG|SUM|MIN|MAX|COUNT)\\(\\)"
              + "(?:\\s+(ASC|DESC))?)?(?:\\s+LIMIT\\s+(\\d{1,3}))?\\s*$");
  private static final Pattern CONDITION = Pattern.compile("^\\s*\"?(\\w+)\"?\\s*(=|!=)\\s*'([^']*)'\\s*$");

  /** A dimension and its value. */
  record Filter(String dimension, String value) {}

  static boolean isOne(String expression) {
    return BEGIN.matcher(expression).matches();
  }

  static InsightsQuery read(String id, String text) {
    Matcher query = QUERY.matcher(text);
    if (!query.matches()) {
      throw ServiceErrors.error("cloudwatch", "ValidationError", "Error in expression '" + id + "' [Invalid Metrics Insights query]");
    }
    boolean hasSchema = query.group(3) != null;
    return new InsightsQuery(
        query.group(1).toUpperCase(Locale.ROOT), query.group(2), hasSchema ? query.group(3) : query.group(5),
        hasSchema ? names(query.group(4)) : List.of(), conditions(id, query.group(6)), names(query.group(7)),
        query.group(0).matches("(?is).*\\bORDER\\s+BY\\b.*") ? Optional.of(!"ASC".equalsIgnoreCase(query.group(8))) : Optional.empty(),
        query.group(9) == null ? MOST_SERIES : Integer.parseInt(query.group(9)));
  }

  private static List<String> names(@org.jspecify.annotations.Nullable String list) {
    return list == null ? List.of()
        : Arrays.stream(list.split(",")).map(name -> name.replace("\"", "").strip()).filter(name -> !name.isEmpty()).toList();
  }

  private static Map<Filter, Boolean> conditions(String id, @org.jspecify.annotations.Nullable String where) {
    Map<Filter, Boolean> all = new LinkedHashMap<>();
    for (String one : where == null ? List.<String>of() : new ArrayList<>(Arrays.asList(where.split("(?i)\\s+AND\\s+")))) {
      Matcher condition = CONDITION.matcher(one);
      if (!condition.matches()) {
        throw ServiceErrors.error("cloudwatch", "ValidationError", "Error in expression '" + id + "' [Invalid WHERE clause]");
      }
      all.put(new Filter(condition.group(1), condition.group(3)), condition.group(2).equals("="));
    }
    return all;
  }

  /** Whether a metric with these dimensions is one of those that are asked for. */
  boolean takes(Map<String, String> dimensions) {
    boolean fits = schema.isEmpty() || (schema.size() == dimensions.size() && dimensions.keySet().containsAll(schema));
    return fits && dimensions.keySet().containsAll(groups)
        && where.entrySet().stream().allMatch(one -> dimensions.containsKey(one.getKey().dimension())
        && one.getKey().value().equals(dimensions.get(one.getKey().dimension())) == one.getValue());
  }

  /** As CloudWatch names the statistic of one metric. */
  String statistic() {
    return switch (function) {
      case "AVG" -> "Average";
      case "SUM" -> "Sum";
      case "MIN" -> "Minimum";
      case "MAX" -> "Maximum";
      default -> "SampleCount";
    };
  }

  /** The label of the series that a metric's values go into. */
  String label(Map<String, String> dimensions) {
    return groups.isEmpty() ? metric : String.join(" ", groups.stream().map(dimensions::get).toList());
  }
}
