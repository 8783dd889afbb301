package io.auroraresponder.notify;

import io.auroraresponder.incident.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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
 * @param once what is done once an incident and was, in the channel's own words; the newest {@value #MOST_ONCE}
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
    String why,
    List<String> once) {
  /** More looks than an incident has in two hours at one a minute. */
  private static final int MOST_ONCE = 120;

  public static final Shown NOTHING =
      new Shown(Instant.EPOCH, Instant.EPOCH, 0, Severity.OK, "", "", "", Instant.EPOCH, "", Instant.EPOCH, "", List.of());

  public Shown {
    once = List.copyOf(once);
  }

  /** The message as it was sent or edited just now. */
  public Shown showing(String sentTo, String named, Instant first, String what) {
    return new Shown(look, aside, seq, severity, proposal, sentTo, named, first, what, Instant.EPOCH, "", once);
  }

  /** The look of the story is told. */
  public Shown looked(Story story) {
    String plan = story.report().decision().result().equals("proposed")
        ? story.report().plan().map(one -> one.hash()).orElse(proposal) : proposal;
    return new Shown(story.lookedAt(), aside, seq, severity.worse(story.severity()), plan, place, message, at, digest, Instant.EPOCH, "",
        once);
  }

  /** The look beside the one that leads is told, or there is none. */
  public Shown mentioned(Story story) {
    Instant told = story.aside().map(Story.Aside::at).orElse(aside);
    return new Shown(look, told, seq, severity, proposal, place, message, at, digest, Instant.EPOCH, "", once);
  }

  public Shown told(long upTo) {
    return new Shown(look, aside, Math.max(seq, upTo), severity, proposal, place, message, at, digest, Instant.EPOCH, "", once);
  }

  /** The message is gone: the next one is a new one. */
  public Shown lost() {
    return new Shown(look, aside, seq, severity, proposal, "", "", Instant.EPOCH, "", failed, why, once);
  }

  public Shown failing(Instant now, String answered) {
    return new Shown(look, aside, seq, severity, proposal, place, message, at, digest, failed.equals(Instant.EPOCH) ? now
        : failed, answered, once);
  }

  /** That is done, and not to be done again. */
  public Shown did(String what) {
    List<String> all = new ArrayList<>(once);
    all.remove(what);
    all.add(what);
    return new Shown(look, aside, seq, severity, proposal, place, message, at, digest, failed, why,
        all.subList(Math.max(0, all.size() - MOST_ONCE), all.size()));
  }

  /** It need not be remembered any more. */
  public Shown without(String what) {
    return new Shown(look, aside, seq, severity, proposal, place, message, at, digest, failed, why,
        once.stream().filter(one -> !one.equals(what)).toList());
  }

  public boolean has(String what) {
    return once.contains(what);
  }

  public boolean isFailing() {
    return !failed.equals(Instant.EPOCH);
  }

  public boolean isSent() {
    return !digest.isEmpty();
  }
}
