package io.auroraresponder.notify;

import io.auroraresponder.incident.Deadline;
import java.time.Instant;
import java.util.Optional;

/** A channel that is kept up to date with incidents. Safe to share between threads. */
public interface NoticeChannel {

  /** One thing to do so that the channel shows the story. */
  @FunctionalInterface
  interface Step {
    /**
     * Does it and answers with what is shown then.
     *
     * @throws UndeliveredException where the channel did not take it
     */
    Shown take(Deadline deadline);
  }

  /** Names the channel in items, logs and metrics: {@code slack}. */
  String word();

  /** As messages call it: {@code PagerDuty}. */
  String spoken();

  /**
   * Sends one message that says that it is a test and asks nobody for anything.
   *
   * @throws UndeliveredException where the channel did not take it
   */
  void test(Instant now, Deadline deadline);

  /**
   * Whether the channel would take a message, without sending one; where only sending could tell, nothing is done.
   *
   * @throws UndeliveredException where it would not
   */
  default void check(Deadline deadline) {}

  /** Whether somebody hears of it at once; a test message is sent through those alone. */
  default boolean speaks() {
    return true;
  }

  /** What is to be done about news that belong to no incident; empty where it is done, or not this channel's. */
  default Optional<Step> announce(News news, Shown shown, Instant now) {
    return Optional.empty();
  }

  /** What is to be done about a look that may be the newest no more; empty where it is done, or the channel tells the newest alone. */
  default Optional<Step> pass(PublishedLook look, Shown shown) {
    return Optional.empty();
  }

  /** What is to be done next; empty where the channel shows all. Decides only, and the same for the same input. */
  Optional<Step> next(Story story, Shown shown, Instant now);
}
