package io.auroraresponder.policy;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Phrase;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the responder may do on one cluster: its tags within the deployment's hard limits; a tag may only make stricter.
 *
 * @param mode what may happen at all
 * @param optedOut the tags were read and ask for nothing (no mode, or mode off); false where they could not be read, because a
 *     missing answer ends no lease
 * @param maxAcu the highest max the responder may set, in ACU
 * @param minAcu the highest min the responder may set, in ACU
 * @param step the largest factor by which one change may multiply a capacity
 * @param lease how long a raise lasts
 * @param budgetAcuHours ACU hours of raises in a rolling day
 * @param cooldown the least time between two changes
 * @param ratePerDay how many raises a rolling day may see
 * @param freeze windows in which nothing is changed, those of the deployment first
 * @param actions remedies that are allowed
 * @param owner whom messages name, empty where nobody is
 * @param slackChannel where messages go besides the topic, empty for the default
 * @param troubles sentences about tags that could not be read or understood; then {@code mode} is observe at most
 * @param digest SHA-256 of the policy's canonical text: an approval names it
 */
public record Policy(
    Mode mode,
    boolean optedOut,
    double maxAcu,
    double minAcu,
    double step,
    Duration lease,
    double budgetAcuHours,
    Duration cooldown,
    int ratePerDay,
    List<FreezeWindow> freeze,
    Set<String> actions,
    String owner,
    String slackChannel,
    List<Phrase> troubles,
    String digest) {

  /** From least to most. */
  public enum Mode {
    OFF,
    OBSERVE,
    PROPOSE,
    ACT;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public Mode atMost(Mode other) {
      return compareTo(other) <= 0 ? this : other;
    }
  }

  public Policy {
    freeze = List.copyOf(freeze);
    actions = Set.copyOf(actions);
    troubles = List.copyOf(troubles);
  }

  /** The policy that a cluster's tags make within the limits; never throws for any tag, what is not understood is a trouble. */
  public static Policy read(ClusterState cluster, HardLimits limits) {
    return new PolicyTags(cluster, limits).policy();
  }

  /** What its tags would make were mode {@code act} and the cluster's own resource id among them: what such tags would really allow. */
  public static Policy ifTaggedToAct(ClusterState cluster, HardLimits limits) {
    Map<String, String> tags = new HashMap<>(cluster.tags().orElse(Map.of()));
    tags.put(PolicyTags.PREFIX + "mode", Mode.ACT.word());
    tags.put(PolicyTags.PREFIX + "cluster", cluster.resourceId());
    return read(cluster.tags().isKnown() ? cluster.tagged(tags) : cluster, limits);
  }

  /** Why the cluster is not this deployment's to change, whoever asks: its tags name another deployment, or another cluster. */
  public static Optional<Phrase> elsewhere(ClusterState cluster, HardLimits limits) {
    return new PolicyTags(cluster, limits).elsewhere();
  }
}
