package io.auroraresponder.fake;

/** What happens to one call of a port. */
public enum Fate {
  GO,
  /** The machine dies before the call. */
  CRASH_BEFORE,
  /** The machine dies after the call had its effect. */
  CRASH_AFTER,
  TIMEOUT_BEFORE,
  TIMEOUT_AFTER,
  /** The caller times out; the effect comes later, even after others. */
  DELAY,
  /** The client inside repeats a call whose answer was lost. */
  DUPLICATE,
  /** Refused for now. */
  THROTTLE,
  /** Refused for good. */
  REFUSE
}
