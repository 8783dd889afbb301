package io.auroraresponder.lab.account;

import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListEntriesRequest;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListEntriesResponse;

/** The network of an account whose owner has granted no right to look at it: every call is refused, as EC2 refuses it. */
final class ForbiddenEc2 implements Ec2Client {
  @Override
  public DescribeSecurityGroupsResponse describeSecurityGroups(DescribeSecurityGroupsRequest request) {
    throw refused("DescribeSecurityGroups");
  }

  @Override
  public DescribeSubnetsResponse describeSubnets(DescribeSubnetsRequest request) {
    throw refused("DescribeSubnets");
  }

  @Override
  public GetManagedPrefixListEntriesResponse getManagedPrefixListEntries(GetManagedPrefixListEntriesRequest request) {
    throw refused("GetManagedPrefixListEntries");
  }

  private static RuntimeException refused(String operation) {
    return ServiceErrors.error("ec2", "UnauthorizedOperation", "You are not authorized to perform this operation (ec2:" + operation + ").");
  }

  @Override
  public String serviceName() {
    return "ec2";
  }

  @Override
  public void close() {}
}
