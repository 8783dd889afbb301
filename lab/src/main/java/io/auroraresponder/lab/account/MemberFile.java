package io.auroraresponder.lab.account;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the members of a cluster, with the load, metrics and waits that stand beside them. */
final class MemberFile {
  private static final Duration UP_SINCE = Duration.ofDays(-30);
  private static final Duration CERTIFICATE_END = Duration.ofDays(300);
  private static final double USUAL_ACU = 1;
  private static final double USUAL_CPU_SHARE = 0.9;

  /** Memory that the work of one ACU holds, where the file does not say. */
  private static final double USUAL_MEMORY = 0.6;

  private MemberFile() {}

  static List<World.Member> members(String clusterId, YamlValue cluster) {
    Map<String, YamlValue> given = cluster.need("members").entries();
    List<World.Member> members = new ArrayList<>();
    given.forEach((id, value) -> members.add(member(id, value, cluster)));
    if (members.stream().filter(World.Member::writer).count() > 1) {
      throw cluster.need("members").problem("a cluster has one writer");
    }
    cluster.get("load").ifPresent(section -> onlyKnown(section, given.keySet()));
    cluster.get("waits").ifPresent(section -> onlyKnown(section, given.keySet()));
    Set<String> withCluster = new LinkedHashSet<>(given.keySet());
    withCluster.add(clusterId);
    cluster.get("metrics").ifPresent(section -> onlyKnown(section, withCluster));
    return members;
  }

  private static void onlyKnown(YamlValue section, Set<String> known) {
    section.only(known.toArray(String[]::new));
  }

  private static World.Member member(String id, YamlValue yaml, YamlValue cluster) {
    Optional<YamlValue> details = yaml.isScalar() ? Optional.empty() : Optional.of(yaml);
    details.ifPresent(
        some ->
            some.only(
                "role", "tier", "class", "status", "parameterStatus", "performanceInsights", "restarted", "zone", "public", "authority",
                "certificateEnd"));
    return new World.Member(
        id,
        isWriter(details.map(some -> some.need("role")).orElse(yaml)),
        details.flatMap(some -> some.get("tier")).map(MemberFile::tier).orElse(1),
        text(details, "class", "db.serverless"),
        ClusterFile.statuses(details.flatMap(some -> some.get("status"))),
        text(details, "parameterStatus", "in-sync"),
        details.flatMap(some -> some.get("performanceInsights")).map(YamlValue::flag).orElse(false),
        details.flatMap(some -> some.get("restarted")).map(YamlValue::offset).orElse(UP_SINCE),
        placement(details),
        load(section(cluster, "load", id)),
        Curves.named(section(cluster, "metrics", id)),
        waits(section(cluster, "waits", id)));
  }

  private static World.Placement placement(Optional<YamlValue> details) {
    return new World.Placement(
        text(details, "zone", ""),
        details.flatMap(some -> some.get("public")).map(YamlValue::flag).orElse(false),
        text(details, "authority", "rds-ca-rsa2048-g1"),
        details.flatMap(some -> some.get("certificateEnd")).map(YamlValue::offset).orElse(CERTIFICATE_END));
  }

  private static Optional<YamlValue> section(YamlValue cluster, String name, String member) {
    return cluster.get(name).flatMap(section -> section.get(member));
  }

  private static String text(Optional<YamlValue> details, String key, String otherwise) {
    return details.flatMap(some -> some.get(key)).map(YamlValue::text).orElse(otherwise);
  }

  private static boolean isWriter(YamlValue role) {
    return switch (role.text()) {
      case "writer" -> true;
      case "reader" -> false;
      default -> throw role.expected("writer or reader");
    };
  }

  private static int tier(YamlValue value) {
    int tier = value.wholeNumber("a promotion tier of 0 to 15");
    if (tier < 0 || tier > 15) {
      throw value.expected("a promotion tier of 0 to 15");
    }
    return tier;
  }

  private static World.Load load(Optional<YamlValue> yaml) {
    yaml.ifPresent(some -> some.only("acu", "cpu", "memory", "connections", "attempts"));
    Curve acu = curve(yaml, "acu").orElse(Curve.constant(USUAL_ACU));
    Curve connections =
        curve(yaml, "connections").orElse(acu.mapped(value -> value == 0 ? 0 : Math.rint(5 + 4 * value)));
    return new World.Load(
        acu,
        yaml.flatMap(some -> some.get("cpu")).map(MemberFile::share).orElse(Curve.constant(USUAL_CPU_SHARE)),
        curve(yaml, "memory").orElse(acu.mapped(value -> USUAL_MEMORY * value)),
        connections,
        curve(yaml, "attempts").orElse(connections.mapped(value -> Math.ceil(value / 20))));
  }

  private static Optional<Curve> curve(Optional<YamlValue> yaml, String key) {
    return yaml.flatMap(some -> some.get(key)).map(Curves::amount);
  }

  private static Curve share(YamlValue value) {
    Curve curve = Curves.amount(value);
    if (curve.values().anyMatch(level -> level > 1)) {
      throw value.problem("expected a share of 0 to 1");
    }
    return curve;
  }

  private static List<World.Wait> waits(Optional<YamlValue> yaml) {
    List<World.Wait> waits = new ArrayList<>();
    for (YamlValue wait : yaml.map(YamlValue::items).orElse(List.of())) {
      wait.only("type", "event", "sessions");
      waits.add(new World.Wait(wait.need("type").text(), wait.need("event").text(), Curves.amount(wait.need("sessions"))));
    }
    return waits;
  }
}
