package io.auroraresponder.lab.account;

import java.time.Duration;
import java.time.Instant;

/** Accounts for tests: one cluster, time stands still until it is moved. */
final class Worlds {
  static final Instant NOW = Instant.parse("2026-11-24T10:15:30Z");

  private Worlds() {}

  /** {@code body} is the inside of cluster {@code orders-db}. */
  static SimulatedAccount account(String body) {
    return of("clusters:\n  orders-db:\n" + body.indent(4));
  }

  static SimulatedAccount of(String world) {
    return new SimulatedAccount(WorldFile.parse("test.yaml", world), SimulatedClock.standingAt(NOW));
  }

  static void pass(SimulatedAccount account, Duration time) {
    account.clock().advance(time);
  }
}
