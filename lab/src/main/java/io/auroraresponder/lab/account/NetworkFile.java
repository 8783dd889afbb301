package io.auroraresponder.lab.account;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the section {@code ec2} of a world file. */
final class NetworkFile {
  static final String FORBIDDEN = "forbidden";

  private static final Pattern PORTS = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");
  private static final Pattern BLOCK = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}|[0-9a-fA-F:]*:[0-9a-fA-F:]*/\\d{1,3}");
  private static final Pattern ID = Pattern.compile("(sg|pl|subnet)-[0-9a-z-]{1,40}");
  private static final int LAST_PORT = 65_535;
  private static final int SOME_ADDRESSES = 200;

  private NetworkFile() {}

  /** Empty where the section is left out, or is the word forbidden: the network is then the usual one. */
  static Optional<CloudNetwork> network(Optional<YamlValue> section, String region) {
    return section.filter(yaml -> !isForbidden(yaml)).map(yaml -> network(yaml, region));
  }

  static boolean isForbidden(YamlValue yaml) {
    if (!yaml.isScalar()) {
      return false;
    }
    if (!yaml.text().equals(FORBIDDEN)) {
      throw yaml.expected("the word forbidden, or a mapping with securityGroups, subnets, prefixLists, probe");
    }
    return true;
  }

  private static CloudNetwork network(YamlValue yaml, String region) {
    yaml.only("vpc", "securityGroups", "subnets", "prefixLists", "probe");
    Map<String, CloudNetwork.Group> groups = new LinkedHashMap<>();
    Map<String, CloudNetwork.Subnet> subnets = new LinkedHashMap<>();
    Map<String, List<String>> lists = new LinkedHashMap<>();
    entries(yaml, "securityGroups").forEach((id, value) -> groups.put(id(id, "sg", value), group(value)));
    entries(yaml, "subnets").forEach((id, value) -> subnets.put(id(id, "subnet", value), subnet(value, region)));
    entries(yaml, "prefixLists").forEach((id, value) ->
        lists.put(id(id, "pl", value), value.items().stream().map(NetworkFile::block).toList()));
    CloudNetwork usual = CloudNetwork.usual(region);
    // What the file does not name is as usual; a rule may name the usual groups too.
    usual.groups().forEach(groups::putIfAbsent);
    CloudNetwork.Probe probe = yaml.get("probe").map(value -> probe(value, groups.keySet())).orElse(usual.probe());
    return new CloudNetwork(
        yaml.get("vpc").map(YamlValue::text).orElse(usual.vpc()), groups, subnets.isEmpty() ? usual.subnets() : subnets, lists, probe);
  }

  private static Map<String, YamlValue> entries(YamlValue yaml, String section) {
    return yaml.get(section).map(YamlValue::entries).orElse(Map.of());
  }

  private static String id(String id, String kind, YamlValue value) {
    Matcher matcher = ID.matcher(id);
    if (!matcher.matches() || !matcher.group(1).equals(kind)) {
      throw value.problem("'" + id + "' is no identifier such as " + kind + "-0a1b2c3d4e5f60718");
    }
    return id;
  }

  private static CloudNetwork.Probe probe(YamlValue yaml, Set<String> groups) {
    if (yaml.isScalar()) {
      if (!yaml.text().equals("unknown")) {
        throw yaml.expected("the word unknown, or a mapping with groups and blocks");
      }
      return new CloudNetwork.Probe(List.of(), List.of());
    }
    yaml.only("groups", "blocks");
    List<String> own = new ArrayList<>();
    for (YamlValue group : yaml.get("groups").map(YamlValue::items).orElse(List.of())) {
      if (!groups.contains(group.text())) {
        throw group.expected("one of the security groups " + String.join(", ", groups));
      }
      own.add(group.text());
    }
    return new CloudNetwork.Probe(own, yaml.get("blocks").map(YamlValue::items).orElse(List.of()).stream().map(NetworkFile::block)
        .toList());
  }

  private static CloudNetwork.Group group(YamlValue yaml) {
    yaml.only("ingress", "egress");
    return new CloudNetwork.Group(
        yaml.get("ingress").map(NetworkFile::rules).orElse(List.of()),
        yaml.get("egress").map(NetworkFile::rules).orElse(List.of(CloudNetwork.EVERYTHING)));
  }

  private static List<CloudNetwork.Rule> rules(YamlValue list) {
    return list.items().stream().map(NetworkFile::rule).toList();
  }

  private static CloudNetwork.Rule rule(YamlValue yaml) {
    yaml.only("protocol", "ports", "peers");
    List<CloudNetwork.Peer> peers = yaml.need("peers").items().stream().map(NetworkFile::peer).toList();
    String protocol = yaml.get("protocol").map(YamlValue::text).orElse("tcp");
    if (protocol.equals("all")) {
      yaml.get("ports").ifPresent(ports -> {
        throw ports.problem("a rule for every protocol has no ports");
      });
      return new CloudNetwork.Rule("-1", -1, -1, peers);
    }
    YamlValue ports = yaml.need("ports");
    Matcher range = PORTS.matcher(ports.text());
    if (!range.matches()) {
      throw ports.expected("a port such as 5432, or a range such as 5000-6000");
    }
    int from = Integer.parseInt(range.group(1));
    int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
    if (from > to || to > LAST_PORT) {
      throw ports.expected("a port of 0 to 65535, or a range of them, the lower first");
    }
    return new CloudNetwork.Rule(protocol, from, to, peers);
  }

  private static CloudNetwork.Peer peer(YamlValue yaml) {
    if (yaml.isMapping()) {
      yaml.only("group", "owner", "peering");
      return new CloudNetwork.Peer.Group(
          yaml.need("group").text(), yaml.get("owner").map(YamlValue::text).orElse(""),
          yaml.get("peering").map(YamlValue::text).orElse(""));
    }
    String text = yaml.text();
    if (text.startsWith("sg-")) {
      return new CloudNetwork.Peer.Group(text, "", "");
    }
    return text.startsWith("pl-") ? new CloudNetwork.Peer.PrefixList(text) : new CloudNetwork.Peer.Block(block(yaml));
  }

  private static String block(YamlValue yaml) {
    if (!BLOCK.matcher(yaml.text()).matches()) {
      throw yaml.expected("a CIDR block such as 10.20.0.0/16 or fd00::/8");
    }
    return yaml.text();
  }

  private static CloudNetwork.Subnet subnet(YamlValue yaml, String region) {
    yaml.only("zone", "block", "ipv6Block", "state", "free");
    YamlValue zone = yaml.need("zone");
    if (!zone.text().startsWith(region)) {
      throw zone.expected("a zone of " + region + " such as " + region + "a");
    }
    return new CloudNetwork.Subnet(
        zone.text(),
        block(yaml.need("block")),
        yaml.get("ipv6Block").map(NetworkFile::block).orElse(""),
        yaml.get("state").map(YamlValue::text).orElse("available"),
        yaml.get("free").map(NetworkFile::count).orElse(SOME_ADDRESSES));
  }

  private static int count(YamlValue yaml) {
    int free = yaml.wholeNumber("a number of addresses");
    if (free < 0) {
      throw yaml.expected("a number of addresses");
    }
    return free;
  }
}
