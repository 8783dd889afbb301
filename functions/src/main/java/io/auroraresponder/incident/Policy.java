package io.auroraresponder.incident;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What the responder may do on one cluster: its tags within the deployment's hard limits; a tag may only make stricter.
 *
 * @param mode what may happen at all
 * @param maxAcu the highest max the responder may set, in ACU
 * @param minAcu the highest min the responder may set, in ACU
 * @param step the largest factor by which one change may multiply a capacity
 * @param lease how long a raise lasts
 * @param budgetAcuHours ACU hours of raises in a rolling day
 * @param cooldown the least time between two changes
 * @param ratePerDay how many raises a rolling day may see
 * @param freeze windows in which nothing is changed, as written in the tag, UTC
 * @param actions remedies that are allowed
 * @param owner whom messages name, empty where nobody is
 * @param slackChannel where messages go besides the topic, empty for the default
 * @param troubles sentences about tags that could not be read or understood; then {@code mode} is observe at most
 * @param digest SHA-256 of the policy's canonical text: an approval names it
 */
public record Policy(
    Mode mode,
    double maxAcu,
    double minAcu,
    double step,
    Duration lease,
    double budgetAcuHours,
    Duration cooldown,
    int ratePerDay,
    List<String> freeze,
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
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public Policy {
    freeze = List.copyOf(freeze);
    actions = Set.copyOf(actions);
    troubles = List.copyOf(troubles);
  }
}
