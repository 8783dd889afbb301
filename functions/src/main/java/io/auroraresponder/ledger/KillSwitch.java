package io.auroraresponder.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * The operators' switch over all changes, as it stands for one table of the ledger.
 *
 * @param running whether changes may be made
 * @param by who set it, in that person's own words
 * @param at when, by that person's clock; the epoch where nobody did
 * @param why in the operator's words, empty where none were given
 * @param stop the id of the stop that stands, which an order may name; empty where it runs, and where it stands at stop for another
 *     reason: then orders are held too
 */
public record KillSwitch(boolean running, String by, Instant at, String why, String stop) {

  static KillSwitch of(Optional<Stop> stop, Optional<Run> run, String tableId) {
    if (run.isEmpty()) {
      return stop.map(KillSwitch::at).orElse(new KillSwitch(false, "", Instant.EPOCH, "nobody has allowed changes yet", "")).heldToo();
    }
    Run allowed = run.get();
    if (!allowed.tableId().equals(tableId)) {
      return new KillSwitch(false, allowed.by(), allowed.at(), "changes are allowed for another table of the ledger, not for this one", "");
    }
    return stop.filter(stands -> !stands.id().equals(allowed.lifts())).map(KillSwitch::at)
        .orElse(new KillSwitch(true, allowed.by(), allowed.at(), allowed.why(), ""));
  }

  private static KillSwitch at(Stop stop) {
    return new KillSwitch(false, stop.by(), stop.at(), stop.why(), stop.id());
  }

  private KillSwitch heldToo() {
    return new KillSwitch(false, by, at, why, "");
  }

  /** Whether an order that was given under a stop, or under none, may be carried out. */
  public boolean passes(String givenUnder) {
    return running || (!stop.isEmpty() && stop.equals(givenUnder));
  }
}
