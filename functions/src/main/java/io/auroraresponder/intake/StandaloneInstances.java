package io.auroraresponder.intake;

import io.auroraresponder.intake.Resolved.Refused;

/** Instances that no cluster has: those of other databases, about which nobody needs to hear, and those that do not exist. */
record StandaloneInstances(ClusterDirectory directory, EventPhrases words) {

  /** {@code instance}: in lower case. */
  Refused refused(String instance) {
    return Identifier.isValid(instance) && directory.standsAlone(instance)
        ? Refused.silently(IntakeReason.OTHER_RESOURCE, CleanText.excerpt(instance) + " is a DB instance outside of any cluster")
        : words.refused(IntakeReason.CLUSTER_NOT_FOUND, "no cluster has an instance {}", instance);
  }
}
