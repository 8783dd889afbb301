package io.auroraresponder.lambda;

import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.observation.VirtualNetwork;
import io.auroraresponder.runbook.connectivity.ConnectionSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From where the probes connect, as {@code PROBE_SOURCE} says: security group ids and CIDR blocks, separated by commas, each for the VPC
 * that stands before it ({@code vpc-1=sg-1}), or for every VPC where none does. What an environment has no room for is kept where EC2 finds
 * it: {@code *=responder-probe-*} is the name of the group of every other VPC, whose id stands in place of the second {@code *}.
 */
final class ProbePlaces {
  private static final String VARIABLE = "PROBE_SOURCE";
  private static final String EXPECTED =
      "security group ids and CIDR blocks, separated by commas, each with or without its VPC as in vpc-1=sg-1";

  private static final String ANY = "*";

  private final Map<String, ConnectionSource> byVpc;
  private final ConnectionSource everywhere;
  private final String named;
  private final VirtualNetwork network;

  private ProbePlaces(Map<String, ConnectionSource> byVpc, ConnectionSource everywhere, String named, VirtualNetwork network) {
    this.byVpc = Map.copyOf(byVpc);
    this.everywhere = everywhere;
    this.named = named;
    this.network = network;
  }

  static ProbePlaces read(Environment set, VirtualNetwork network) {
    Map<String, List<String>> places = new LinkedHashMap<>();
    for (String entry : set.names(VARIABLE)) {
      int at = entry.indexOf('=');
      places.computeIfAbsent(at < 0 ? "" : entry.substring(0, at).strip(), any -> new ArrayList<>()).add(entry.substring(at + 1).strip());
    }
    String named = String.join("", Optional.ofNullable(places.remove(ANY)).orElse(List.of()));
    Map<String, ConnectionSource> byVpc = new LinkedHashMap<>();
    places.forEach((vpc, all) -> byVpc.put(vpc, source(all, set)));
    ConnectionSource everywhere = byVpc.getOrDefault("", ConnectionSource.unknown());
    return new ProbePlaces(byVpc, everywhere, named, network);
  }

  /** The probe's place for a cluster in that VPC; where no setting tells it, the place is unknown. */
  ConnectionSource in(String vpc) {
    ConnectionSource told = byVpc.get(vpc);
    return told != null || named.isEmpty() || vpc.isEmpty() ? Optional.ofNullable(told).orElse(everywhere) : found(vpc);
  }

  private ConnectionSource found(String vpc) {
    try {
      List<String> groups = network.groupsNamed(vpc, named.replace(ANY, vpc));
      return groups.isEmpty() ? everywhere : new ConnectionSource("the probe", groups, List.of(), true);
    } catch (DependencyException silent) {
      return everywhere;
    }
  }

  private static ConnectionSource source(List<String> places, Environment set) {
    List<String> groups = places.stream().filter(place -> place.startsWith("sg-")).toList();
    List<String> blocks = places.stream().filter(place -> !place.startsWith("sg-")).toList();
    try {
      return new ConnectionSource("the probe", groups, blocks, true);
    } catch (IllegalArgumentException noBlock) {
      throw Environment.wrong(VARIABLE, set.text(VARIABLE), EXPECTED, noBlock);
    }
  }
}
