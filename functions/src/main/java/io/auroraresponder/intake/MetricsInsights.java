package io.auroraresponder.intake;

import io.auroraresponder.intake.AlarmReading.Watched;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the metric and the database filters out of a Metrics Insights query, which has no dimensions of its own. */
final class MetricsInsights {
  private static final Pattern QUERY = Pattern.compile("^\\s*SELECT\\s+\\w+\\(\\s*\"?(\\w+)\"?\\s*\\)", Pattern.CASE_INSENSITIVE);
  private static final Pattern FILTER =
      Pattern.compile("\\b(DBClusterIdentifier|DBInstanceIdentifier|Role)\"?\\s*=\\s*'([^']{1,255})'", Pattern.CASE_INSENSITIVE);
  private static final Pattern NAMESPACE = Pattern.compile("\\bFROM\\s+(?:SCHEMA\\s*\\(\\s*)?\"?([^\"\\s,()]+)\"?",
      Pattern.CASE_INSENSITIVE);
  private static final Pattern GROUPED =
      Pattern.compile("\\bGROUP\\s+BY\\b.*\\b(DBClusterIdentifier|DBInstanceIdentifier)\\b", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final int LONGEST_QUERY = 4096;

  private MetricsInsights() {}

  static boolean isQuery(String expression) {
    return expression.length() <= LONGEST_QUERY && QUERY.matcher(expression).find();
  }

  /** Whether its alarm has one series a database: contributors, which come as events of their own. */
  static boolean groupsByDatabase(String expression) {
    return isQuery(expression) && GROUPED.matcher(expression).find();
  }

  /** A filter that allows several databases names none: its alarm does not speak of one cluster. */
  static Optional<Watched> read(String expression) {
    if (!isQuery(expression)) {
      return Optional.empty();
    }
    Matcher query = QUERY.matcher(expression);
    String metric = query.find() ? query.group(1) : "";
    Matcher from = NAMESPACE.matcher(expression);
    String namespace = from.find() ? from.group(1) : "";
    Map<String, String> filters = new LinkedHashMap<>();
    Matcher filter = FILTER.matcher(expression);
    while (filter.find()) {
      String before = filters.put(filter.group(1), filter.group(2));
      if (before != null && !before.equals(filter.group(2))) {
        return Optional.of(new Watched(namespace, metric, Map.of(), ""));
      }
    }
    return Optional.of(new Watched(namespace, metric, filters, ""));
  }
}
