package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.observation.SecurityGroup;
import io.auroraresponder.observation.SecurityGroup.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Security groups evaluated as EC2 does (Amazon VPC User Guide, security group rules): all groups that are attached count together,
 * rules only allow, and {@code -1} is every protocol on every port. What a rule names and nobody could resolve is a doubt, never a no.
 *
 * @param at when the rules were read
 */
record RuleBook(Map<String, SecurityGroup> groups, Map<String, Reading<List<String>>> prefixLists, Instant at) {
  RuleBook {
    groups = Map.copyOf(groups);
    prefixLists = Map.copyOf(prefixLists);
  }

  static RuleBook of(List<SecurityGroup> groups, Map<String, Reading<List<String>>> prefixLists, Instant at) {
    return new RuleBook(
        groups.stream().collect(Collectors.toMap(SecurityGroup::id, Function.identity(), (first, again) -> first)), prefixLists, at);
  }

  /** Whether the groups let this peer in on a TCP port. */
  RuleVerdict into(Collection<String> attached, Peer peer, int port) {
    return evaluate(attached, SecurityGroup::ingress, peer, port);
  }

  /** Whether the groups let traffic to this peer's TCP port out. */
  RuleVerdict outOf(Collection<String> attached, Peer peer, int port) {
    return evaluate(attached, SecurityGroup::egress, peer, port);
  }

  private RuleVerdict evaluate(Collection<String> attached, Function<SecurityGroup, List<Rule>> direction, Peer peer, int port) {
    PeerEvaluation test = new PeerEvaluation(peer, prefixLists, at);
    for (String id : attached) {
      SecurityGroup group = groups.get(id);
      if (group == null) {
        test.doubt(Phrase.of("security group " + id + " could not be read"));
        continue;
      }
      for (Rule rule : direction.apply(group)) {
        if (covers(rule, port)) {
          test.meet(group.id(), rule);
        } else if (mayCover(rule)) {
          test.doubt(Phrase.of("a rule of " + group.id() + " has no ports"));
        }
      }
    }
    return test.passage();
  }

  /** Rules that let the whole internet to this TCP port, each as the group and the block. */
  List<Phrase> worldRules(Collection<String> attached, int port) {
    Set<Phrase> open = new LinkedHashSet<>();
    List<Cidr> all = new ArrayList<>();
    for (String id : attached) {
      SecurityGroup group = groups.get(id);
      for (Rule rule : group == null ? List.<Rule>of() : group.ingress()) {
        if (covers(rule, port)) {
          blocks(rule).map(Cidr::parse).flatMap(Optional::stream).forEach(all::add);
          blocks(rule).filter(block -> Cidr.parse(block).filter(Cidr::isEverything).isPresent())
              .forEach(block -> open.add(Phrase.of(id + " allows {}", fact(id, at, block))));
        }
      }
    }
    if (open.isEmpty() && Cidr.worlds().stream().anyMatch(world -> world.coveredBy(all))) {
      open.add(Phrase.of("the rules together allow every address"));
    }
    return List.copyOf(open);
  }

  private static Stream<String> blocks(Rule rule) {
    return Stream.concat(rule.ipv4().stream(), rule.ipv6().stream());
  }

  /** Prefix lists that decide about a TCP port, in either direction of any group. */
  static List<String> prefixListsOf(List<SecurityGroup> groups, int port) {
    return groups.stream()
        .flatMap(group -> Stream.concat(group.ingress().stream(), group.egress().stream()))
        .filter(rule -> covers(rule, port))
        .flatMap(rule -> rule.prefixLists().stream())
        .distinct()
        .toList();
  }

  static boolean covers(Rule rule, int port) {
    if (rule.protocol().equals(Rule.ALL_PROTOCOLS)) {
      return true;
    }
    return isTcp(rule) && rule.fromPort() != SecurityGroup.NO_PORT && rule.fromPort() <= port && port <= rule.toPort();
  }

  private static boolean mayCover(Rule rule) {
    return isTcp(rule) && rule.fromPort() == SecurityGroup.NO_PORT;
  }

  private static boolean isTcp(Rule rule) {
    // The number is legal in requests; EC2 normally answers with the name.
    return rule.protocol().equalsIgnoreCase("tcp") || rule.protocol().equals("6");
  }

  static Fact fact(String groupId, Instant at, String value) {
    return Fact.word("ec2:DescribeSecurityGroups " + groupId, at, value);
  }

  /**
   * The other end of a connection.
   *
   * @param name as it stands in sentences
   * @param groupIds empty where not known
   * @param blocks where its address lies; empty where not known
   */
  record Peer(String name, Set<String> groupIds, List<Cidr> blocks) {
    Peer {
      groupIds = Set.copyOf(groupIds);
      blocks = List.copyOf(blocks);
    }

    static Peer of(ConnectionSource source) {
      return new Peer(source.name(), Set.copyOf(source.groupIds()), source.cidrs());
    }
  }
}
