package io.auroraresponder.notify;

import io.auroraresponder.incident.Severity;
import java.time.Instant;

/**
 * What a channel shows of an incident, kept so that the next delivery knows what is left to do.
 *
 * @param look the look that it shows; the epoch before the first
 * @param seq the last event that was told
 * @param aside the look beside it that was told last; the epoch before the first
 * @param severity the worst that was told of the looks
 * @param proposal the plan whose proposal was told last, by its hash; empty for none
 * @param place the channel's own name for where it was sent, empty before the first
 * @param message the channel's own name for the message, empty where there is none or it has no name
 * @param at when the message was sent first
 * @param digest of what it shows
 * @param failed since when something could not be delivered; the epoch where all is
 * @param why the word or number that it was refused with
 */
public record Shown(
    Instant look,
    Instant aside,
    long seq,
    Severity severity,
    String proposal,
    String place,
    String message,
    Instant at,
    String digest,
    Instant failed,
    String why) {
  public static final Shown NOTHING =
      new Shown(Instant.EPOCH, Instant.EPOCH, 0, Severity.OK, "", "", "", Instant.EPOCH, "", Instant.EPOCH, "");

  /** The message as it was sent or edited just now. */
  public Shown showing(String sentTo, String named, Instant first, String what) {
    return new Shown(look, aside, seq, severity, proposal, sentTo, named, first, what, Instant.EPOCH, "");
  }

  /** The look of the story is told. */
  public Shown looked(Story story) {
    String plan = story.report().decision().result().equals("proposed")
        ? story.report().plan().map(one -> one.hash()).orElse(proposal) : proposal;
    return new Shown(story.lookedAt(), aside, seq, severity.worse(story.severity()), plan, place, message, at, digest, Instant.EPOCH, "");
  }

  /** The look beside the one that leads is told, or there is none. */
  public Shown mentioned(Story story) {
    Instant told = story.aside().map(Story.Aside::at).orElse(aside);
    return new Shown(look, told, seq, severity, proposal, place, message, at, digest, Instant.EPOCH, "");
  }

  public Shown told(long upTo) {
    return new Shown(look, aside, Math.max(seq, upTo), severity, proposal, place, message, at, digest, Instant.EPOCH, "");
  }

  /** The message is gone: the next one is a new one. */
  public Shown lost() {
    return new Shown(look, aside, seq, severity, proposal, "", "", Instant.EPOCH, "", failed, why);
  }

  public Shown failing(Instant now, String answered) {
    return new Shown(look, aside, seq, severity, proposal, place, message, at, digest, failed.equals(Instant.EPOCH) ? now
        : failed, answered);
  }

  public boolean isFailing() {
    return !failed.equals(Instant.EPOCH);
  }

  public boolean isSent() {
    return !digest.isEmpty();
  }
}
