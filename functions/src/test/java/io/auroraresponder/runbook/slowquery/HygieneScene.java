package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.incident.Reading;
import io.auroraresponder.probe.Hygiene;
import io.auroraresponder.probe.Hygiene.Age;
import io.auroraresponder.probe.Hygiene.BigTableScan;
import io.auroraresponder.probe.Hygiene.Bloat;
import io.auroraresponder.probe.Hygiene.BloatedTable;
import io.auroraresponder.probe.Hygiene.DeadRows;
import io.auroraresponder.probe.Hygiene.ForeignKey;
import io.auroraresponder.probe.Hygiene.InvalidIndex;
import io.auroraresponder.probe.Hygiene.MissingIndex;
import io.auroraresponder.probe.Hygiene.Name;
import io.auroraresponder.probe.Hygiene.RedundantIndex;
import io.auroraresponder.probe.Hygiene.Sequence;
import io.auroraresponder.probe.Hygiene.Sequences;
import io.auroraresponder.probe.Hygiene.StaleStatistics;
import io.auroraresponder.probe.Hygiene.UnusedIndex;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A database in order that has counted for thirty days; a test states only what is unusual. */
final class HygieneScene {
  private static final Instant AT = SlowQueryScene.NOW.plusSeconds(4);

  private Duration counting = Duration.ofDays(30);
  private Reading<List<Age>> databases = known(List.of(new Age(name("orders"), 150_000_000, 2_000, 0, false)));
  private Reading<List<Age>> tables = known(List.of(new Age(name("public.stock"), 150_000_000, 2_000, 1 << 20, false)));
  private Reading<List<InvalidIndex>> invalid = known(List.of());
  private Reading<List<UnusedIndex>> unused = known(List.of());
  private Reading<List<RedundantIndex>> redundant = known(List.of());
  private Reading<List<ForeignKey>> foreignKeys = known(List.of());
  private Reading<List<BigTableScan>> scans = known(List.of());
  private Reading<List<MissingIndex>> missing = known(List.of());
  private Reading<List<DeadRows>> deadRows = known(List.of());
  private Reading<List<StaleStatistics>> stale = known(List.of());
  private Reading<Sequences> sequences = Reading.known(new Sequences(List.of(), 0, 0), AT);
  private Reading<Bloat> bloat = Reading.known(new Bloat(List.of(), 0), AT);

  Hygiene hygiene() {
    return new Hygiene(counting, databases, tables, invalid, unused, redundant, foreignKeys, scans, missing, deadRows, stale, sequences,
        bloat);
  }

  HygieneScene counting(Duration some) {
    counting = some;
    return this;
  }

  HygieneScene databases(Age... some) {
    databases = known(List.of(some));
    return this;
  }

  HygieneScene tables(Age... some) {
    tables = known(List.of(some));
    return this;
  }

  HygieneScene invalid(InvalidIndex... some) {
    invalid = known(List.of(some));
    return this;
  }

  HygieneScene unused(UnusedIndex... some) {
    unused = known(List.of(some));
    return this;
  }

  HygieneScene redundant(RedundantIndex... some) {
    redundant = known(List.of(some));
    return this;
  }

  HygieneScene foreignKeys(ForeignKey... some) {
    foreignKeys = known(List.of(some));
    return this;
  }

  HygieneScene scans(BigTableScan... some) {
    scans = known(List.of(some));
    return this;
  }

  HygieneScene missing(MissingIndex... some) {
    missing = known(List.of(some));
    return this;
  }

  HygieneScene deadRows(DeadRows... some) {
    deadRows = known(List.of(some));
    return this;
  }

  HygieneScene stale(StaleStatistics... some) {
    stale = known(List.of(some));
    return this;
  }

  HygieneScene sequences(int hidden, int leftOut, Sequence... some) {
    sequences = Reading.known(new Sequences(List.of(some), hidden, leftOut), AT);
    return this;
  }

  HygieneScene bloat(int hidden, BloatedTable... some) {
    bloat = Reading.known(new Bloat(List.of(some), hidden), AT);
    return this;
  }

  /** One part that could not be read. */
  HygieneScene withoutRedundant(String why) {
    redundant = Reading.unavailable(why);
    return this;
  }

  static Name name(String sql) {
    return new Name("orders", sql, true);
  }

  private static <T> Reading<List<T>> known(List<T> some) {
    return Reading.known(some, AT);
  }
}
