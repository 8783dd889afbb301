package io.auroraresponder.intake;

import io.auroraresponder.intake.ClusterDirectory.AlarmDefinition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the metric alarms behind a composite: those that brought it about, else all that its rule names, children of children too. */
final class CompositeAlarms {
  private static final Pattern IN_RULE =
      Pattern.compile("\\b(?:ALARM|OK|INSUFFICIENT_DATA)\\s*\\(\\s*(?:\"([^\"]{1,2048})\"|'([^']{1,2048})'|([^\\s()\"']{1,2048}))\\s*\\)");

  /** CloudWatch allows 100 children; alarms of alarms of alarms are rare. */
  private static final int MOST_ALARMS = 200;

  private static final int DEEPEST = 3;

  /** CloudWatch's limit for an alarm's name (PutMetricAlarm); it refuses the whole question for one that is longer. */
  private static final int LONGEST_NAME = 255;

  private final ClusterDirectory directory;
  private final Set<String> asked = new LinkedHashSet<>();

  CompositeAlarms(ClusterDirectory directory) {
    this.directory = directory;
  }

  /** An alarm by its own name, with those behind it where it is a composite. */
  List<AlarmDefinition> named(String alarm) {
    return lookUp(List.of(alarm), DEEPEST);
  }

  List<AlarmDefinition> children(AlarmReading.Definition composite) {
    List<String> triggering = composite.children().stream().map(CompositeAlarms::nameOf).toList();
    List<AlarmDefinition> found = lookUp(triggering, DEEPEST);
    return found.isEmpty() ? lookUp(namesIn(composite.rule()), DEEPEST) : found;
  }

  private List<AlarmDefinition> lookUp(List<String> names, int levels) {
    List<String> fresh =
        names.stream()
            .filter(name -> !name.isBlank() && name.length() <= LONGEST_NAME && asked.size() < MOST_ALARMS && asked.add(name))
            .toList();
    if (fresh.isEmpty() || levels == 0) {
      return List.of();
    }
    List<AlarmDefinition> all = new ArrayList<>();
    for (AlarmDefinition alarm : directory.alarms(fresh)) {
      all.add(alarm);
      all.addAll(lookUp(namesIn(alarm.rule()), levels - 1));
    }
    return all;
  }

  private static List<String> namesIn(String rule) {
    List<String> names = new ArrayList<>();
    Matcher matcher = IN_RULE.matcher(rule);
    while (matcher.find()) {
      for (int group = 1; group <= 3; group++) {
        String name = matcher.group(group);
        if (name != null) {
          names.add(nameOf(name));
        }
      }
    }
    return names;
  }

  private static String nameOf(String arnOrName) {
    return Arn.parse(arnOrName).map(Arn::name).orElse(arnOrName);
  }
}
