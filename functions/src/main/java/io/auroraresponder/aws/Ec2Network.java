package io.auroraresponder.aws;

import io.auroraresponder.observation.SecurityGroup;
import io.auroraresponder.observation.SecurityGroup.GroupPeer;
import io.auroraresponder.observation.SecurityGroup.Rule;
import io.auroraresponder.observation.Subnet;
import io.auroraresponder.observation.VirtualNetwork;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListEntriesRequest;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListEntriesResponse;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.PrefixListEntry;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/**
 * Security groups, subnets and prefix lists from EC2. Groups and subnets are asked for by filter: a list of identifiers is refused as a
 * whole when one of them does not exist.
 */
public final class Ec2Network implements VirtualNetwork {
  private final Supplier<Ec2Client> ec2;
  private final Backoff backoff;

  /**
   * @param ec2 a client with the SDK's standard retries
   * @param backoff for a page that is throttled
   */
  public Ec2Network(Supplier<Ec2Client> ec2, Backoff backoff) {
    this.ec2 = ec2;
    this.backoff = backoff;
  }

  @Override
  public List<SecurityGroup> securityGroups(Collection<String> ids) {
    List<SecurityGroup> groups = new ArrayList<>();
    if (ids.isEmpty()) {
      // A filter without values would list the whole region.
      return groups;
    }
    DescribeSecurityGroupsRequest.Builder request = DescribeSecurityGroupsRequest.builder().filters(named("group-id", ids));
    String token = "";
    do {
      DescribeSecurityGroupsRequest page = token.isEmpty() ? request.build() : request.nextToken(token).build();
      DescribeSecurityGroupsResponse answer = answer("DescribeSecurityGroups", () -> ec2.get().describeSecurityGroups(page));
      answer.securityGroups()
          .forEach(group -> groups.add(new SecurityGroup(or(group.groupId()), rules(group.ipPermissions()),
          rules(group.ipPermissionsEgress()))));
      token = or(answer.nextToken());
    } while (!token.isEmpty());
    return groups;
  }

  @Override
  public List<String> groupsNamed(String vpc, String name) {
    DescribeSecurityGroupsRequest request =
        DescribeSecurityGroupsRequest.builder().filters(named("vpc-id", List.of(vpc)), named("group-name", List.of(name))).build();
    // A name is one group's in its VPC, so there is no second page.
    return answer("DescribeSecurityGroups", () -> ec2.get().describeSecurityGroups(request)).securityGroups().stream()
        .map(group -> or(group.groupId())).filter(id -> !id.isEmpty()).toList();
  }

  @Override
  public List<Subnet> subnets(Collection<String> ids) {
    List<Subnet> subnets = new ArrayList<>();
    if (ids.isEmpty()) {
      return subnets;
    }
    DescribeSubnetsRequest.Builder request = DescribeSubnetsRequest.builder().filters(named("subnet-id", ids));
    String token = "";
    do {
      DescribeSubnetsRequest page = token.isEmpty() ? request.build() : request.nextToken(token).build();
      DescribeSubnetsResponse answer = answer("DescribeSubnets", () -> ec2.get().describeSubnets(page));
      answer.subnets().forEach(subnet -> subnets.add(subnet(subnet)));
      token = or(answer.nextToken());
    } while (!token.isEmpty());
    return subnets;
  }

  @Override
  public List<String> prefixList(String id) {
    List<String> blocks = new ArrayList<>();
    GetManagedPrefixListEntriesRequest.Builder request = GetManagedPrefixListEntriesRequest.builder().prefixListId(id);
    String token = "";
    do {
      GetManagedPrefixListEntriesRequest page = token.isEmpty() ? request.build() : request.nextToken(token).build();
      GetManagedPrefixListEntriesResponse answer = answer("GetManagedPrefixListEntries", () -> ec2.get().getManagedPrefixListEntries(page));
      answer.entries().stream().map(PrefixListEntry::cidr).forEach(blocks::add);
      token = or(answer.nextToken());
    } while (!token.isEmpty());
    return blocks;
  }

  private <T> T answer(String operation, Supplier<T> call) {
    try {
      return backoff.call(call);
    } catch (SdkException failure) {
      throw Failures.of("ec2", operation, failure);
    }
  }

  private static Filter named(String name, Collection<String> ids) {
    return Filter.builder().name(name).values(ids).build();
  }

  private static List<Rule> rules(List<IpPermission> permissions) {
    return permissions.stream().map(Ec2Network::rule).toList();
  }

  private static Rule rule(IpPermission permission) {
    return new Rule(
        or(permission.ipProtocol()),
        port(permission.fromPort()),
        port(permission.toPort()),
        permission.ipRanges().stream().map(IpRange::cidrIp).toList(),
        permission.ipv6Ranges().stream().map(Ipv6Range::cidrIpv6).toList(),
        permission.prefixListIds().stream().map(PrefixListId::prefixListId).toList(),
        permission.userIdGroupPairs().stream().map(Ec2Network::peer).toList());
  }

  private static GroupPeer peer(UserIdGroupPair pair) {
    return new GroupPeer(or(pair.groupId()), or(pair.userId()), or(pair.peeringStatus()));
  }

  private static Subnet subnet(software.amazon.awssdk.services.ec2.model.Subnet subnet) {
    List<String> blocks =
        Stream.concat(
                Stream.ofNullable(subnet.cidrBlock()),
                subnet.ipv6CidrBlockAssociationSet().stream().flatMap(block -> Stream.ofNullable(block.ipv6CidrBlock())))
            .toList();
    int free = subnet.availableIpAddressCount() == null ? 0 : subnet.availableIpAddressCount();
    return new Subnet(or(subnet.subnetId()), or(subnet.availabilityZone()), or(subnet.stateAsString()), blocks, free);
  }

  private static int port(@Nullable Integer port) {
    return port == null ? SecurityGroup.NO_PORT : port;
  }

  private static String or(@Nullable String value) {
    return value == null ? "" : value;
  }
}
