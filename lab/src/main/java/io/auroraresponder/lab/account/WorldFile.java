package io.auroraresponder.lab.account;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a {@link World} from YAML; the format is described in docs/world.md. */
public final class WorldFile {
  static final Instant DEFAULT_NOW = Instant.parse("2026-11-24T10:15:30Z");
  private static final int AWS_PAGE = 100;
  private static final double DEFAULT_THRESHOLD = 90;

  /** Statistics that the simulated account knows. */
  public static final List<String> STATISTICS = List.of("Average", "Maximum", "Minimum", "Sum", "SampleCount");

  private WorldFile() {}

  /**
   * Reads a file.
   *
   * @throws BadFileException naming file, line, column and what was expected
   */
  public static World read(Path file) {
    return world(YamlValue.read(file));
  }

  /**
   * Reads a text that complaints call {@code name}.
   *
   * @throws BadFileException naming line, column and what was expected
   */
  public static World parse(String name, String text) {
    return world(YamlValue.parse(name, text));
  }

  /**
   * Reads the mapping that describes a world, also where it is a part of another file.
   *
   * @throws BadFileException naming file, line, column and what was expected
   */
  public static World world(YamlValue yaml) {
    yaml.only("account", "region", "now", "pageSize", "metricDelay", "clusters", "alarms", "faults", "ec2", "forbidden");
    List<World.Cluster> clusters = new ArrayList<>();
    for (Map.Entry<String, YamlValue> entry : yaml.need("clusters").entries().entrySet()) {
      clusters.add(ClusterFile.cluster(entry.getKey(), entry.getValue()));
    }
    String region = yaml.get("region").map(YamlValue::text).orElse("eu-west-1");
    Optional<CloudNetwork> network = NetworkFile.network(yaml.get("ec2"), region);
    placed(yaml.need("clusters"), network.orElseGet(() -> CloudNetwork.usual(region)));
    return new World(
        yaml.get("account").map(WorldFile::account).orElse("111122223333"),
        region,
        yaml.get("now").map(YamlValue::instant).orElse(DEFAULT_NOW),
        yaml.get("pageSize").map(WorldFile::pageSize).orElse(AWS_PAGE),
        yaml.get("metricDelay").map(YamlValue::duration).orElse(Duration.ZERO),
        clusters,
        yaml.get("alarms").map(WorldFile::alarms).orElse(List.of()),
        yaml.get("faults").map(WorldFile::faults).orElse(List.of()),
        network,
        forbidden(yaml));
  }

  /** Subnets must exist; a security group need not: RDS may name one that EC2 no longer knows. */
  private static void placed(YamlValue clusters, CloudNetwork network) {
    for (YamlValue cluster : clusters.entries().values()) {
      for (YamlValue subnet : cluster.get("subnets").map(YamlValue::items).orElse(List.of())) {
        if (!network.subnets().containsKey(subnet.text())) {
          throw subnet.expected("one of the subnets " + String.join(", ", network.subnets().keySet()));
        }
      }
    }
  }

  private static Set<String> forbidden(YamlValue yaml) {
    Set<String> forbidden = new LinkedHashSet<>();
    for (YamlValue call : yaml.get("forbidden").map(YamlValue::items).orElse(List.of())) {
      if (!call.text().matches("[a-z]+:([A-Z]\\w+|\\*)")) {
        throw call.expected("a call such as pi:DescribeDimensionKeys, or all of a service such as pi:*");
      }
      forbidden.add(call.text());
    }
    if (yaml.get("ec2").filter(NetworkFile::isForbidden).isPresent()) {
      forbidden.add("ec2:*");
    }
    return forbidden;
  }

  private static String account(YamlValue value) {
    if (!value.text().matches("\\d{12}")) {
      throw value.expected("an account of twelve digits");
    }
    return value.text();
  }

  private static int pageSize(YamlValue value) {
    int size = value.wholeNumber("a page size of 1 to 100");
    if (size < 1 || size > AWS_PAGE) {
      throw value.expected("a page size of 1 to 100");
    }
    return size;
  }

  private static List<World.Alarm> alarms(YamlValue named) {
    List<World.Alarm> alarms = new ArrayList<>();
    named.entries().forEach((name, value) -> alarms.add(alarm(name, value)));
    return alarms;
  }

  private static World.Alarm alarm(String name, YamlValue value) {
    if (value.get("rule").isPresent() == value.get("metric").isPresent()) {
      throw value.expected("either a metric or a composite alarm's rule");
    }
    if (value.get("rule").isPresent()) {
      return new World.Alarm(name, Optional.empty(), rule(value.only("rule").need("rule")));
    }
    value.only(
        "metric", "cluster", "instance", "role", "statistic", "comparison", "threshold", "period", "periods", "datapoints", "missing");
    return new World.Alarm(name, Optional.of(watch(value, Usual.OF_CLOUDWATCH)), "");
  }

  private static String rule(YamlValue value) {
    try {
      var unused = AlarmRule.holds(value.text(), name -> SimulatedAlarms.OK);
      return value.text();
    } catch (IllegalArgumentException wrong) {
      throw value.problem("the rule of a composite alarm cannot be read: " + wrong.getMessage());
    }
  }

  /**
   * What holds of an alarm where nothing is said.
   *
   * @param statistic such as {@code Average}
   * @param missing what missing datapoints are taken for
   */
  public record Usual(String statistic, World.Comparison comparison, World.Missing missing) {
    /** As CloudWatch's console and API have it. */
    static final Usual OF_CLOUDWATCH = new Usual("Average", World.Comparison.GREATER_OR_EQUAL, World.Missing.MISSING);
  }

  /** Reads what an alarm watches; also the alarm of an event has these keys. */
  public static World.Watch watch(YamlValue value, Usual usual) {
    Map<String, String> dimensions = new LinkedHashMap<>();
    value.get("cluster").ifPresent(cluster -> dimensions.put("DBClusterIdentifier", cluster.text()));
    value.get("instance").ifPresent(instance -> dimensions.put("DBInstanceIdentifier", instance.text()));
    value.get("role").ifPresent(role -> dimensions.put("Role", role.text()));
    int periods = value.get("periods").map(WorldFile::periods).orElse(1);
    int datapoints = value.get("datapoints").map(WorldFile::periods).orElse(periods);
    if (datapoints > periods) {
      throw value.need("datapoints").problem("at most as many datapoints as periods can breach, " + periods);
    }
    return new World.Watch(
        value.need("metric").text(), dimensions, value.get("statistic").map(WorldFile::statistic).orElse(usual.statistic()),
        value.get("comparison").map(WorldFile::comparison).orElse(usual.comparison()),
        value.get("threshold").map(threshold -> threshold.number("a threshold")).orElse(DEFAULT_THRESHOLD),
        value.get("period").map(WorldFile::period).orElse(Duration.ofMinutes(1)), periods, datapoints,
        value.get("missing").map(WorldFile::missing).orElse(usual.missing()));
  }

  private static int periods(YamlValue value) {
    int count = value.wholeNumber("a number of periods from 1 on");
    if (count < 1) {
      throw value.expected("a number of periods from 1 on");
    }
    return count;
  }

  /** The simulated account keeps minutes: alarms of high resolution (10 s, 20 s, 30 s) have no metric here. */
  private static Duration period(YamlValue value) {
    Duration period = value.duration();
    if (period.isZero() || period.toSeconds() % 60 != 0) {
      throw value.expected("a period of whole minutes such as 1m or 5m");
    }
    return period;
  }

  private static String statistic(YamlValue value) {
    if (!STATISTICS.contains(value.text())) {
      throw value.expected("one of " + String.join(", ", STATISTICS));
    }
    return value.text();
  }

  private static World.Comparison comparison(YamlValue value) {
    return Arrays.stream(World.Comparison.values()).filter(one -> value.text().equals(one.sign()) || value.text().equals(one.api()))
        .findFirst().orElseThrow(() -> value.expected("one of >=, >, <, <="));
  }

  private static World.Missing missing(YamlValue value) {
    return Arrays.stream(World.Missing.values()).filter(one -> value.text().equals(one.api())).findFirst()
        .orElseThrow(() -> value.expected("one of missing, ignore, breaching, notBreaching"));
  }

  private static List<World.Fault> faults(YamlValue list) {
    return list.items().stream().map(WorldFile::fault).toList();
  }

  private static World.Fault fault(YamlValue value) {
    value.only("call", "skip", "times", "answer");
    YamlValue call = value.need("call");
    if (!call.text().matches("[a-z]+:[A-Z]\\w+")) {
      throw call.expected("a call such as rds:DescribeEvents");
    }
    World.Fault fault =
        new World.Fault(
            call.text(),
            value.get("skip").map(skip -> count(skip)).orElse(0),
            value.get("times").map(times -> count(times)).orElse(1),
            answer(value.need("answer")));
    if (fault.answer() instanceof World.Answer.Half && !fault.call().equals("cloudwatch:GetMetricData")) {
      throw value.need("answer").problem("only cloudwatch:GetMetricData can answer half");
    }
    return fault;
  }

  private static int count(YamlValue value) {
    int count = value.wholeNumber("a number of calls");
    if (count < 0) {
      throw value.expected("a number of calls");
    }
    return count;
  }

  private static World.Answer answer(YamlValue value) {
    String text = value.text();
    if (text.startsWith("error ")) {
      return new World.Answer.Refusal(text.substring("error ".length()).strip());
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "half" -> new World.Answer.Half();
      case "throttled" -> new World.Answer.Refusal(ServiceErrors.THROTTLED);
      case "timeout-before" -> new World.Answer.TimeoutBefore();
      case "timeout-after" -> new World.Answer.TimeoutAfter();
      default -> throw value.expected("half, throttled, timeout-before, timeout-after or 'error CODE'");
    };
  }
}
