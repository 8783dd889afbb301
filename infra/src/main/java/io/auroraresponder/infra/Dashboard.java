package io.auroraresponder.infra;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.cloudwatch.CfnDashboard;
import software.constructs.Construct;

/** The dashboard: the responder at work, what failed, and the clusters that have alarms. */
final class Dashboard {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  /** CloudWatch's grid is 24 units wide. */
  private static final int WIDTH = 12;

  private static final int HEIGHT = 6;

  private final DeploymentSettings settings;
  private final List<String> functions;

  Dashboard(DeploymentSettings settings, List<String> functions) {
    this.settings = settings;
    this.functions = functions;
  }

  void create(Construct scope) {
    // The region's name is only known to CloudFormation.
    CfnDashboard.Builder.create(scope, "Dashboard").dashboardName(settings.name()).dashboardBody(Fn.sub(body())).build();
  }

  /** The dashboard as JSON with CloudFormation's word for the region in it. */
  String body() {
    List<Object> widgets = new ArrayList<>();
    widgets.add(widget(widgets.size(), "Invocations", perFunction("Invocations", "Sum")));
    widgets.add(widget(widgets.size(), "Errors and throttles", concat(perFunction("Errors", "Sum"), perFunction("Throttles", "Sum"))));
    widgets.add(widget(widgets.size(), "Duration, longest, ms", perFunction("Duration", "Maximum")));
    widgets.add(
        widget(
            widgets.size(), "Failed events that wait; messages that were not delivered",
            List.of(
                List.of("AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", settings.name() + "-failures",
                Map.of("stat", "Maximum")),
                List.of("AWS/SNS", "NumberOfNotificationsFailed", "TopicName", settings.name() + "-findings", Map.of("stat", "Sum")))));
    for (WatchedCluster cluster : settings.alarms()) {
      widgets.add(widget(widgets.size(), cluster.cluster() + ": capacity, ACU", perInstance(cluster, "ServerlessDatabaseCapacity")));
      widgets.add(widget(widgets.size(), cluster.cluster() + ": capacity, % of max", perInstance(cluster, "ACUUtilization")));
    }
    return GSON.toJson(Map.of("widgets", widgets));
  }

  private List<Object> perFunction(String metric, String statistic) {
    return functions.stream()
        .<Object>map(name -> List.of("AWS/Lambda", metric, "FunctionName", name, Map.of("stat", statistic)))
        .toList();
  }

  private static List<Object> perInstance(WatchedCluster cluster, String metric) {
    return cluster.instances().stream()
        .<Object>map(name -> List.of("AWS/RDS", metric, "DBInstanceIdentifier", name, Map.of("stat", "Average")))
        .toList();
  }

  private static Map<String, Object> widget(int index, String title, List<?> metrics) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("title", title);
    properties.put("region", "${AWS::Region}");
    properties.put("period", 60);
    properties.put("metrics", metrics);
    Map<String, Object> widget = new LinkedHashMap<>();
    widget.put("type", "metric");
    widget.put("x", index % 2 * WIDTH);
    widget.put("y", index / 2 * HEIGHT);
    widget.put("width", WIDTH);
    widget.put("height", HEIGHT);
    widget.put("properties", properties);
    return widget;
  }

  private static List<Object> concat(List<Object> first, List<Object> second) {
    List<Object> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
