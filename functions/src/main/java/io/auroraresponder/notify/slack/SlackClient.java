package io.auroraresponder.notify.slack;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.notify.UndeliveredException;

/** Sends to Slack. Safe to share between threads. */
public interface SlackClient {

  /**
   * Where a message stands.
   *
   * @param channel Slack's id of the channel, or what stands for it
   * @param message its time stamp, which names it within the channel; empty where Slack gives none
   */
  record Sent(String channel, String message) {}

  /** The message is not there any more, or the channel does not take one: what is to be told is told anew, elsewhere if need be. */
  final class GoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /** {@code code}: Slack's word. */
    public GoneException(String code) {
      super("the message or channel is gone: " + code);
      this.code = code;
    }

    public String code() {
      return code;
    }
  }

  /**
   * Whether Slack would take what we send, as far as that can be asked.
   *
   * @throws UndeliveredException where it would not
   */
  default void check(Deadline deadline) {}

  /** Whether a message can be edited and answered in a thread; where not, each is a message of its own. */
  boolean edits();

  /**
   * Sends a message into a channel.
   *
   * @throws GoneException where there is no such channel for us
   * @throws UndeliveredException where Slack did not take it
   */
  Sent post(String channel, SlackMessage message, Deadline deadline);

  /**
   * Puts the message in the place of an earlier one.
   *
   * @throws GoneException where that is not there any more
   * @throws UndeliveredException where Slack did not take it
   */
  void edit(Sent earlier, SlackMessage message, Deadline deadline);

  /**
   * Answers in a message's thread.
   *
   * @param broadcast the channel sees it too
   * @throws GoneException where the message is not there any more
   * @throws UndeliveredException where Slack did not take it
   */
  void reply(Sent to, SlackMessage message, boolean broadcast, Deadline deadline);
}
