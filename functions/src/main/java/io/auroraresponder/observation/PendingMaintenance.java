package io.auroraresponder.observation;

import java.time.Instant;
import java.util.Optional;

/**
 * A maintenance action that waits for a cluster or one of its instances.
 *
 * @param arn of the cluster or instance
 * @param action RDS's word for it, for example {@code os-upgrade} or {@code db-upgrade}
 * @param appliedAt when RDS applies it (CurrentApplyDate, which heeds opt-ins and deadlines); empty where it waits for somebody to ask
 *     for it
 */
public record PendingMaintenance(String arn, String action, Optional<Instant> appliedAt) {
  /** Identifier of the cluster or instance. */
  public String resource() {
    return arn.substring(arn.lastIndexOf(':') + 1);
  }
}
