package io.auroraresponder.infra;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An Aurora Serverless v2 PostgreSQL cluster to create, for those who have none.
 *
 * @param id cluster identifier; its members are {@code <id>-1} and {@code <id>-2}
 * @param engineVersion major and minor version of Aurora PostgreSQL
 * @param snapshot name or ARN of the cluster snapshot that it starts from; empty for an empty database
 * @param range scaling range and pause
 * @param network who may connect
 * @param safety what protects it
 * @param upkeep when AWS works on it, and what it shows to clients
 * @param mode value of the tag {@code aurora-responder:mode}
 * @param advancedInsights Database Insights advanced rather than standard; it costs extra
 */
record NewCluster(
    String id, String engineVersion, String snapshot, Range range, Network network, Safety safety, Upkeep upkeep, String mode,
    boolean advancedInsights) {
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

  /**
   * What AWS does at which time; empty is for AWS to choose.
   *
   * @param backupWindow each day, in UTC
   * @param maintenanceWindow once a week, in UTC
   * @param certificateAuthority of the members' server certificates
   */
  record Upkeep(String backupWindow, String maintenanceWindow, String certificateAuthority) {}

  private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final String ADDRESS = "(" + BYTE + "\\.){3}" + BYTE;
  private static final Pattern CIDR = Pattern.compile(ADDRESS + "/([89]|[12]\\d|3[0-2])");

  /** A VPC has at most a /16 (EC2, CreateVpc), and two subnets of a /24 must fit in. */
  private static final Pattern VPC_CIDR = Pattern.compile(ADDRESS + "/(1[6-9]|2[0-3])");

  /** The first of each major that may pause (Aurora User Guide, "Scaling to zero ACUs"); an older one is no start for a new cluster. */
  private static final Pattern VERSION = Pattern.compile("16\\.([3-9]|[1-9]\\d)|17\\.([4-9]|[1-9]\\d)|18\\.\\d{1,2}");
  private static final Pattern SOURCE = Pattern.compile("sg-[0-9a-f]{8,17}|" + CIDR.pattern());
  private static final Pattern SNAPSHOT = Pattern.compile(
      "arn:aws[a-z-]*:rds:[a-z0-9-]+:\\d{12}:cluster-snapshot:\\S{1,255}|[A-Za-z](-?[A-Za-z0-9])*");
  private static final String DAY = "(mon|tue|wed|thu|fri|sat|sun)";
  private static final String TIME = "([01]\\d|2[0-3]):[0-5]\\d";
  private static final Pattern BACKUP_WINDOW = Pattern.compile(TIME + "-" + TIME);
  private static final Pattern MAINTENANCE_WINDOW = Pattern.compile(DAY + ":" + TIME + "-" + DAY + ":" + TIME);
  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

  /** RDS takes no shorter window (CreateDBCluster). */
  private static final int SHORTEST_WINDOW = 30;

  private static final int DAY_MINUTES = 24 * 60;

  /** The authorities of today (Aurora User Guide, "Using SSL/TLS to encrypt a connection"). */
  private static final Pattern AUTHORITY = Pattern.compile("rds-ca-(rsa2048|rsa4096|ecc384)-g1");

  private static final Pattern MODE = Pattern.compile("off|observe|propose|act");
  private static final Pattern ID = Pattern.compile("(?=.{1,61}$)" + WatchedCluster.IDENTIFIER.pattern());
  private static final Pattern INSIGHTS = Pattern.compile("standard|advanced");

  static NewCluster read(Context section) {
    section.allowOnly(
        Set.of(
            "id", "engineVersion", "snapshot", "backupWindow", "maintenanceWindow", "certificateAuthority", "minAcu", "maxAcu",
            "pauseSeconds", "cidr", "sources", "backupDays", "deletionProtection",
            "finalSnapshot", "mode", "insights"));
    // 1 to 256 and 300 to 86400: CreateDBCluster, ServerlessV2ScalingConfiguration.
    Range range = new Range(section.number("minAcu", 0.5, 0, 256), section.number("maxAcu", 8, 1, 256),
        section.whole("pauseSeconds", 900, 300, 86_400));
    refuseOddRange(range);
    return new NewCluster(
        section.text("id", "aurora-cluster", ID,
        "a cluster identifier in lower case of at most 61 characters: its members are called id-1 and id-2"),
        section.text("engineVersion", "17.7", VERSION, "a version of Aurora PostgreSQL from 16.3 or 17.4 on, such as 17.7"),
        section.text("snapshot", "", SNAPSHOT, "the name or ARN of a cluster snapshot"),
        range,
        new Network(
            cidr(section),
            section.texts("sources", SOURCE, "security group ids and IPv4 ranges")),
        new Safety(section.whole("backupDays", 14, 1, 35), section.flag("deletionProtection", true), section.flag("finalSnapshot", true)),
        upkeep(section),
        section.text("mode", "observe", MODE, "off, observe, propose or act"),
        section.text("insights", "standard", INSIGHTS, "standard or advanced").equals("advanced"));
  }

  /**
   * A VPC's range as it is written. EC2, and the CDK before it, would take the network that an address lies in, so another one than was
   * meant; a range of public addresses would hide their owners from the VPC (RFC 1918, RFC 6598).
   */
  private static String cidr(Context section) {
    String expected = "a private IPv4 range from /16 to /23 such as 10.42.0.0/16";
    String given = section.text("cidr", "10.42.0.0/16", VPC_CIDR, expected);
    int slash = given.indexOf('/');
    long address = address(given.substring(0, slash));
    int bits = 32 - Integer.parseInt(given.substring(slash + 1));
    if (address % (1L << bits) != 0) {
      throw new Context.RefusedException(
          "context 'newCluster.cidr' is \"" + given + "\", which is no network but an address in " + text(address - address % (1L << bits))
          + given.substring(slash) + "; expected " + expected);
    }
    if (PRIVATE.stream().noneMatch(range -> address >> range.bits() == range.address() >> range.bits())) {
      throw new Context.RefusedException("context 'newCluster.cidr' is \"" + given + "\", addresses of the internet; expected " + expected);
    }
    return given;
  }

  private record Block(long address, int bits) {}

  private static final List<Block> PRIVATE =
      List.of(
          new Block(address("10.0.0.0"), 24), new Block(address("172.16.0.0"), 20), new Block(address("192.168.0.0"), 16),
          new Block(address("100.64.0.0"), 22));

  private static long address(String text) {
    long value = 0;
    for (String part : text.split("\\.", -1)) {
      value = value << 8 | Integer.parseInt(part);
    }
    return value;
  }

  private static String text(long address) {
    return (address >> 24) + "." + (address >> 16 & 255) + "." + (address >> 8 & 255) + "." + (address & 255);
  }

  private static Upkeep upkeep(Context section) {
    String backup = section.text("backupWindow", "", BACKUP_WINDOW, "a daily window in UTC such as 03:00-03:30");
    String maintenance = section.text("maintenanceWindow", "", MAINTENANCE_WINDOW, "a weekly window in UTC such as sun:04:00-sun:04:30");
    refuseShort("backupWindow", backup, length(backup, DAY_MINUTES));
    refuseShort("maintenanceWindow", maintenance, length(maintenance, 7 * DAY_MINUTES));
    if (!backup.isEmpty() && !maintenance.isEmpty() && overlap(backup, maintenance)) {
      throw new Context.RefusedException(
          "context 'newCluster.maintenanceWindow' is " + maintenance + " and backupWindow " + backup
          + "; expected windows apart, or RDS refuses");
    }
    return new Upkeep(backup, maintenance,
        section.text("certificateAuthority", "", AUTHORITY, "rds-ca-rsa2048-g1, rds-ca-rsa4096-g1 or rds-ca-ecc384-g1"));
  }

  private static void refuseShort(String key, String window, int minutes) {
    if (!window.isEmpty() && minutes < SHORTEST_WINDOW) {
      throw new Context.RefusedException(
          "context 'newCluster." + key + "' is " + window + ", " + minutes + " minutes; expected at least " + SHORTEST_WINDOW);
    }
  }

  /** Whether any minute of the weekly window is one of the daily one. */
  private static boolean overlap(String backup, String maintenance) {
    int from = minute(backup, 0);
    int length = length(backup, DAY_MINUTES);
    int first = minute(maintenance, 0);
    for (int i = 0; i < length(maintenance, 7 * DAY_MINUTES); i++) {
      if (Math.floorMod(first + i - from, DAY_MINUTES) < length) {
        return true;
      }
    }
    return false;
  }

  private static int length(String window, int cycle) {
    return window.isEmpty() ? 0 : Math.floorMod(minute(window, 1) - minute(window, 0), cycle);
  }

  /** The minute of the week, or of the day, at which a window begins (0) or ends (1). */
  private static int minute(String window, int end) {
    String[] parts = window.split("-", -1)[end].split(":", -1);
    int day = parts.length == 3 ? DAYS.indexOf(parts[0]) : 0;
    return day * DAY_MINUTES + Integer.parseInt(parts[parts.length - 2]) * 60 + Integer.parseInt(parts[parts.length - 1]);
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
