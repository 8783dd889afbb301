package io.auroraresponder.runbook;

import io.auroraresponder.diagnosis.Cause;

/** Why a raise, the lever that looks right, is refused for a cause. */
public final class Refusals {
  private Refusals() {}

  public static String reason(Cause cause) {
    return switch (cause) {
      case LOCK_PILEUP, IDLE_TRANSACTION_LEAK -> "waiting sessions do not use capacity";
      case CONNECTION_SATURATION -> "max_connections follows max only after a reboot, so a raise does nothing now";
      case INTERNAL_CONTENTION -> "more CPU lets more sessions collide";
      case COMMIT_OR_STORAGE_BOUND -> "commits wait for storage, not for CPU or memory";
      case COLD_CACHE -> "the cache fills from storage at any max";
      case MAINTENANCE_WORK -> "maintenance takes what it is given and ends by itself";
      case RUNAWAY_STATEMENT -> "one statement would eat the added capacity too";
      case PLAN_REGRESSION -> "a bad plan would eat the added capacity too";
      case CONNECTION_STORM -> "more capacity only lets more clients log in at once";
      case READER_SATURATED -> "every member would be allowed more, and the writer does not need it";
      case RAMP_LIMITED -> "max was not reached";
      case FULL_NOT_PRESSED -> "nobody waits, so nothing would get faster";
      case UNKNOWN -> "nothing is changed on evidence that is missing or does not agree";
      case MEMORY_PRESSURE, LOAD_GROWTH, NONE -> "it is not needed";
    };
  }
}
