package io.auroraresponder.lab.people;

import java.time.Duration;

/** Something that goes wrong with the next request to a server. */
public sealed interface Fault {
  /** 429 with {@code Retry-After}. */
  record RateLimited(Duration retryAfter) implements Fault {}

  /** An answer with that status and text in place of the right one; nothing is done. */
  record Status(int status, String body) implements Fault {}

  /** Slack's way to refuse: 200 with {@code "ok":false} and a word. */
  record Word(String error) implements Fault {}

  /** The answer comes late; it is done. */
  record Slow(Duration by) implements Fault {}

  /** The connection is closed without an answer; nothing is done. */
  record Closed() implements Fault {}
}
