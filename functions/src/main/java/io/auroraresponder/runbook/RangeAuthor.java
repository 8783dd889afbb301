package io.auroraresponder.runbook;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Privacy;
import io.auroraresponder.incident.Signal;
import java.time.Instant;

/**
 * Who set the scaling range that is live: the responder by a lease, somebody whom CloudTrail's record names, or nobody that is known. A
 * record is heard when EventBridge delivers it; no look asks CloudTrail itself.
 *
 * @param leased whether a lease of ours is in force
 * @param actor the user, or the session of a role, with the path that says which: {@code pipeline-2207 (assumed-role/deploy)}; empty where
 *     nobody is known
 */
public record RangeAuthor(boolean leased, Phrase actor) {
  /** Of signals that a record of CloudTrail asked for. */
  public static final String SHAPE = "cloudtrail";

  /** Before whoever made the call, in the signal's own words. */
  private static final String BY = " by ";

  /** By the record that asked for the look, else by the last one that the ledger heard of for this range. */
  public static RangeAuthor of(Evidence evidence) {
    Signal signal = evidence.incident().signal();
    LeaseHistory.Situation situation = evidence.lease().orElse(LeaseHistory.Situation.FREE);
    if (situation.inForce()) {
      return new RangeAuthor(true, Phrase.EMPTY);
    }
    Phrase told = toldBy(signal);
    return new RangeAuthor(false, told.isEmpty() ? named(situation.changer(), "ledger, CloudTrail's record", evidence.at()) : told);
  }

  /** Whom the signal names; empty where no call of CloudTrail's asked for the look. */
  public static Phrase toldBy(Signal signal) {
    if (!signal.shape().equals(SHAPE)) {
      return Phrase.EMPTY;
    }
    return named(signal.source().substring(signal.source().indexOf(BY) + BY.length()), "signal " + SHAPE, signal.at());
  }

  private static Phrase named(String actor, String source, Instant at) {
    if (actor.isBlank()) {
      return Phrase.EMPTY;
    }
    String path = actor.startsWith("arn:") ? actor.substring(actor.lastIndexOf(':') + 1) : actor;
    int end = path.lastIndexOf('/');
    Fact name = Fact.word(source, at, path.substring(end + 1)).as(Privacy.NAME);
    return end < 0 ? Phrase.of("{}", name) : Phrase.of("{} ({})", name, Fact.word(source, at, path.substring(0, end)).as(Privacy.NAME));
  }

  /** Behind a range that is not what it was. */
  Phrase words() {
    if (leased) {
      return Phrase.of(" (the responder's lease)");
    }
    return actor.isEmpty() ? Phrase.of(" (by whom only CloudTrail knows, which is not read in a look)")
        : Phrase.of(" (set by ").and("", actor).and("", Phrase.of(")"));
  }
}
