package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.Probed;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.XminHolder;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.MemberMinutes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Does a replication slot keep write-ahead log that nobody reads? It grows until somebody does, and holds back vacuum of the catalog.
 *
 * <p>A cluster without logical replication publishes no lag and has no slots: then there is nothing to judge.
 */
final class ReplicationSlotsCheck extends SlowQueryCheck<List<XminHolder>> {
  private static final double GIBIBYTE = 1L << 30;
  private static final int ADVISED = 2;

  ReplicationSlotsCheck() {
    super(evidence -> evidence.seen(Snapshot::horizon).map(ReplicationSlotsCheck::slots));
  }

  private static List<XminHolder> slots(List<XminHolder> holders) {
    return holders.stream().filter(holder -> holder.source().equals("replication slot")).toList();
  }

  @Override
  public Cause cause() {
    return Cause.HORIZON_HELD;
  }

  @Override
  public Weight weight() {
    return Weight.LATER;
  }

  @Override
  public Set<String> judges() {
    return Set.of(Metric.SLOT_LAG.cloudWatchName());
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Reading.Known<List<XminHolder>> known) {
    MemberMinutes minutes = evidence.minutes();
    Phrase limit =
        Phrase.of("{} of log not read, or a slot that nobody reads with any of it left", SlowQueryLimit.SLOT_LAG.at(evidence.at()));
    boolean published = minutes.series(Metric.SLOT_LAG).map(all -> !all.isEmpty()).orElse(false);
    if (!published && evidence.alarmSpeaksOf(Metric.SLOT_LAG)) {
      return open(evidence.at(), "CloudWatch has no OldestReplicationSlotLag of " + evidence.member());
    }
    Reading<Double> lag = published ? minutes.recent(Metric.SLOT_LAG, 1) : Reading.known(0.0, evidence.at());
    if (!(lag instanceof Reading.Known<Double>(Double bytes, Instant from, Instant to))) {
      return open(evidence, (Reading.Unavailable<Double>) lag);
    }
    List<XminHolder> idle = known.value().stream().filter(slot -> slot.detail().startsWith("inactive")).toList();
    boolean behind = SlowQueryLimit.SLOT_LAG.reached(bytes / GIBIBYTE) || evidence.alarmRingsAt(Metric.SLOT_LAG, bytes);
    Phrase names = named(evidence.probed(), idle.isEmpty() ? known.value() : idle, idle.isEmpty());
    if (!behind && idle.isEmpty()) {
      return result(Severity.OK, names.isEmpty() ? Phrase.of("no replication slot") : names, limit, evidence.at());
    }
    Phrase kept = published ? Phrase.of("{} of log not read",
        minutes.judged(Metric.SLOT_LAG, to, bytes / GIBIBYTE, "GiB", SlowQueryLimit.SLOT_LAG)) : Phrase.EMPTY;
    return result(Severity.WARNING, names.and("; ", kept), limit,
        minutes.series(Metric.SLOT_LAG).orElse(Series.EMPTY).since(left -> left > 0, from),
        advice(evidence, idle.isEmpty() ? known.value() : idle));
  }

  private static Phrase named(Probed probed, List<XminHolder> slots, boolean read) {
    List<Phrase> all = new ArrayList<>();
    for (XminHolder slot : slots.stream().limit(ADVISED).toList()) {
      String database = slot.database().isBlank() ? "" : " of database " + slot.database();
      all.add(Phrase.of("replication slot {}", probed.name("replication slot", slot.id()))
          .and("", Phrase.of(database + (read ? " is read" : " has no reader"))));
    }
    return Phrase.join(", ", all);
  }

  private static Advice[] advice(SlowQueryEvidence evidence, List<XminHolder> slots) {
    List<Advice> all = new ArrayList<>();
    slots.stream().limit(ADVISED).forEach(slot -> all.addAll(SlotSql.of(evidence.probed(), slot.id())));
    return all.isEmpty() ? new Advice[] {SlotSql.all(evidence.probed())} : all.toArray(Advice[]::new);
  }
}
