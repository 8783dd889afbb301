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

  /** Tags that cannot be read do not count against it: the policy then allows no more than observing, and says so. */
  static Optional<Resolved.Refused> refusal(ClusterState cluster, EventPhrases words) {
    if (!cluster.engine().isEmpty() && !cluster.engine().equals(ENGINE)) {
      return Optional.of(
          words.refused(IntakeReason.OTHER_ENGINE, "{} runs {}, which no runbook knows", cluster.id().value(), cluster.engine()));
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
