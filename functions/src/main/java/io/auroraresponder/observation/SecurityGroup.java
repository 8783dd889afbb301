package io.auroraresponder.observation;

import java.util.List;

/** A security group with its rules as EC2 stores them: they only allow, there are no deny rules. */
public record SecurityGroup(String id, List<Rule> ingress, List<Rule> egress) {

  /** Where EC2 gave no port: for {@link Rule#ALL_PROTOCOLS} that means every port. */
  public static final int NO_PORT = -1;

  /**
   * One permission: many peers under one protocol and port range (EC2 API reference, IpPermission).
   *
   * @param protocol {@code tcp}, {@code udp}, …, a protocol number, or {@code -1} for everything
   * @param fromPort {@link #NO_PORT} where not given
   * @param ipv4 CIDR blocks
   * @param ipv6 CIDR blocks
   * @param prefixLists identifiers, to be resolved by {@link VirtualNetwork#prefixList}
   */
  public record Rule(
      String protocol, int fromPort, int toPort, List<String> ipv4, List<String> ipv6, List<String> prefixLists, List<GroupPeer> groups) {
    public static final String ALL_PROTOCOLS = "-1";

    public Rule {
      ipv4 = List.copyOf(ipv4);
      ipv6 = List.copyOf(ipv6);
      prefixLists = List.copyOf(prefixLists);
      groups = List.copyOf(groups);
    }
  }

  /**
   * Another group (or this one) as peer.
   *
   * @param owner account of the group, empty where the group is gone
   * @param peeringStatus state of the VPC peering connection between, empty where there is none
   */
  public record GroupPeer(String groupId, String owner, String peeringStatus) {}

  public SecurityGroup {
    ingress = List.copyOf(ingress);
    egress = List.copyOf(egress);
  }
}
