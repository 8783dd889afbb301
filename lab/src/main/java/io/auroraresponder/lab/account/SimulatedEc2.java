package io.auroraresponder.lab.account;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListEntriesRequest;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListEntriesResponse;
import software.amazon.awssdk.services.ec2.model.PrefixListEntry;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;

/**
 * EC2 as far as a cluster's network goes: security groups, subnets and managed prefix lists, read only.
 *
 * <p>As EC2 has it: asked by identifier, one that does not exist fails the whole call; asked by filter it is left out.
 */
final class SimulatedEc2 implements Ec2Client {
  private static final int LEAST_RESULTS = 5;
  private static final int MOST_RESULTS = 1000;
  private static final int MOST_ENTRIES = 100;

  private final Line line;
  private final Ec2Answers answers;

  SimulatedEc2(Line line) {
    this.line = line;
    this.answers = new Ec2Answers(line.account());
  }

  @Override
  public DescribeSecurityGroupsResponse describeSecurityGroups(DescribeSecurityGroupsRequest request) {
    return line.answer("DescribeSecurityGroups", request, () -> {
      Map<String, CloudNetwork.Group> all = line.account().network().groups();
      requireKnown(request.groupIds(), all.keySet(), "InvalidGroup.NotFound", "The security group '%s' does not exist");
      Set<String> filtered = filtered(request.filters(), "group-id", all.keySet());
      List<SecurityGroup> groups =
          all.entrySet().stream()
              .filter(group -> filtered.contains(group.getKey()) && (!request.hasGroupIds() || request.groupIds().contains(group.getKey())))
              .map(group -> answers.group(group.getKey(), group.getValue()))
              .toList();
      Pages.Page<SecurityGroup> page = page(groups, request.nextToken(), request.maxResults(), LEAST_RESULTS, MOST_RESULTS);
      return DescribeSecurityGroupsResponse.builder().securityGroups(page.items()).nextToken(page.marker()).build();
    });
  }

  @Override
  public DescribeSubnetsResponse describeSubnets(DescribeSubnetsRequest request) {
    return line.answer("DescribeSubnets", request, () -> {
      Map<String, CloudNetwork.Subnet> all = line.account().network().subnets();
      requireKnown(request.subnetIds(), all.keySet(), "InvalidSubnetID.NotFound", "The subnet ID '%s' does not exist");
      Set<String> filtered = filtered(request.filters(), "subnet-id", all.keySet());
      List<Subnet> subnets =
          all.entrySet().stream()
              .filter(subnet -> filtered.contains(subnet.getKey())
              && (!request.hasSubnetIds() || request.subnetIds().contains(subnet.getKey())))
              .map(subnet -> answers.subnet(subnet.getKey(), subnet.getValue()))
              .toList();
      Pages.Page<Subnet> page = page(subnets, request.nextToken(), request.maxResults(), LEAST_RESULTS, MOST_RESULTS);
      return DescribeSubnetsResponse.builder().subnets(page.items()).nextToken(page.marker()).build();
    });
  }

  @Override
  public GetManagedPrefixListEntriesResponse getManagedPrefixListEntries(GetManagedPrefixListEntriesRequest request) {
    return line.answer("GetManagedPrefixListEntries", request, () -> {
      String id = request.prefixListId() == null ? "" : request.prefixListId();
      Map<String, List<String>> all = line.account().network().prefixLists();
      requireKnown(List.of(id), all.keySet(), "InvalidPrefixListID.NotFound", "The prefix list ID '%s' does not exist");
      List<PrefixListEntry> entries = all.getOrDefault(id, List.of()).stream().map(block -> PrefixListEntry.builder().cidr(block).build())
          .toList();
      Pages.Page<PrefixListEntry> page = page(entries, request.nextToken(), request.maxResults(), 1, MOST_ENTRIES);
      return GetManagedPrefixListEntriesResponse.builder().entries(page.items()).nextToken(page.marker()).build();
    });
  }

  private static void requireKnown(Collection<String> asked, Set<String> known, String code, String message) {
    asked.stream().filter(id -> !known.contains(id)).findFirst().ifPresent(
        id -> {
          throw ServiceErrors.error("ec2", code, message.formatted(id));
        });
  }

  private static Set<String> filtered(List<Filter> filters, String known, Set<String> all) {
    for (Filter filter : filters) {
      if (!filter.name().equals(known)) {
        throw ServiceErrors.error("ec2", "InvalidParameterValue", "The filter '" + filter.name() + "' is invalid");
      }
    }
    return filters.isEmpty() ? all : Set.copyOf(filters.getFirst().values());
  }

  private <T> Pages.Page<T> page(List<T> all, @Nullable String token, @Nullable Integer maxResults, int least, int most) {
    if (maxResults != null && (maxResults < least || maxResults > most)) {
      throw ServiceErrors.error("ec2", "InvalidParameterValue", "Value ( " + maxResults + " ) for parameter maxResults is invalid.");
    }
    int size = maxResults == null ? most : maxResults;
    try {
      return Pages.page(all, token, Math.min(size, line.account().world().pageSize()));
    } catch (IllegalArgumentException unknown) {
      throw ServiceErrors.error("ec2", "InvalidNextToken", "The token is invalid: " + unknown.getMessage());
    }
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
