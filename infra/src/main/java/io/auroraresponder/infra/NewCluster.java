package io.auroraresponder.infra;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An Aurora Serverless v2 PostgreSQL cluster to create, for those who have none.
 *
 * @param id cluster identifier; its members are {@code <id>-1} and {@code <id>-2}
 * @param engineVersion major and minor version of Aurora PostgreSQL
 * @param range scaling range and pause
 * @param network who may connect
 * @param safety what protects it
 * @param mode value of the tag {@code aurora-responder:mode}
 * @param advancedInsights Database Insights advanced rather than standard; it costs extra
 */
record NewCluster(String id, String engineVersion, Range range, Network network, Safety safety, String mode, boolean advancedInsights) {
  static final int PORT = 5432;

  /**
   * The scaling range.
   *
   * @param minAcu 0 allows pausing
   * @param pauseSeconds idle time before a pause, where min is 0
   */
  record Range(double minAcu, double maxAcu, int pauseSeconds) {
    boolean pauses() {
      return minAcu == 0;
    }
  }

  /**
   * The network.
   *
   * @param cidr address range of the VPC
   * @param sources CIDR ranges and security groups that may connect; nobody where empty
   */
  record Network(String cidr, List<String> sources) {
    Network {
      sources = List.copyOf(sources);
    }
  }

  /** What protects the data. */
  record Safety(int backupDays, boolean deletionProtection, boolean finalSnapshot) {}

  private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final String ADDRESS = "(" + BYTE + "\\.){3}" + BYTE;
  private static final Pattern CIDR = Pattern.compile(ADDRESS + "/([89]|[12]\\d|3[0-2])");

  /** A VPC has at most a /16 (EC2, CreateVpc), and two subnets of a /24 must fit in. */
  private static final Pattern VPC_CIDR = Pattern.compile(ADDRESS + "/(1[6-9]|2[0-3])");

  /** The first of each major that may pause (Aurora User Guide, "Scaling to zero ACUs"); an older one is no start for a new cluster. */
  private static final Pattern VERSION = Pattern.compile("16\\.([3-9]|[1-9]\\d)|17\\.([4-9]|[1-9]\\d)|18\\.\\d{1,2}");
  private static final Pattern SOURCE = Pattern.compile("sg-[0-9a-f]{8,17}|" + CIDR.pattern());
  private static final Pattern MODE = Pattern.compile("off|observe|propose|act");
  private static final Pattern INSIGHTS = Pattern.compile("standard|advanced");

  static NewCluster read(Context section) {
    section.allowOnly(
        Set.of(
            "id", "engineVersion", "minAcu", "maxAcu", "pauseSeconds", "cidr", "sources", "backupDays", "deletionProtection",
            "finalSnapshot", "mode", "insights"));
    // 1 to 256 and 300 to 86400: CreateDBCluster, ServerlessV2ScalingConfiguration.
    Range range = new Range(section.number("minAcu", 0.5, 0, 256), section.number("maxAcu", 8, 1, 256),
        section.whole("pauseSeconds", 900, 300, 86_400));
    refuseOddRange(range);
    return new NewCluster(
        section.text("id", "aurora-cluster", WatchedCluster.IDENTIFIER, "a cluster identifier in lower case"),
        section.text("engineVersion", "17.7", VERSION, "a version of Aurora PostgreSQL from 16.3 or 17.4 on, such as 17.7"),
        range,
        new Network(
            section.text("cidr", "10.42.0.0/16", VPC_CIDR, "an IPv4 range from /16 to /23 such as 10.42.0.0/16"),
            section.texts("sources", SOURCE, "security group ids and IPv4 ranges")),
        new Safety(section.whole("backupDays", 14, 1, 35), section.flag("deletionProtection", true), section.flag("finalSnapshot", true)),
        section.text("mode", "observe", MODE, "off, observe, propose or act"),
        section.text("insights", "standard", INSIGHTS, "standard or advanced").equals("advanced"));
  }

  private static void refuseOddRange(Range range) {
    if (range.minAcu() * 2 % 1 != 0 || range.maxAcu() * 2 % 1 != 0) {
      throw new Context.RefusedException("context 'newCluster' has the range " + range.minAcu() + " to " + range
          .maxAcu() + "; expected steps of 0.5 ACU");
    }
    if (range.minAcu() > range.maxAcu()) {
      throw new Context.RefusedException("context 'newCluster.minAcu' is " + range.minAcu() + "; expected at most maxAcu, " + range
          .maxAcu());
    }
  }

  /** Family of its parameters. */
  String family() {
    return "aurora-postgresql" + engineVersion.substring(0, engineVersion.indexOf('.'));
  }

  List<String> members() {
    return List.of(id + "-1", id + "-2");
  }
}
