package io.auroraresponder.runbook.connectivity;

import static io.auroraresponder.runbook.connectivity.Scene.group;
import static io.auroraresponder.runbook.connectivity.Scene.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Reading;
import io.auroraresponder.observation.SecurityGroup;
import io.auroraresponder.observation.SecurityGroup.GroupPeer;
import io.auroraresponder.observation.SecurityGroup.Rule;
import io.auroraresponder.runbook.connectivity.RuleBook.Peer;
import io.auroraresponder.runbook.connectivity.RuleVerdict.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RuleBookTest {
  private static final int PORT = 5432;
  private static final List<String> NO_BLOCKS = List.of();
  private static final List<String> NO_LISTS = List.of();
  private static final List<GroupPeer> NO_GROUPS = List.of();

  private static final Peer ADDRESS = peer(Set.of(), "10.0.5.7");
  private static final Peer MEMBER = peer(Set.of("sg-app"));
  private static final Peer BOTH = peer(Set.of("sg-app"), "10.0.5.0/24");
  private static final Peer NOBODY_KNOWS = peer(Set.of());
  private static final Peer V6 = peer(Set.of(), "2001:db8::7");
  private static final Peer TWO_NETWORKS = peer(Set.of(), "10.0.5.0/24", "10.0.6.0/24");

  static Stream<Arguments> rules() {
    return Stream.of(
        row("block holds the address", tcp(PORT, PORT, List.of("10.0.0.0/16"), NO_LISTS, NO_GROUPS), ADDRESS, Verdict.OPEN),
        row("block is another", tcp(PORT, PORT, List.of("10.1.0.0/16"), NO_LISTS, NO_GROUPS), ADDRESS, Verdict.CLOSED),
        row("port at the lower end", tcp(PORT, 6000, List.of("10.0.0.0/16"), NO_LISTS, NO_GROUPS), ADDRESS, Verdict.OPEN),
        row("port at the upper end", tcp(5000, PORT, List.of("10.0.0.0/16"), NO_LISTS, NO_GROUPS), ADDRESS, Verdict.OPEN),
        row("port just outside", tcp(5433, 6000, List.of("10.0.0.0/16"), NO_LISTS, NO_GROUPS), ADDRESS, Verdict.CLOSED),
        row("all tcp ports", tcp(0, 65_535, List.of("10.0.0.0/16"), NO_LISTS, NO_GROUPS), ADDRESS, Verdict.OPEN),
        row("protocol by number", new Rule("6", PORT, PORT, List.of("10.0.0.0/16"), List.of(), NO_LISTS, NO_GROUPS), ADDRESS, Verdict.OPEN),
        row("another protocol", new Rule("udp", PORT, PORT, List.of("10.0.0.0/16"), List.of(), NO_LISTS, NO_GROUPS), ADDRESS,
        Verdict.CLOSED),
        row("all traffic, ports null", new Rule("-1", -1, -1, List.of("10.0.0.0/16"), List.of(), NO_LISTS, NO_GROUPS), ADDRESS,
        Verdict.OPEN),
        row("all traffic, ports ignored", new Rule("-1", 80, 80, List.of("10.0.0.0/16"), List.of(), NO_LISTS, NO_GROUPS), ADDRESS,
        Verdict.OPEN),
        row("tcp without ports", tcp(-1, -1, List.of("10.0.0.0/16"), NO_LISTS, NO_GROUPS), ADDRESS, Verdict.CANNOT_TELL),
        row("IPv6 block", tcp(PORT, PORT, List.of("2001:db8::/32"), NO_LISTS, NO_GROUPS), V6, Verdict.OPEN),
        row("IPv4 world, IPv6 source", tcp(PORT, PORT, List.of("0.0.0.0/0"), NO_LISTS, NO_GROUPS), V6, Verdict.CLOSED),
        row("block holds a part of the network", tcp(PORT, PORT, List.of("10.0.5.0/25"), NO_LISTS, NO_GROUPS), BOTH, Verdict.CANNOT_TELL),
        row("the network in two halves", tcp(PORT, PORT, List.of("10.0.5.0/25", "10.0.5.128/25"), NO_LISTS, NO_GROUPS), BOTH, Verdict.OPEN),
        row("all but the last address", tcp(PORT, PORT,
        List.of("10.0.5.0/25", "10.0.5.128/26", "10.0.5.192/27", "10.0.5.224/28", "10.0.5.240/29",
            "10.0.5.248/30", "10.0.5.252/31", "10.0.5.254/32"), NO_LISTS, NO_GROUPS), BOTH, Verdict.CANNOT_TELL),
        row("half by a block, half by a prefix list", tcp(PORT, PORT, List.of("10.0.6.0/24"), List.of("pl-office"), NO_GROUPS),
        TWO_NETWORKS, Verdict.OPEN),
        row("ICMP of every kind", new Rule("icmp", -1, -1, List.of("0.0.0.0/0"), List.of(), NO_LISTS, NO_GROUPS), ADDRESS, Verdict.CLOSED),
        row("one of two networks", tcp(PORT, PORT, List.of("10.0.5.0/24"), NO_LISTS, NO_GROUPS), TWO_NETWORKS, Verdict.CANNOT_TELL),
        row("both networks by two blocks", tcp(PORT, PORT, List.of("10.0.5.0/24", "10.0.6.0/23"), NO_LISTS, NO_GROUPS), TWO_NETWORKS,
        Verdict.OPEN),
        row("a block that cannot be read", tcp(PORT, PORT, List.of("10.0.0.0/99"), NO_LISTS, NO_GROUPS), ADDRESS, Verdict.CANNOT_TELL),
        row("group of the source", tcp(PORT, PORT, NO_BLOCKS, NO_LISTS, List.of(group("sg-app"))), MEMBER, Verdict.OPEN),
        row("another group", tcp(PORT, PORT, NO_BLOCKS, NO_LISTS, List.of(group("sg-other"))), MEMBER, Verdict.CLOSED),
        row("group, source's groups unknown", tcp(PORT, PORT, NO_BLOCKS, NO_LISTS, List.of(group("sg-app"))), ADDRESS, Verdict.CANNOT_TELL),
        row("block, source's address unknown", tcp(PORT, PORT, List.of("10.0.0.0/16"), NO_LISTS, NO_GROUPS), MEMBER, Verdict.CANNOT_TELL),
        row("group in a peered VPC", tcp(PORT, PORT, NO_BLOCKS, NO_LISTS, List.of(new GroupPeer("sg-app", "444455556666", "active"))),
        MEMBER, Verdict.OPEN),
        row("peering is gone", tcp(PORT, PORT, NO_BLOCKS, NO_LISTS, List.of(new GroupPeer("sg-app", "444455556666", "deleted"))), MEMBER,
        Verdict.CLOSED),
        row("group is gone", tcp(PORT, PORT, NO_BLOCKS, NO_LISTS, List.of(new GroupPeer("sg-app", "", ""))), MEMBER, Verdict.CLOSED),
        row("self-reference, source inside", tcp(PORT, PORT, NO_BLOCKS, NO_LISTS, List.of(group("sg-db"))), peer(Set.of("sg-db")),
        Verdict.OPEN),
        row("self-reference, source outside", tcp(PORT, PORT, NO_BLOCKS, NO_LISTS, List.of(group("sg-db"))), MEMBER, Verdict.CLOSED),
        row("prefix list with the address", tcp(PORT, PORT, NO_BLOCKS, List.of("pl-office"), NO_GROUPS), ADDRESS, Verdict.OPEN),
        row("prefix list without it", tcp(PORT, PORT, NO_BLOCKS, List.of("pl-other"), NO_GROUPS), ADDRESS, Verdict.CLOSED),
        row("prefix list that cannot be read", tcp(PORT, PORT, NO_BLOCKS, List.of("pl-secret"), NO_GROUPS), ADDRESS, Verdict.CANNOT_TELL),
        row("prefix list that was not asked for", tcp(PORT, PORT, NO_BLOCKS, List.of("pl-new"), NO_GROUPS), ADDRESS, Verdict.CANNOT_TELL),
        row("the world, nothing known of the source", tcp(PORT, PORT, List.of("0.0.0.0/0"), NO_LISTS, NO_GROUPS), NOBODY_KNOWS,
        Verdict.OPEN),
        row("the IPv6 world, nothing known of the source", tcp(PORT, PORT, List.of("::/0"), NO_LISTS, NO_GROUPS), NOBODY_KNOWS,
        Verdict.CANNOT_TELL),
        row("no rule for the port, nothing known of the source", tcp(80, 80, List.of("0.0.0.0/0"), NO_LISTS, NO_GROUPS), NOBODY_KNOWS,
        Verdict.CLOSED));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void evaluatesARuleAsEc2Does(String name, Rule rule, Peer peer, Verdict verdict) {
    RuleBook book = book(new SecurityGroup("sg-db", List.of(rule), List.of()));

    assertThat(book.into(List.of("sg-db"), peer, PORT).verdict()).as(name).isEqualTo(verdict);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void egressIsEvaluatedInTheSameWay(String name, Rule rule, Peer peer, Verdict verdict) {
    RuleBook book = book(new SecurityGroup("sg-db", List.of(), List.of(rule)));

    assertThat(book.outOf(List.of("sg-db"), peer, PORT).verdict()).as(name).isEqualTo(verdict);
    assertThat(book.into(List.of("sg-db"), peer, PORT).verdict()).isEqualTo(Verdict.CLOSED);
  }

  @Test
  void oneOpenGroupIsEnough() {
    SecurityGroup shut = new SecurityGroup("sg-shut", List.of(), List.of());
    SecurityGroup open = Scene.admitting("10.0.0.0/16");

    RuleVerdict passage = book(shut, open).into(List.of("sg-shut", "sg-db"), ADDRESS, PORT);

    assertThat(passage.verdict()).isEqualTo(Verdict.OPEN);
    assertThat(passage.why().text()).isEqualTo("sg-db allows 10.0.0.0/16");
  }

  @Test
  void aGroupThatCouldNotBeReadIsADoubtUnlessAnotherOpensTheWay() {
    RuleBook book = book(Scene.admitting("10.1.0.0/16"));

    RuleVerdict passage = book.into(List.of("sg-db", "sg-lost"), ADDRESS, PORT);

    assertThat(passage.verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(passage.why().text()).contains("sg-lost could not be read");
  }

  @Test
  void noGroupAtAllLetsNobodyIn() {
    assertThat(book().into(List.of(), BOTH, PORT).verdict()).isEqualTo(Verdict.CLOSED);
  }

  @Test
  void worldRulesAreThoseForThePortAlone() {
    SecurityGroup group =
        new SecurityGroup(
            "sg-db",
            List.of(
                tcp(PORT, PORT, List.of("0.0.0.0/0", "10.0.0.0/8"), NO_LISTS, NO_GROUPS),
                tcp(443, 443, List.of("0.0.0.0/0"), NO_LISTS, NO_GROUPS),
                new Rule("-1", -1, -1, List.of(), List.of("::/0"), NO_LISTS, NO_GROUPS)),
            List.of());

    assertThat(book(group).worldRules(List.of("sg-db"), PORT)).extracting(Object::toString)
        .containsExactly("sg-db allows 0.0.0.0/0", "sg-db allows ::/0");
  }

  @Test
  void theWorldInHalvesIsTheWorld() {
    SecurityGroup halves = new SecurityGroup("sg-db", List.of(tcp(PORT, PORT, List.of("0.0.0.0/1", "128.0.0.0/1"), NO_LISTS, NO_GROUPS)),
        List.of());
    SecurityGroup half = new SecurityGroup("sg-db", List.of(tcp(PORT, PORT, List.of("0.0.0.0/1", "::/1"), NO_LISTS, NO_GROUPS)), List.of());

    assertThat(book(halves).worldRules(List.of("sg-db"), PORT)).extracting(Object::toString)
        .containsExactly("the rules together allow every address");
    assertThat(book(half).worldRules(List.of("sg-db"), PORT)).isEmpty();
  }

  @Test
  void onlyPrefixListsThatDecideAboutThePortAreLookedUp() {
    SecurityGroup group =
        new SecurityGroup(
            "sg-db",
            List.of(tcp(PORT, PORT, NO_BLOCKS, List.of("pl-in"), NO_GROUPS), tcp(22, 22, NO_BLOCKS, List.of("pl-ssh"), NO_GROUPS)),
            List.of(new Rule("-1", -1, -1, List.of(), List.of(), List.of("pl-out", "pl-in"), NO_GROUPS)));

    assertThat(RuleBook.prefixListsOf(List.of(group), PORT)).containsExactly("pl-in", "pl-out");
  }

  private static Arguments row(String name, Rule rule, Peer peer, Verdict verdict) {
    return Arguments.of(name, rule, peer, verdict);
  }

  private static Peer peer(Set<String> groups, String... blocks) {
    return new Peer("the app", groups, Stream.of(blocks).map(block -> Cidr.parse(block).orElseThrow()).toList());
  }

  private static RuleBook book(SecurityGroup... groups) {
    Map<String, Reading<List<String>>> lists =
        Map.of(
            "pl-office", Reading.known(List.of("192.0.2.0/24", "10.0.5.0/24"), Scene.NOW),
            "pl-other", Reading.known(List.of("192.0.2.0/24"), Scene.NOW),
            "pl-secret", Reading.unavailable("ec2:GetManagedPrefixListEntries failed with UnauthorizedOperation: no"));
    return RuleBook.of(List.of(groups), lists, Scene.NOW);
  }
}
