package io.auroraresponder.postgres;

import io.auroraresponder.probe.Snapshot.Cost;
import io.auroraresponder.probe.Snapshot.MissingPart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Everything that one look takes of the server, over all its connections, and the parts that it could not read. Not safe for several
 * threads.
 */
final class Tally {
  private final LongSupplier nanos;
  private final long begun;
  private final List<MissingPart> missing = new ArrayList<>();
  private int connections;
  private int statements;
  private long waitedNanos;

  Tally(LongSupplier nanos) {
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
  }

  void connection() {
    connections++;
  }

  int connections() {
    return connections;
  }

  /** Begins a statement; the answer goes to {@link #answered}. */
  long asked() {
    statements++;
    return nanos.getAsLong();
  }

  void answered(long asked) {
    waitedNanos += nanos.getAsLong() - asked;
  }

  void missing(String part, String reason) {
    missing.add(new MissingPart(part, reason));
  }

  List<MissingPart> missing() {
    return List.copyOf(missing);
  }

  Cost cost() {
    return new Cost(millis(nanos.getAsLong() - begun), connections, statements, millis(waitedNanos));
  }

  private static Duration millis(long nanos) {
    return Duration.ofMillis(Math.round(nanos / 1e6));
  }
}
