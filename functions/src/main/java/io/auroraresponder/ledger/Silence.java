package io.auroraresponder.ledger;

import io.auroraresponder.incident.Report;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A cluster of which channels hear nothing for a while; nothing else is held back. One that ends when it is said lifts all before it.
 *
 * @param id time-ordered, as an order's
 * @param by the caller's {@code aws:userid}
 * @param until at most 24 hours after it was said
 */
public record Silence(String id, String by, String cluster, Instant until, String why) {

  public Instant at() {
    return OperatorsTable.at(id);
  }

  /** Whether it ends those that were said before. */
  public boolean lifts() {
    return !until.isAfter(at());
  }

  /** The silence of a cluster that ends last, of those that nobody lifted; empty where none is in force. {@code all}: in any order. */
  public static Optional<Silence> inForce(List<Silence> all, String cluster, Instant now) {
    return all.stream().filter(one -> one.cluster().equals(cluster) && now.isBefore(one.until()) && !one.isLifted(all))
        .max(Comparator.comparing(Silence::until));
  }

  /** Whether somebody lifted it later. */
  public boolean isLifted(List<Silence> all) {
    return !lifts() && all.stream().anyMatch(one -> one.lifts() && one.cluster().equals(cluster) && !one.at().isBefore(at()));
  }

  /** As messages tell of it. */
  public Report.Silence told() {
    return new Report.Silence(until, by, why);
  }
}
