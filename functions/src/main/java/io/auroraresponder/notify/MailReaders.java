package io.auroraresponder.notify;

import java.time.ZoneId;
import java.util.Optional;

/**
 * Those who read the findings topic as text: mail, web hooks, telephones.
 *
 * @param zone where they are, so that the time of the look stands in their own time beside UTC; empty for UTC alone
 * @param details what they are told of people and their data
 */
public record MailReaders(Optional<ZoneId> zone, Details details) {
  /** By UTC, told everything: who subscribes to a topic is decided by its own policy. */
  public static final MailReaders DEFAULT = new MailReaders(Optional.empty(), Details.FULL);

  /** What they get. */
  public Message message(Notification told) {
    return MailText.of(told.shown(details), zone);
  }
}
