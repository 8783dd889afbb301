package io.auroraresponder.ledger;

import java.time.Instant;

/**
 * What a person orders of one cluster.
 *
 * @param id time-ordered: begins with the moment at which it was given, {@code 2026-11-24T10:15:30Z}
 * @param by the caller's {@code aws:userid}: AWS's word, since IAM lets nobody put an item under another
 * @param cluster the cluster's name
 * @param target eight characters: a lease, a plan that has no lease yet, or an unclaimed range; empty for {@link Kind#CLEAR_FORK}
 * @param stop the id of the stop that it was given under, empty for none
 */
public record Order(String id, String by, Kind kind, String cluster, String target, String stop) {

  /** What is ordered. */
  public enum Kind {
    /** The range goes back to the base, whether it is needed or not. */
    BACK,
    /** The raised range stays, the lease ends. */
    KEEP,
    /** An unclaimed range becomes a lease. */
    ADOPT,
    /** An unclaimed range is left alone. */
    LEAVE,
    /** A fork of the chain was looked into: raises may go on. */
    CLEAR_FORK
  }

  /** When it was given, by its giver's clock. */
  public Instant at() {
    return OperatorsTable.at(id);
  }
}
