package io.auroraresponder.intake;

import io.auroraresponder.intake.AlarmReading.Watched;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the instances and the counter out of {@code DB_PERF_INSIGHTS('RDS', 'db-…', 'os.cpuUtilization.total.avg')}, which has no
 * dimensions: it names instances by DbiResourceId (CloudWatch User Guide, "Using metric math", DB_PERF_INSIGHTS).
 */
final class PerformanceInsightsExpression {
  /** The dimension's name for what stands in the expression; CloudWatch itself has none. */
  static final String RESOURCE = "DbiResourceId";

  private static final String NAMESPACE = "AWS/RDS";
  private static final Pattern CALL = Pattern.compile("\\bDB_PERF_INSIGHTS\\s*\\(([^()]{1,2000})\\)", Pattern.CASE_INSENSITIVE);
  private static final Pattern QUOTED = Pattern.compile("['\"]([^'\"]{1,255})['\"]");
  private static final Pattern RESOURCE_ID = Pattern.compile("db-[A-Za-z0-9]{10,}");
  private static final int LONGEST = 4096;

  private PerformanceInsightsExpression() {}

  /** The counters that it asks for where it is nothing but that call, as people know them; else the expression itself. */
  static String named(String expression) {
    Matcher call = CALL.matcher(expression.strip());
    if (expression.length() > LONGEST || !call.matches()) {
      return expression;
    }
    String counters = QUOTED.matcher(call.group(1)).results().map(result -> result.group(1))
        .filter(argument -> !argument.equalsIgnoreCase("RDS") && !RESOURCE_ID.matcher(argument).matches())
        .collect(Collectors.joining(", "));
    return counters.isEmpty() ? expression : counters;
  }

  /** One entry an instance; empty where the expression asks Performance Insights for nothing. */
  static List<Watched> read(String expression) {
    if (expression.length() > LONGEST) {
      return List.of();
    }
    Set<Watched> watched = new LinkedHashSet<>();
    Matcher call = CALL.matcher(expression);
    while (call.find()) {
      List<String> arguments = QUOTED.matcher(call.group(1)).results().map(result -> result.group(1)).toList();
      if (arguments.isEmpty() || !arguments.getFirst().equalsIgnoreCase("RDS")) {
        continue;
      }
      for (String argument : arguments) {
        if (RESOURCE_ID.matcher(argument).matches()) {
          watched.add(new Watched(NAMESPACE, arguments.getLast(), Map.of(RESOURCE, argument), ""));
        }
      }
    }
    return List.copyOf(watched);
  }
}
