package io.auroraresponder.ledger;

import io.auroraresponder.incident.Report;
import java.time.Instant;

/**
 * A cluster of which channels hear nothing for a while; nothing else is held back.
 *
 * @param id time-ordered, as an order's
 * @param by the caller's {@code aws:userid}
 * @param until at most 24 hours after it was said
 */
public record Silence(String id, String by, String cluster, Instant until, String why) {

  public Instant at() {
    return OperatorsTable.at(id);
  }

  /** As messages tell of it. */
  public Report.Silence told() {
    return new Report.Silence(until, by, why);
  }
}
