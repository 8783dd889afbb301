package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.DatabaseRates;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.MemberMinutes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Does the instance's own storage run out? Temporary files fill it, and where none is left statements fail (SQLSTATE 53100).
 *
 * <p>The Aurora User Guide's table of metrics does not give FreeLocalStorage for Serverless v2; a member that publishes none has nothing to
 * judge, unless the alarm speaks of it.
 */
final class LocalStorageCheck extends SlowQueryCheck<Double> {
  private static final double GIBIBYTE = 1L << 30;
  private static final int SHOWN = 2;

  /** Ours: stands for a storage that does not shrink. */
  private static final Duration FOR_EVER = Duration.ofDays(365);

  LocalStorageCheck() {
    super(LocalStorageCheck::free);
  }

  @Override
  public String harm() {
    return "Statements that sort or hash fail within minutes, when no local storage is left (SQLSTATE 53100).";
  }

  /** CloudWatch says it. */
  @Override
  public boolean asksDatabase() {
    return false;
  }

  @Override
  public Cause cause() {
    return Cause.TEMP_SPILL;
  }

  @Override
  public Set<String> judges() {
    return Set.of(Metric.FREE_LOCAL_STORAGE.cloudWatchName());
  }

  /** Not a number where the member publishes none and nobody asks. */
  private static Reading<Double> free(SlowQueryEvidence evidence) {
    boolean asked = evidence.alarmSpeaksOf(Metric.FREE_LOCAL_STORAGE);
    boolean published = evidence.minutes().series(Metric.FREE_LOCAL_STORAGE).map(all -> !all.isEmpty()).orElse(true);
    return asked || published ? evidence.minutes().recent(Metric.FREE_LOCAL_STORAGE, 1) : Reading.known(Double.NaN, evidence.at());
  }

  /** The member that was asked, and every other one that publishes it: a reader fills up whether or not an alarm watches it. */
  @Override
  CheckResult judge(SlowQueryEvidence evidence, Reading.Known<Double> known) {
    List<Finding> findings = new ArrayList<>();
    findings.add(asked(evidence, known));
    for (Member member : evidence.cluster().map(ClusterState::members).orElse(List.of())) {
      MemberMinutes minutes = MemberMinutes.of(member.id(), evidence);
      boolean other = !member.id().equals(evidence.member());
      if (other && minutes.recent(Metric.FREE_LOCAL_STORAGE, 1) instanceof Reading.Known<Double> free) {
        findings.add(judged(evidence, minutes, free, false, Phrase.EMPTY, new Advice[] {elsewhere(evidence, member)}));
      }
    }
    List<Finding> scarce = findings.stream().filter(finding -> finding.severity() != Severity.OK).toList();
    return scarce.isEmpty() ? CheckResult.of(findings.getFirst()) : new CheckResult.Found(id(), scarce);
  }

  private Finding asked(SlowQueryEvidence evidence, Reading.Known<Double> known) {
    return known.value().isNaN()
        ? finding(Severity.OK, Phrase.of("CloudWatch has no FreeLocalStorage of " + evidence.member()), limit(evidence), evidence.at())
        : judged(evidence, evidence.minutes(), known, evidence.alarmRingsAt(Metric.FREE_LOCAL_STORAGE, known.value()), spills(evidence),
            advice(evidence));
  }

  private static Phrase limit(SlowQueryEvidence evidence) {
    return Phrase.of(
        "{} or {} of what was free before left, or used up within {}; critical within {}",
        SlowQueryLimit.LOCAL_STORAGE_BYTES.at(evidence.at()),
        SlowQueryLimit.LOCAL_STORAGE_LEFT.at(evidence.at()), SlowQueryLimit.LOCAL_STORAGE_ENDS.at(evidence.at()),
        SlowQueryLimit.LOCAL_STORAGE_ENDS_SOON.at(evidence.at()));
  }

  private Finding judged(
      SlowQueryEvidence evidence, MemberMinutes minutes, Reading.Known<Double> known, boolean rings, Phrase spills, Advice[] advice) {
    double free = known.value();
    double most = minutes.series(Metric.FREE_LOCAL_STORAGE).orElse(Series.EMPTY).max().orElse(free);
    Duration left = left(minutes, known.to(), free);
    boolean ends = left.compareTo(SlowQueryLimit.LOCAL_STORAGE_ENDS.duration()) <= 0;
    boolean small = free <= SlowQueryLimit.LOCAL_STORAGE_BYTES.value() * GIBIBYTE
        || free <= SlowQueryLimit.LOCAL_STORAGE_LEFT.value() * most;
    boolean asked = minutes.member().equals(evidence.member());
    Phrase seen =
        Phrase.of("{} of local storage left", size(minutes, known.to(), free))
            .and(" on ", asked ? Phrase.EMPTY : Phrase.of(minutes.member()))
            .and(", ", most > free ? Phrase.of("{} within the last two hours", size(minutes, known.from(), most)) : Phrase.EMPTY)
            .and(", ", ends ? Phrase.of("used up in {} at the present pace",
                minutes.fact(Metric.FREE_LOCAL_STORAGE, known.to(), (double) left.toMinutes(), "min")) : Phrase.EMPTY);
    if (!small && !ends && !rings) {
      return finding(Severity.OK, seen, limit(evidence), known.from());
    }
    Severity severity = ends && left.compareTo(SlowQueryLimit.LOCAL_STORAGE_ENDS_SOON.duration()) <= 0 ? Severity.CRITICAL
        : Severity.WARNING;
    return finding(severity, seen.and("; ", spills), limit(evidence), known.from(), advice);
  }

  /** Nobody looked into that member: what spills there is found there. */
  private static Advice elsewhere(SlowQueryEvidence evidence, Member member) {
    Advice find = SpillWords.find(evidence.probed());
    Fact where = Fact.word("rds:DescribeDBInstances DBInstanceIdentifier", evidence.at(), member.id());
    return new Advice(Phrase.of("Connect to {}, which was not looked into. ", where).and("", find.text()), find.command());
  }

  /** By the fall of the last minutes; for ever where it does not fall. */
  private static Duration left(MemberMinutes minutes, Instant end, double free) {
    Duration pace = SlowQueryLimit.LOCAL_STORAGE_PACE.duration();
    Reading<Double> then = minutes.stretch(Metric.FREE_LOCAL_STORAGE, end.minus(pace.multipliedBy(2)), end.minus(pace));
    double lost = then.orElse(free) - free;
    // From the middle of the older stretch to the newest minute.
    double perMinute = lost / (1.5 * pace.toMinutes());
    return perMinute <= 0 ? FOR_EVER : Duration.ofMinutes((long) Math.min(free / perMinute, (double) FOR_EVER.toMinutes()));
  }

  /** Temporary files within the look, and the statements that read or write them now. */
  private static Phrase spills(SlowQueryEvidence evidence) {
    Phrase files =
        evidence.seen(Snapshot::rates) instanceof Reading.Known<DatabaseRates> rates && rates.value().tempBytes() > 0
            ? Phrase.of("{} of temporary files within the look",
            TemporaryFilesCheck.megabytes(evidence.probed(), rates.value().tempBytes()))
            : Phrase.EMPTY;
    List<Phrase> sessions = spilling(evidence).stream().limit(SHOWN).map(one -> SpillWords.session(evidence.probed(), one)).toList();
    return files.and(", ", Phrase.join("; ", sessions));
  }

  private static List<Backend> spilling(SlowQueryEvidence evidence) {
    return evidence.seen(Snapshot::running).orElse(List.of()).stream()
        .filter(one -> one.waitEventType().equals("IO") && one.waitEvent().startsWith("BufFile"))
        .toList();
  }

  private static Advice[] advice(SlowQueryEvidence evidence) {
    List<Advice> all = new ArrayList<>();
    spilling(evidence).stream().limit(SHOWN).forEach(one -> all.add(SpillWords.cancel(evidence.probed(), one)));
    all.add(SpillWords.find(evidence.probed()));
    all.add(SpillWords.lasting(evidence.probed()));
    return all.toArray(Advice[]::new);
  }

  private static Fact size(MemberMinutes minutes, Instant at, double bytes) {
    return minutes.judged(Metric.FREE_LOCAL_STORAGE, at, bytes / GIBIBYTE, "GiB", SlowQueryLimit.LOCAL_STORAGE_BYTES);
  }
}
