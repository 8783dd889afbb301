package io.auroraresponder.notify;

import java.time.Duration;
import java.util.Optional;

/** A channel did not take what it was sent. Its text holds no address and nothing of what was sent: either may be a secret. */
public final class UndeliveredException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final boolean retryable;
  private final transient Optional<Duration> retryAfter;

  /**
   * @param channel as people call it
   * @param code the word or number of the answer; a word of ours where none came
   * @param retryable whether the same may be taken later
   * @param retryAfter what the channel asks to wait, empty where it asks for nothing
   */
  public UndeliveredException(String channel, String code, boolean retryable, Optional<Duration> retryAfter) {
    super(channel + " did not take the message: " + code);
    this.code = code;
    this.retryable = retryable;
    this.retryAfter = retryAfter;
  }

  public String code() {
    return code;
  }

  public boolean retryable() {
    return retryable;
  }

  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
