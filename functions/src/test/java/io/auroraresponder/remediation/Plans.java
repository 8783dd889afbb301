package io.auroraresponder.remediation;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.ledger.Head;
import java.time.Instant;

/** What the acting side makes of wishes, for tests outside of its package. */
public final class Plans {
  /** Neither the work of now nor the fleet is known, and no member is charged. */
  static final RaiseSize UNKNOWN = new RaiseSize(Reading.unavailable("not asked"), 0, Reading.unavailable("not asked"));

  private Plans() {}

  public static Plan of(RemediationSettings settings, Wish wish, Reading<ClusterState> live, Reading<Head> stored, Instant now) {
    return switch (wish) {
      case NoWish nothing -> nothing.plan();
      case RaiseWish raise -> new RaisePlanner(settings).plan(raise, live, stored, UNKNOWN, now);
    };
  }
}
