package io.auroraresponder.lab.account;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.SubnetIpv6CidrBlockAssociation;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** How EC2 describes the network of the simulated account. */
final class Ec2Answers {
  private static final String EVERY_PROTOCOL = "-1";

  private final SimulatedAccount account;

  Ec2Answers(SimulatedAccount account) {
    this.account = account;
  }

  SecurityGroup group(String id, CloudNetwork.Group group) {
    return SecurityGroup.builder()
        .groupId(id)
        .groupName(id.replaceFirst("^sg-", "group-"))
        .ownerId(account.world().account())
        .vpcId(account.network().vpc())
        .ipPermissions(group.ingress().stream().map(this::permission).toList())
        .ipPermissionsEgress(group.egress().stream().map(this::permission).toList())
        .build();
  }

  /** For every protocol EC2 gives no ports. */
  private IpPermission permission(CloudNetwork.Rule rule) {
    List<IpRange> v4 = new ArrayList<>();
    List<Ipv6Range> v6 = new ArrayList<>();
    List<PrefixListId> lists = new ArrayList<>();
    List<UserIdGroupPair> groups = new ArrayList<>();
    for (CloudNetwork.Peer peer : rule.peers()) {
      switch (peer) {
        case CloudNetwork.Peer.Block block when block.v6() -> v6.add(Ipv6Range.builder().cidrIpv6(block.cidr()).build());
        case CloudNetwork.Peer.Block block -> v4.add(IpRange.builder().cidrIp(block.cidr()).build());
        case CloudNetwork.Peer.PrefixList list -> lists.add(PrefixListId.builder().prefixListId(list.id()).build());
        case CloudNetwork.Peer.Group group -> groups.add(pair(group));
      }
    }
    IpPermission.Builder answer =
        IpPermission.builder().ipProtocol(rule.protocol()).ipRanges(v4).ipv6Ranges(v6).prefixListIds(lists).userIdGroupPairs(groups);
    return rule.protocol().equals(EVERY_PROTOCOL) ? answer.build() : answer.fromPort(rule.fromPort()).toPort(rule.toPort()).build();
  }

  /** A group of this account that is gone has no owner any more. */
  private UserIdGroupPair pair(CloudNetwork.Peer.Group peer) {
    UserIdGroupPair.Builder answer = UserIdGroupPair.builder().groupId(peer.id());
    if (!peer.owner().isEmpty()) {
      answer.userId(peer.owner());
    } else if (account.network().groups().containsKey(peer.id())) {
      answer.userId(account.world().account());
    }
    return peer.peering().isEmpty() ? answer.build() : answer.peeringStatus(peer.peering()).build();
  }

  Subnet subnet(String id, CloudNetwork.Subnet subnet) {
    Subnet.Builder answer =
        Subnet.builder()
            .subnetId(id)
            .vpcId(account.network().vpc())
            .availabilityZone(subnet.zone())
            .cidrBlock(subnet.block())
            .state(subnet.state())
            .availableIpAddressCount(subnet.freeAddresses());
    if (!subnet.ipv6Block().isEmpty()) {
      answer.ipv6CidrBlockAssociationSet(SubnetIpv6CidrBlockAssociation.builder().ipv6CidrBlock(subnet.ipv6Block()).build());
    }
    return answer.build();
  }
}
