package io.auroraresponder.infra;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a probe sits: one for each VPC that has clusters.
 *
 * @param suffix end of the probe's name
 * @param vpc VPC id
 * @param subnets subnets that the probe may use; they need no way out
 * @param databaseGroups security groups of the databases: the only destinations that the probe may reach
 * @param port of the databases
 * @param clusters resource ids of the clusters that the probe may log in to
 */
record ProbePlace(String suffix, String vpc, List<String> subnets, List<String> databaseGroups, int port, List<String> clusters) {
  private static final Pattern VPC = Pattern.compile("vpc-[0-9a-f]{8,17}");
  private static final Pattern SUBNET = Pattern.compile("subnet-[0-9a-f]{8,17}");
  private static final Pattern GROUP = Pattern.compile("sg-[0-9a-f]{8,17}");
  private static final Pattern RESOURCE_ID = Pattern.compile("cluster-[A-Z0-9]{10,40}");

  ProbePlace {
    subnets = List.copyOf(subnets);
    databaseGroups = List.copyOf(databaseGroups);
    clusters = List.copyOf(clusters);
  }

  static ProbePlace read(Context section) {
    section.allowOnly(Set.of("vpc", "subnets", "databaseSecurityGroups", "port", "clusters"));
    String vpc = section.textThatMustBe("vpc", VPC, "a VPC id such as vpc-0123456789abcdef0");
    return new ProbePlace(
        vpc,
        vpc,
        some(section, "subnets", SUBNET, "at least one subnet id"),
        some(section, "databaseSecurityGroups", GROUP, "at least one security group id"),
        section.whole("port", 5432, 1150, 65535),
        some(section, "clusters", RESOURCE_ID, "at least one DbClusterResourceId such as cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ"));
  }

  private static List<String> some(Context section, String key, Pattern form, String expected) {
    List<String> all = section.texts(key, form, expected);
    if (all.isEmpty()) {
      section.textThatMustBe(key, form, expected);
    }
    return all;
  }
}
