package io.auroraresponder.intake;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Reading;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Whether a cluster's owner asked for us: by the tag {@code aurora-responder:mode}, with any value but {@code off}. */
final class OptIn {
  static final String TAG = "aurora-responder:mode";

  private static final String ENGINE = "aurora-postgresql";

  private OptIn() {}

  /**
   * Whether somebody set the tag, and not to {@code off}: whoever did so of a cluster of another engine must hear that it is for nothing.
   */
  private static boolean isAsked(ClusterState cluster) {
    return cluster.tags() instanceof Reading.Known<Map<String, String>> known && known.value().containsKey(TAG)
        && !known.value().get(TAG).strip().equalsIgnoreCase("off");
  }

  /** Tags that cannot be read do not count against it: the policy then allows no more than observing, and says so. */
  static Optional<Resolved.Refused> refusal(ClusterState cluster, EventPhrases words) {
    if (!cluster.engine().isEmpty() && !cluster.engine().equals(ENGINE)) {
      Resolved.Refused refused =
          words.refused(IntakeReason.OTHER_ENGINE, "{} runs {}, which no runbook knows", cluster.id().value(), cluster.engine());
      return Optional.of(isAsked(cluster) ? refused.onceFor(EventKey.of("other-engine", cluster.id().value())) : refused.untold());
    }
    if (!(cluster.tags() instanceof Reading.Known<Map<String, String>> known)) {
      return Optional.empty();
    }
    // A tag that is there and says nothing is one that is not understood: the policy then observes, and says so.
    if (known.value().getOrDefault(TAG, "").strip().toLowerCase(Locale.ROOT).equals("off")) {
      return Optional.of(Resolved.Refused.silently(IntakeReason.SWITCHED_OFF, cluster.id() + " is switched off by its tag " + TAG));
    }
    return !known.value().containsKey(TAG)
        ? Optional.of(words.refused(IntakeReason.NOT_OPTED_IN, "{} has not opted in: its tag " + TAG + " is not set", cluster.id().value()))
        : Optional.empty();
  }
}
