package io.auroraresponder.lab.torture;

/** What happens to one call. */
enum Fate {
  GO,
  /** Answered after some seconds. */
  SLOW,
  /** The machine dies before the call. */
  CRASH_BEFORE,
  /** The machine dies after the call had its effect. */
  CRASH_AFTER,
  /** The caller times out, and the call had no effect. */
  LOST,
  /** The caller times out after the effect. */
  ANSWER_LOST,
  /** The caller times out; the effect comes later, even after others. */
  LATE,
  /** The client inside repeats a call whose answer was lost. */
  TWICE,
  /** Not now. */
  THROTTLED,
  /** Refused for good. */
  REFUSED,
  /** Accepted, and never to be seen. */
  NEVER_APPLIED
}
