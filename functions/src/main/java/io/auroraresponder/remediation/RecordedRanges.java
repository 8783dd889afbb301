package io.auroraresponder.remediation;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.ledger.ChainEntry;
import io.auroraresponder.ledger.ClosedLease;
import io.auroraresponder.ledger.EntryBody;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.ForeignRange;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What CloudTrail's records of ranges are good for: they name authors, and they find the range of somebody that was overwritten in the
 * moment between our last look and our call. They decide nothing and close no lease.
 */
public final class RecordedRanges {
  /** CloudTrail's times have no fraction of a second. */
  private static final Duration BLUR = Duration.ofSeconds(1);

  /** A record belongs to a lease that closed within that time of it. */
  private static final Duration NEAR = Duration.ofHours(1);

  private static final int ATTEMPTS = 3;

  private final RemediationPorts ports;
  private final Duration reach;
  private final Set<String> ownRoles;
  private final LeaseKeeper keeper;
  private final LeaseWords words;

  RecordedRanges(RemediationPorts ports, RemediationSettings settings, LeaseKeeper keeper, LeaseWords words) {
    this.ports = ports;
    this.reach = settings.times().sendWindow().plus(settings.times().callTimeout());
    this.ownRoles = settings.ownRoles();
    this.keeper = keeper;
    this.words = words;
  }

  /**
   * Takes one record; a repetition changes nothing.
   *
   * @param invocation what follows from it has that time
   * @return how many heads it told something
   */
  public int hear(RecordedRange recorded, Deadline invocation) {
    if (!(ports.ledger().heads() instanceof Reading.Known<List<Reading<Head>>>(List<Reading<Head>> heads, Instant a, Instant b))) {
      return 0;
    }
    int told = 0;
    for (Reading<Head> each : heads) {
      if (each instanceof Reading.Known<Head>(Head head, Instant c, Instant d) && recorded.isOf(head.resourceId(), head.cluster())) {
        told += hear(head, recorded, invocation) ? 1 : 0;
      }
    }
    return told;
  }

  private boolean hear(Head head, RecordedRange recorded, Deadline invocation) {
    Head latest = head;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Reading<List<ChainEntry>> around = ports.ledger().entriesSince(latest, recorded.at().minus(reach).minus(NEAR));
      if (!(around instanceof Reading.Known<List<ChainEntry>>(List<ChainEntry> entries, Instant a, Instant b))
          || isOurs(entries, recorded) || entries.stream().anyMatch(entry -> entry.body().contains(recorded.eventId()))) {
        return false;
      }
      Step.Move move = moved(latest, entries, recorded);
      if (ports.ledger().write(move.draft(), move.kind(), move.body()) instanceof Ledger.Written.Done(Head done)) {
        var unused = done.busy(ports.clock().instant()) ? keeper.advance(done, invocation) : done;
        return true;
      }
      latest = ports.ledger().head(latest.resourceId(), latest.cluster()).orElse(latest);
    }
    return false;
  }

  /** The request of an entry of ours, or a call under our role that bears the name of a plan of ours: a user agent is the caller's word. */
  private boolean isOurs(List<ChainEntry> entries, RecordedRange recorded) {
    boolean request = !recorded.requestId().isEmpty()
        && entries.stream().anyMatch(entry -> entry.kind() == EntryKind.ACCEPTED && entry.body().contains(recorded.requestId()));
    boolean plan = (ownRoles.isEmpty() || ownRoles.contains(recorded.role()))
        && entries.stream().filter(entry -> entry.kind() == EntryKind.INTENT)
        .anyMatch(entry -> EntryBody.planId(entry.body()).filter(recorded.agent()::contains).isPresent());
    return request || plan;
  }

  private Step.Move moved(Head head, List<ChainEntry> entries, RecordedRange recorded) {
    ForeignRange foreign =
        new ForeignRange((int) Math.round(recorded.minAcu() * 2), (int) Math.round(recorded.maxAcu() * 2), recorded.by(), recorded.at());
    EntryBody body = new EntryBody().with("event", recorded.eventId()).with("by", recorded.by()).with("at", recorded.at().toString())
        .with("minAcu", recorded.minAcu()).with("maxAcu", recorded.maxAcu());
    Instant now = ports.clock().instant();
    Optional<ScalingRange> ours = overwriter(entries, foreign);
    Fact by = Fact.word("cloudtrail:userIdentity", recorded.at(), recorded.by());
    if (ours.isPresent()) {
      ScalingRange theirs = new ScalingRange(foreign.minHalves(), foreign.maxHalves(), ours.get().pauseSeconds());
      Phrase text =
          Phrase.of("{} set the range to {} in the moment before the responder set it to {}: it was overwritten, and nothing restores it "
          + "by "
              + "itself", by, LeaseWords.range("theirs", theirs, now), LeaseWords.range("ours", ours.get(), now));
      List<Advice> commands = List.of(words.commands().set("Set their range again", head.cluster(), theirs, now));
      return new Step.Move(
          head.draft().foreign(foreign), EntryKind.OVERWRITTEN, body.say(words.ofHead(Severity.CRITICAL, head, text, commands)));
    }
    if (explains(head, foreign)) {
      Phrase text = Phrase.of("the range of {}, for which lease {} was closed, was set by {}",
          LeaseWords.range("live", head.last().orElseThrow().found(), now), Fact.word("ledger lease", now, head.last().orElseThrow().id()),
          by);
      body.say(words.ofHead(Severity.INFO, head, text, List.of()));
    }
    return new Step.Move(head.draft().foreign(foreign), EntryKind.FOREIGN_RANGE, body);
  }

  /** The range of ours that was sent over it: between the intent, whose last look did not show it yet, and the end of the call. */
  private Optional<ScalingRange> overwriter(List<ChainEntry> entries, ForeignRange foreign) {
    for (int i = 0; i < entries.size(); i++) {
      ChainEntry intent = entries.get(i);
      if (intent.kind() != EntryKind.INTENT || i + 1 == entries.size()) {
        continue;
      }
      ChainEntry answer = entries.get(i + 1);
      boolean landed = answer.kind() == EntryKind.ACCEPTED || answer.kind() == EntryKind.UNSURE;
      Instant end = answer.kind() == EntryKind.ACCEPTED ? answer.at() : intent.at().plus(reach);
      boolean within = !foreign.at().isBefore(intent.at().minus(BLUR)) && !foreign.at().isAfter(end.plus(BLUR));
      Optional<ScalingRange> from = EntryBody.range(intent.body(), "from");
      Optional<ScalingRange> to = EntryBody.range(intent.body(), "to");
      if (landed && within && from.isPresent() && to.isPresent() && !same(from.get(), foreign) && !same(to.get(), foreign)) {
        return to;
      }
    }
    return Optional.empty();
  }

  private static boolean same(ScalingRange range, ForeignRange foreign) {
    return range.minHalves() == foreign.minHalves() && range.maxHalves() == foreign.maxHalves();
  }

  /** Whether it tells who ended the last lease, which nobody knew. */
  private static boolean explains(Head head, ForeignRange foreign) {
    return head.lease().isEmpty()
        && head.last().filter(last -> last.end() == Lease.End.YIELDED && last.author().isEmpty() && near(last, foreign)).isPresent();
  }

  private static boolean near(ClosedLease last, ForeignRange foreign) {
    return same(last.found(), foreign) && Duration.between(foreign.at(), last.closedAt()).abs().compareTo(NEAR) <= 0;
  }
}
