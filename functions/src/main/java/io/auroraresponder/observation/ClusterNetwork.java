package io.auroraresponder.observation;

import io.auroraresponder.incident.Reading;
import java.time.Instant;
import java.util.List;

/**
 * Where a cluster stands in its network, as the RDS control plane describes it.
 *
 * @param groups security groups of the cluster
 * @param members in the order of the cluster's member list; a member whose details were not read is missing
 * @param at when it was read
 */
public record ClusterNetwork(List<GroupMembership> groups, List<PlacedMember> members, Instant at) {

  /** A security group that is attached; {@code status} is {@code active} when it is in force, empty where not reported. */
  public record GroupMembership(String groupId, String status) {}

  /**
   * One member in its subnets.
   *
   * @param vpcId empty where not read
   * @param availabilityZone empty while the member has none
   * @param subnetGroupStatus {@code Complete} when all is in order, empty where not read
   * @param certificateAuthority for example {@code rds-ca-rsa2048-g1}, empty where not read
   * @param certificateEnd until when the server certificate is valid
   */
  public record PlacedMember(
      String id,
      boolean publiclyAccessible,
      String vpcId,
      String availabilityZone,
      String subnetGroupStatus,
      List<PlacedSubnet> subnets,
      String certificateAuthority,
      Reading<Instant> certificateEnd) {
    public PlacedMember {
      subnets = List.copyOf(subnets);
    }
  }

  /** A subnet of the member's subnet group; {@code status} is {@code Active} when it can be used. */
  public record PlacedSubnet(String subnetId, String status) {}

  public ClusterNetwork {
    groups = List.copyOf(groups);
    members = List.copyOf(members);
  }

  /** Every subnet of every member once, in order of appearance. */
  public List<String> subnetIds() {
    return members.stream().flatMap(member -> member.subnets().stream()).map(PlacedSubnet::subnetId).distinct().toList();
  }

  public List<String> groupIds() {
    return groups.stream().map(GroupMembership::groupId).distinct().toList();
  }
}
