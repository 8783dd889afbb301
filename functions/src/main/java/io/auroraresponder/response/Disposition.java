package io.auroraresponder.response;

import java.time.Instant;

/** What is done with a signal. */
public sealed interface Disposition {
  /** Why a signal is not looked into at once: a closed list, for logs and counts. */
  enum Why {
    DUPLICATE,
    LATE,
    SILENCED,
    COVERED,
    STORM,
    BACKLOG,
    FLAPPING,
    CLAIMED,
    NOTHING_OPEN,
    NO_RUNBOOK,
    NO_TIME
  }

  /** Diagnose; {@code flapping}: it is the last look until its alarm is quiet, and the message says so. */
  record Look(boolean flapping) implements Disposition {}

  /** Go on where an earlier try broke off. */
  record Resume() implements Disposition {}

  /** The alarm is over: mitigated under a lease, else resolved. */
  record Close() implements Disposition {}

  /** Part of the incident, and not looked into. */
  record Join(Why why, String text) implements Disposition {}

  /** Nothing but its alarm's state is kept. */
  record Note(Why why, String text) implements Disposition {}

  /** Not now: due in the ledger at that time, so that it is not lost. */
  record Later(Why why, Instant due, String text) implements Disposition {}

  /** It was handled before. */
  record Drop(Why why, String text) implements Disposition {}
}
