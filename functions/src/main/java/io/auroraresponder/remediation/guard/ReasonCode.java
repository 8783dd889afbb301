package io.auroraresponder.remediation.guard;

import java.util.Locale;

/** Why a change is not made; also the name of the guard that says so, the value of the metric dimension and the field in logs. */
public enum ReasonCode {
  KILL_SWITCH,
  LEDGER,
  CLOCK,
  CLUSTER_STATUS,
  OPT_IN,
  MODE,
  ACTION,
  CAUSE,
  EVIDENCE_STRENGTH,
  EVIDENCE_AGE,
  STILL_PRESSED,
  EVENT_AGE,
  PAUSED,
  ENGINE_LIMIT,
  POLICY_CEILING,
  STEP,
  COOL_DOWN,
  RATE,
  BUDGET,
  FLEET_BUDGET,
  FLEET_RAISED,
  BURST,
  FREEZE,
  IN_FLIGHT,
  PRECONDITION,
  LEASE,
  OSCILLATION,
  PENDING_MODIFICATION,
  BLUE_GREEN,
  /** The capacity is still needed: of give-backs alone. */
  NEED,
  /** The max_connections in force is too large for the range to return to, or not known: of give-backs alone. */
  CONNECTIONS;

  /** As it stands in reports: {@code cool-down}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
