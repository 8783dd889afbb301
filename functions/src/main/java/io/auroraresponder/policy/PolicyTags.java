package io.auroraresponder.policy;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Numbers;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Sha256;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reads the tags {@code aurora-responder:…} of one cluster.
 *
 * <p>A tag that is not understood, a misspelt name included, makes the cluster observe: a limit that somebody meant to set must not
 * be lost in silence.
 */
final class PolicyTags {
  static final String PREFIX = "aurora-responder:";
  private static final String SOURCE = "rds:DescribeDBClusters TagList";
  static final Set<String> NAMES =
      Set.of(
          "mode", "cluster", "max-acu", "min-acu", "step", "lease-hours", "budget-acu-hours-per-day", "cooldown-minutes", "freeze",
          "actions", "owner", "slack-channel", "deployment");
  private static final Set<String> ACTIONS = Set.of("raise-max", "raise-min", "give-back");

  private final ClusterState cluster;
  private final HardLimits limits;
  private final Map<String, String> tags = new TreeMap<>();
  private final List<Phrase> troubles = new ArrayList<>();

  PolicyTags(ClusterState cluster, HardLimits limits) {
    this.cluster = cluster;
    this.limits = limits;
  }

  Policy policy() {
    boolean read = collect();
    double maxAcu = stricter("max-acu", limits.maxAcu(), 1);
    double minAcu = stricter("min-acu", limits.minAcu(), 0);
    double step = step();
    double leaseHours = stricter("lease-hours", limits.lease().toSeconds() / 3600.0, 1 / 60.0);
    double budget = stricter("budget-acu-hours-per-day", limits.budgetAcuHours(), 0);
    Duration cooldown = cooldown();
    List<FreezeWindow> freeze = freeze();
    Set<String> actions = actions();
    Policy.Mode asked = mode();
    boolean silent = !tags.containsKey("mode") && limits.defaultMode() != Policy.Mode.ACT;
    boolean optedOut = read && (asked == Policy.Mode.OFF || silent);
    others();
    Policy.Mode mode = troubles.isEmpty() ? asked : asked.atMost(Policy.Mode.OBSERVE);
    return digested(
        new Policy(
            mode, optedOut, maxAcu, minAcu, step, Duration.ofSeconds(Math.round(leaseHours * 3600)), budget, cooldown,
            limits.ratePerDay(), freeze, actions, tags.getOrDefault("owner", "").strip(),
            tags.getOrDefault("slack-channel", "").strip(), troubles, ""));
  }

  private boolean collect() {
    switch (cluster.tags()) {
      case Reading.Unavailable<Map<String, String>> gap -> {
        troubles.add(Phrase.of("the cluster's tags could not be read (" + withoutPlaces(gap.reason()) + ")"));
        return false;
      }
      case Reading.Known<Map<String, String>> known ->
          known.value().forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
              keep(key.substring(PREFIX.length()), value);
            } else if (looksLikeOurs(key)) {
              troubles.add(Phrase.of("there is no tag {}", Fact.word(SOURCE, cluster.at(), key)));
            }
          });
    }
    return true;
  }

  /** Tag keys differ by case, and other ways to write the prefix are as easily meant for us. */
  private static boolean looksLikeOurs(String key) {
    return key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9:./=]", "").matches("auroraresponder[:./=].*");
  }

  private void keep(String name, String value) {
    tags.put(name, value);
    if (!NAMES.contains(name)) {
      troubles.add(Phrase.of("there is no tag {}", Fact.word(SOURCE, cluster.at(), PREFIX + name)));
    }
  }

  private Policy.Mode mode() {
    if (!tags.containsKey("mode")) {
      return bound(limits.defaultMode());
    }
    String word = tags.getOrDefault("mode", "").strip().toLowerCase(Locale.ROOT);
    for (Policy.Mode mode : Policy.Mode.values()) {
      if (mode.word().equals(word)) {
        return bound(mode.atMost(limits.highestMode()));
      }
    }
    garbled("mode", "propose");
    return Policy.Mode.OBSERVE;
  }

  /** Restored and cloned clusters carry their parent's tags along: only the resource id says that this cluster was meant. */
  private Policy.Mode bound(Policy.Mode asked) {
    if (asked != Policy.Mode.ACT || !cluster.tags().isKnown()) {
      return asked;
    }
    String named = tags.getOrDefault("cluster", "").strip();
    if (!named.isEmpty() && named.equals(cluster.resourceId())) {
      return asked;
    }
    Fact own = Fact.word("rds:DescribeDBClusters DbClusterResourceId", cluster.at(), cluster.resourceId());
    troubles.add(otherCluster().orElse(Phrase.of("mode act needs the tag " + PREFIX + "cluster with the value {}", own)));
    return Policy.Mode.OBSERVE;
  }

  /** Two deployments of one account see the same tags: only the one that is named may change the cluster. */
  private void others() {
    otherDeployment().ifPresent(troubles::add);
  }

  private Optional<Phrase> otherDeployment() {
    String named = tags.getOrDefault("deployment", "").strip();
    return tags.containsKey("deployment") && !named.equals(limits.deployment())
        ? Optional.of(Phrase.of("the tag " + PREFIX + "deployment names {}, this deployment is {}",
            Fact.word(SOURCE, cluster.at(), named.isEmpty() ? "nothing" : named),
            Fact.word("setting deployment", cluster.at(), limits.deployment())))
        : Optional.empty();
  }

  private Optional<Phrase> otherCluster() {
    String named = tags.getOrDefault("cluster", "").strip();
    return named.isEmpty() || named.equals(cluster.resourceId()) ? Optional.empty()
        : Optional.of(Phrase.of("the tag " + PREFIX + "cluster names {}, this cluster is {}", Fact.word(SOURCE, cluster.at(), named),
            Fact.word("rds:DescribeDBClusters DbClusterResourceId", cluster.at(), cluster.resourceId())));
  }

  /** Why it is another deployment's, or its tags another cluster's; empty where neither is said, or the tags were not read. */
  Optional<Phrase> elsewhere() {
    var unused = collect();
    return otherDeployment().or(this::otherCluster);
  }

  private double step() {
    double value = stricter("step", limits.step(), 0);
    if (value > 1) {
      return value;
    }
    garbled("step", "1.5");
    return limits.step();
  }

  private double stricter(String name, double limit, double least) {
    return Math.min(limit, number(name, limit, least));
  }

  private Duration cooldown() {
    double minutes = number("cooldown-minutes", 0, 0);
    Duration asked = Duration.ofSeconds(Math.round(minutes * 60));
    return asked.compareTo(limits.cooldown()) > 0 ? asked : limits.cooldown();
  }

  private double number(String name, double absent, double least) {
    return tag(name, absent, Numbers.plain(absent == 0 ? 30 : absent), text -> {
      if (!text.matches("\\d{1,5}(\\.\\d{1,4})?")) {
        throw new IllegalArgumentException(text);
      }
      double value = Double.parseDouble(text);
      if (value < least) {
        throw new IllegalArgumentException(text);
      }
      return value;
    });
  }

  private List<FreezeWindow> freeze() {
    List<FreezeWindow> all = new ArrayList<>(limits.freeze());
    all.addAll(tag("freeze", List.<FreezeWindow>of(), "Fri 18:00-Mon 06:00 / daily 22:00-23:00", FreezeWindow::parse));
    return all;
  }

  private Set<String> actions() {
    Set<String> asked = tag("actions", limits.actions(), "raise-max raise-min", PolicyTags::actionsOf);
    Set<String> both = new TreeSet<>(limits.actions());
    both.retainAll(asked);
    return both;
  }

  private static Set<String> actionsOf(String text) {
    String plain = text.toLowerCase(Locale.ROOT);
    if (plain.equals("none")) {
      return Set.of();
    }
    Set<String> words = new TreeSet<>(Arrays.asList(plain.split("[ /+,;]+")));
    if (!ACTIONS.containsAll(words)) {
      throw new IllegalArgumentException(text);
    }
    return words;
  }

  private <T> T tag(String name, T absent, String example, Function<String, T> parse) {
    if (!tags.containsKey(name)) {
      return absent;
    }
    try {
      return parse.apply(tags.getOrDefault(name, "").strip());
    } catch (IllegalArgumentException notUnderstood) {
      garbled(name, example);
      return absent;
    }
  }

  private void garbled(String name, String example) {
    String value = tags.getOrDefault(name, "");
    Phrase reads = value.isBlank() ? Phrase.of("is empty") : Phrase.of("reads {}", Fact.word(SOURCE, cluster.at(), value.strip()));
    Phrase rule = Phrase.of("which is not understood; for example {} would be",
        Fact.word("syntax of " + PREFIX + name, cluster.at(), example));
    troubles.add(Phrase.of("the tag " + PREFIX + name).and(" ", reads).and(", ", rule));
  }

  private static String withoutPlaces(String text) {
    return text.replace("{", "(").replace("}", ")");
  }

  private static Policy digested(Policy policy) {
    List<String> windows = policy.freeze().stream().map(FreezeWindow::words).toList();
    String canonical =
        String.join(
            "\n", policy.mode().word(), Numbers.rounded(policy.maxAcu(), 3), Numbers.rounded(policy.minAcu(), 3),
            Numbers.rounded(policy.step(), 4), policy.lease().toString(), Numbers.rounded(policy.budgetAcuHours(), 4),
            policy.cooldown().toString(), Integer.toString(policy.ratePerDay()), windows.toString(),
            new TreeSet<>(policy.actions()).toString());
    return new Policy(
        policy.mode(), policy.optedOut(), policy.maxAcu(), policy.minAcu(), policy.step(), policy.lease(), policy.budgetAcuHours(),
        policy.cooldown(), policy.ratePerDay(), policy.freeze(), policy.actions(), policy.owner(), policy.slackChannel(),
        policy.troubles(), Sha256.of(canonical));
  }
}
