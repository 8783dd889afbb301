package io.auroraresponder.lab.account;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The network of a simulated account: what EC2 knows of it.
 *
 * @param vpc the one VPC that everything lies in
 * @param groups security groups by id
 * @param subnets by id
 * @param prefixLists CIDR blocks by id
 * @param probe where the probe stands
 */
public record CloudNetwork(
    String vpc, Map<String, Group> groups, Map<String, Subnet> subnets, Map<String, List<String>> prefixLists, Probe probe) {
  static final String DEFAULT_GROUP = "sg-0a1b2c3d4e5f60718";
  static final String DEFAULT_VPC = "vpc-0f1e2d3c4b5a69788";
  static final String PROBE_GROUP = "sg-0b2c3d4e5f6071829";
  static final Rule EVERYTHING = new Rule("-1", -1, -1, List.of(new Peer.Block("0.0.0.0/0")));

  /** A cluster may listen on any port of 1150 to 65535 (RDS API model). */
  private static final int LEAST_PORT = 1150;

  private static final int LAST_PORT = 65_535;
  private static final int USUALLY_FREE = 241;

  public CloudNetwork {
    groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
    subnets = Collections.unmodifiableMap(new LinkedHashMap<>(subnets));
    prefixLists = Collections.unmodifiableMap(new LinkedHashMap<>(prefixLists));
  }

  /** Security groups and addresses of the probe; both empty: the responder's settings do not tell. */
  public record Probe(List<String> groups, List<String> blocks) {
    public Probe {
      groups = List.copyOf(groups);
      blocks = List.copyOf(blocks);
    }
  }

  /** A security group. */
  public record Group(List<Rule> ingress, List<Rule> egress) {
    public Group {
      ingress = List.copyOf(ingress);
      egress = List.copyOf(egress);
    }
  }

  /**
   * What one rule lets through.
   *
   * @param protocol {@code tcp}, {@code udp}, …, or {@code -1} for everything: ports then say nothing
   */
  public record Rule(String protocol, int fromPort, int toPort, List<Peer> peers) {
    public Rule {
      peers = List.copyOf(peers);
    }
  }

  /** The other end of a rule. */
  public sealed interface Peer {
    /** A CIDR block of IPv4 or IPv6. */
    record Block(String cidr) implements Peer {
      boolean v6() {
        return cidr.contains(":");
      }
    }

    record PrefixList(String id) implements Peer {}

    /**
     * Another group, or the same one.
     *
     * @param owner account, empty: this one
     * @param peering state of the VPC peering connection between, empty where there is none
     */
    record Group(String id, String owner, String peering) implements Peer {}
  }

  public record Subnet(String zone, String block, String ipv6Block, String state, int freeAddresses) {}

  /** Three subnets; the clusters' group lets the probe's group and the VPC's addresses in, and both let everything out. */
  static CloudNetwork usual(String region) {
    Rule in = new Rule("tcp", LEAST_PORT, LAST_PORT, List.of(new Peer.Group(PROBE_GROUP, "", ""), new Peer.Block("10.20.0.0/16")));
    Map<String, Group> groups = new LinkedHashMap<>();
    groups.put(DEFAULT_GROUP, new Group(List.of(in), List.of(EVERYTHING)));
    groups.put(PROBE_GROUP, new Group(List.of(), List.of(EVERYTHING)));
    return new CloudNetwork(DEFAULT_VPC, groups, usualSubnets(region), Map.of(), usualProbe());
  }

  static Map<String, Subnet> usualSubnets(String region) {
    Map<String, Subnet> subnets = new LinkedHashMap<>();
    for (String zone : List.of("a", "b", "c")) {
      int number = zone.charAt(0) - 'a';
      subnets.put("subnet-0" + zone + "1b2c3d4e5f60718",
          new Subnet(region + zone, "10.20." + number + ".0/24", "", "available", USUALLY_FREE));
    }
    return subnets;
  }

  static Probe usualProbe() {
    return new Probe(List.of(PROBE_GROUP), List.of("10.20.0.0/24"));
  }
}
