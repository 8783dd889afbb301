package io.auroraresponder.lab.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.aws.Backoff;
import io.auroraresponder.aws.Ec2Network;
import io.auroraresponder.observation.SecurityGroup;
import io.auroraresponder.observation.Subnet;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.rds.model.DBInstance;

class SimulatedEc2Test {
  private static final String WORLD =
      """
      pageSize: 1
      ec2:
        securityGroups:
          sg-0db:
            ingress:
              - {ports: 5432, peers: [10.0.0.0/8, "fd00::/8", pl-0a, sg-0app, sg-0gone, {group: sg-0far, owner: "222222222222", peering: active}]}
              - {protocol: all, peers: [sg-0db]}
          sg-0app:
            egress: []
        subnets:
          subnet-0a: {zone: eu-west-1a, block: 10.0.0.0/24, free: 3}
          subnet-0b: {zone: eu-west-1b, block: 10.0.1.0/24, ipv6Block: "fd00:1::/64", state: pending}
        prefixLists:
          pl-0a: [192.0.2.0/24, 198.51.100.0/24]
      clusters:
        orders-db:
          range: {min: 1, max: 8}
          securityGroups: {sg-0db: active, sg-0app: removing}
          subnets: [subnet-0a]
          members: {w-1: {role: writer, zone: eu-west-1a, public: true, authority: rds-ca-2019, certificateEnd: "+9d"}}
      """;

  private final SimulatedAccount account = Worlds.of(WORLD);
  private final Ec2Network network = new Ec2Network(account::ec2, Backoff.standard());

  @Test
  void describesRulesInEveryFormOverAllPages() {
    List<SecurityGroup> groups = network.securityGroups(List.of("sg-0db", "sg-0app", "sg-0nobody"));

    assertThat(groups).extracting(SecurityGroup::id).containsExactly("sg-0db", "sg-0app");
    SecurityGroup.Rule first = groups.getFirst().ingress().getFirst();
    assertThat(first.fromPort()).isEqualTo(5432);
    assertThat(first.ipv4()).containsExactly("10.0.0.0/8");
    assertThat(first.ipv6()).containsExactly("fd00::/8");
    assertThat(first.prefixLists()).containsExactly("pl-0a");
    assertThat(first.groups())
        .containsExactly(
            new SecurityGroup.GroupPeer("sg-0app", "111122223333", ""),
            new SecurityGroup.GroupPeer("sg-0gone", "", ""),
            new SecurityGroup.GroupPeer("sg-0far", "222222222222", "active"));
    SecurityGroup.Rule everything = groups.getFirst().ingress().getLast();
    assertThat(everything.protocol()).isEqualTo(SecurityGroup.Rule.ALL_PROTOCOLS);
    assertThat(everything.fromPort()).isEqualTo(SecurityGroup.NO_PORT);
    assertThat(groups.getFirst().egress()).hasSize(1);
    assertThat(groups.getLast().egress()).isEmpty();
  }

  @Test
  void describesSubnetsAndPrefixLists() {
    List<Subnet> subnets = network.subnets(List.of("subnet-0a", "subnet-0b"));

    assertThat(subnets)
        .containsExactly(
            new Subnet("subnet-0a", "eu-west-1a", "available", List.of("10.0.0.0/24"), 3),
            new Subnet("subnet-0b", "eu-west-1b", "pending", List.of("10.0.1.0/24", "fd00:1::/64"), 200));
    assertThat(network.prefixList("pl-0a")).containsExactly("192.0.2.0/24", "198.51.100.0/24");
  }

  @Test
  void refusesWhatDoesNotExistWhenItIsNamedAndUnknownFilters() {
    assertThatThrownBy(() -> account.ec2().describeSecurityGroups(request -> request.groupIds("sg-0db", "sg-0nobody")))
        .isInstanceOfSatisfying(AwsServiceException.class, error ->
        assertThat(error.awsErrorDetails().errorCode()).isEqualTo("InvalidGroup.NotFound"));
    assertThatThrownBy(() -> account.ec2().describeSubnets(request ->
        request.filters(Filter.builder().name("colour").values("red").build())))
        .isInstanceOfSatisfying(AwsServiceException.class, error ->
        assertThat(error.awsErrorDetails().errorCode()).isEqualTo("InvalidParameterValue"));
    assertThatThrownBy(() -> account.ec2().getManagedPrefixListEntries(request -> request.prefixListId("pl-0nobody")))
        .isInstanceOf(AwsServiceException.class);
    assertThatThrownBy(() -> account.ec2().describeSubnets(request -> request.nextToken("from-nowhere")))
        .isInstanceOf(AwsServiceException.class);
  }

  @Test
  void placesClustersAndMembersInTheNetwork() {
    DBInstance instance = account.rds().describeDBInstances().dbInstances().getFirst();

    assertThat(instance.availabilityZone()).isEqualTo("eu-west-1a");
    assertThat(instance.publiclyAccessible()).isTrue();
    assertThat(instance.certificateDetails().caIdentifier()).isEqualTo("rds-ca-2019");
    assertThat(instance.dbSubnetGroup().subnets()).extracting(subnet -> subnet.subnetIdentifier()).containsExactly("subnet-0a");
    assertThat(account.rds().describeDBClusters().dbClusters().getFirst().vpcSecurityGroups())
        .extracting(group -> group.vpcSecurityGroupId() + " " + group.status())
        .containsExactly("sg-0db active", "sg-0app removing");
  }

  @Test
  void hasAUsualNetworkThatLetsTheProbeIn() {
    SimulatedAccount usual = Worlds.account("range: {min: 1, max: 8}\nmembers: {w-1: writer}\n");
    String group = usual.rds().describeDBClusters().dbClusters().getFirst().vpcSecurityGroups().getFirst().vpcSecurityGroupId();

    List<SecurityGroup> groups = new Ec2Network(usual::ec2, Backoff.standard()).securityGroups(List.of(group));

    assertThat(groups.getFirst().ingress().getFirst().groups())
        .extracting(SecurityGroup.GroupPeer::groupId)
        .containsExactlyElementsOf(usual.network().probe().groups());
  }
}
