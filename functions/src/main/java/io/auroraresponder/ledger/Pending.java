package io.auroraresponder.ledger;

import java.time.Instant;

/**
 * A plan that waits for a person.
 *
 * @param expires afterwards a yes is answered with that
 * @param askedAgain when a fresh look was asked for because of a yes; the epoch where none was
 */
public record Pending(PlannedChange plan, double charge, Instant since, Instant expires, Instant askedAgain) {

  /** A fresh look was asked for. */
  public Pending asking(Instant now) {
    return new Pending(plan, charge, since, expires, now);
  }

  /** Whether it is about the same change, whatever look asked for it. */
  public boolean isFor(PlannedChange other) {
    return plan.remedy() == other.remedy() && plan.from().equals(other.from()) && plan.to().equals(other.to());
  }
}
