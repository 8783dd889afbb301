package io.auroraresponder.ledger;

import java.time.Instant;

/**
 * An order that the head has taken: it outlives every transition, and ends with what it asks for or with a message that says why not.
 *
 * @param takenAt when the head took it
 * @param told why it is held back, as its giver was told last; empty while nothing holds it
 */
public record StandingOrder(Order order, Instant takenAt, String told) {

  public StandingOrder telling(String why) {
    return new StandingOrder(order, takenAt, why);
  }
}
