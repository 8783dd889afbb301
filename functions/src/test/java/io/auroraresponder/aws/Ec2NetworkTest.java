package io.auroraresponder.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.observation.SecurityGroup;
import io.auroraresponder.observation.SecurityGroup.GroupPeer;
import io.auroraresponder.observation.SecurityGroup.Rule;
import io.auroraresponder.observation.Subnet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListEntriesRequest;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListEntriesResponse;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.PrefixListEntry;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.SubnetIpv6CidrBlockAssociation;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

class Ec2NetworkTest {
  private final List<Duration> pauses = new ArrayList<>();
  private final FakeEc2 ec2 = new FakeEc2();
  private final Ec2Network network = new Ec2Network(() -> ec2, Errors.backoff(pauses));

  /** Two pages of everything; the second may be throttled or refused. */
  private static final class FakeEc2 implements Ec2Client {
    final List<Object> requests = new ArrayList<>();
    int throttled;
    boolean refused;

    private void page(String token) {
      if (!token.isEmpty() && throttled > 0) {
        throttled--;
        throw (Ec2Exception) Errors.filled(Ec2Exception.builder(), "RequestLimitExceeded", 503);
      }
      if (refused) {
        throw (Ec2Exception) Errors.filled(Ec2Exception.builder(), "UnauthorizedOperation", 403);
      }
    }

    @Override
    public DescribeSecurityGroupsResponse describeSecurityGroups(DescribeSecurityGroupsRequest request) {
      requests.add(request);
      page(request.nextToken() == null ? "" : request.nextToken());
      DescribeSecurityGroupsResponse.Builder answer = DescribeSecurityGroupsResponse.builder();
      if (request.nextToken() == null) {
        return answer.securityGroups(database()).nextToken("next").build();
      }
      return answer.securityGroups(software.amazon.awssdk.services.ec2.model.SecurityGroup.builder().groupId("sg-app").build()).build();
    }

    private static software.amazon.awssdk.services.ec2.model.SecurityGroup database() {
      IpPermission in =
          IpPermission.builder()
              .ipProtocol("tcp")
              .fromPort(5432)
              .toPort(5432)
              .ipRanges(IpRange.builder().cidrIp("10.0.0.0/16").build())
              .ipv6Ranges(Ipv6Range.builder().cidrIpv6("2001:db8::/32").build())
              .prefixListIds(PrefixListId.builder().prefixListId("pl-a").build())
              .userIdGroupPairs(
                  UserIdGroupPair.builder().groupId("sg-app").userId("111122223333").peeringStatus("active").build(),
                  UserIdGroupPair.builder().groupId("sg-gone").build())
              .build();
      IpPermission out = IpPermission.builder().ipProtocol("-1").ipRanges(IpRange.builder().cidrIp("0.0.0.0/0").build()).build();
      return software.amazon.awssdk.services.ec2.model.SecurityGroup.builder().groupId("sg-db").ipPermissions(in).ipPermissionsEgress(out)
          .build();
    }

    @Override
    public DescribeSubnetsResponse describeSubnets(DescribeSubnetsRequest request) {
      requests.add(request);
      page("");
      software.amazon.awssdk.services.ec2.model.Subnet subnet =
          software.amazon.awssdk.services.ec2.model.Subnet.builder()
              .subnetId("subnet-a")
              .availabilityZone("eu-west-1a")
              .state("available")
              .cidrBlock("10.0.1.0/24")
              .ipv6CidrBlockAssociationSet(SubnetIpv6CidrBlockAssociation.builder().ipv6CidrBlock("2001:db8:1::/64").build())
              .availableIpAddressCount(17)
              .build();
      return DescribeSubnetsResponse.builder().subnets(subnet).build();
    }

    @Override
    public GetManagedPrefixListEntriesResponse getManagedPrefixListEntries(GetManagedPrefixListEntriesRequest request) {
      requests.add(request);
      page(request.nextToken() == null ? "" : request.nextToken());
      boolean first = request.nextToken() == null;
      GetManagedPrefixListEntriesResponse.Builder answer =
          GetManagedPrefixListEntriesResponse.builder().entries(
          PrefixListEntry.builder().cidr(first ? "192.0.2.0/24" : "198.51.100.0/24").build());
      return (first ? answer.nextToken("next") : answer).build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  @Test
  void readsGroupsOfAllPagesWithEveryFormOfPeer() {
    ec2.throttled = 1;

    List<SecurityGroup> groups = network.securityGroups(List.of("sg-db", "sg-app"));

    assertThat(groups).extracting(SecurityGroup::id).containsExactly("sg-db", "sg-app");
    assertThat(groups.getFirst().ingress())
        .containsExactly(
            new Rule(
                "tcp", 5432, 5432, List.of("10.0.0.0/16"), List.of("2001:db8::/32"), List.of("pl-a"),
                List.of(new GroupPeer("sg-app", "111122223333", "active"), new GroupPeer("sg-gone", "", ""))));
    assertThat(groups.getFirst().egress()).containsExactly(new Rule("-1", -1, -1, List.of("0.0.0.0/0"), List.of(), List.of(), List.of()));
    assertThat(pauses).hasSize(1);
  }

  @Test
  void asksByFilterSoThatAMissingGroupDoesNotHideTheOthers() {
    network.securityGroups(List.of("sg-db", "sg-lost"));

    DescribeSecurityGroupsRequest request = (DescribeSecurityGroupsRequest) ec2.requests.getFirst();
    assertThat(request.groupIds()).isEmpty();
    assertThat(request.filters().getFirst().values()).containsExactly("sg-db", "sg-lost");
  }

  @Test
  void asksNothingWhereNothingIsNamed() {
    assertThat(network.securityGroups(List.of())).isEmpty();
    assertThat(network.subnets(List.of())).isEmpty();
    assertThat(ec2.requests).isEmpty();
  }

  @Test
  void readsSubnetsWithTheirBlocks() {
    assertThat(network.subnets(List.of("subnet-a")))
        .containsExactly(new Subnet("subnet-a", "eu-west-1a", "available", List.of("10.0.1.0/24", "2001:db8:1::/64"), 17));
  }

  @Test
  void readsPrefixListsToTheLastPageOrNotAtAll() {
    assertThat(network.prefixList("pl-a")).containsExactly("192.0.2.0/24", "198.51.100.0/24");

    ec2.throttled = 3;
    assertThatThrownBy(() -> network.prefixList("pl-a")).isInstanceOf(DependencyException.class)
        .hasMessageContaining("RequestLimitExceeded");
  }

  @Test
  void aRefusalIsADependencyFailure() {
    ec2.refused = true;

    assertThatThrownBy(() -> network.subnets(List.of("subnet-a")))
        .isInstanceOf(DependencyException.class)
        .hasMessageContaining("ec2:DescribeSubnets failed with UnauthorizedOperation");
  }

  @Test
  void findsTheGroupOfANameInAVpc() {
    assertThat(network.groupsNamed("vpc-1", "responder-probe-vpc-1")).containsExactly("sg-db");

    DescribeSecurityGroupsRequest asked = (DescribeSecurityGroupsRequest) ec2.requests.getFirst();
    assertThat(asked.filters()).extracting(filter -> filter.name() + filter.values())
        .containsExactly("vpc-id[vpc-1]", "group-name[responder-probe-vpc-1]");
    ec2.refused = true;
    assertThatThrownBy(() -> network.groupsNamed("vpc-1", "x")).isInstanceOf(DependencyException.class);
  }
}
