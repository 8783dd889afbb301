package io.auroraresponder.runbook;

import io.auroraresponder.diagnosis.Cause;

/** Why a raise, the lever that looks right, is refused for a cause. */
public final class Refusals {
  private Refusals() {}

  public static String reason(Cause cause) {
    return switch (cause) {
      case LOCK_PILEUP, IDLE_TRANSACTION_LEAK -> "waiting sessions use no CPU, so more capacity would not help";
      case CONNECTION_SATURATION -> "max_connections follows max only after a reboot, so a raise does nothing now";
      case INTERNAL_CONTENTION -> "more CPU lets more sessions collide";
      case COMMIT_OR_STORAGE_BOUND -> "commits wait for storage, not for CPU or memory";
      case COLD_CACHE -> "the cache fills from storage at any max";
      case MAINTENANCE_WORK -> "maintenance uses whatever it is given, and ends by itself";
      case RUNAWAY_STATEMENT -> "one statement would eat the added capacity too";
      case PLAN_REGRESSION -> "a bad plan would eat the added capacity too";
      case CONNECTION_STORM -> "more capacity only lets more clients log in at once";
      case READER_SATURATED -> "every instance would be allowed more, and the writer does not need it";
      case RAMP_LIMITED -> "max was not reached";
      case FULL_NOT_PRESSED -> "nothing waits, so nothing would get faster";
      case UNKNOWN -> "the evidence is missing or contradictory";
      case MEMORY_PRESSURE, LOAD_GROWTH, NONE -> "more capacity is not needed";
    };
  }
}
