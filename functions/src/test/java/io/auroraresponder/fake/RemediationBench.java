package io.auroraresponder.fake;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.diagnosis.Lever;
import io.auroraresponder.diagnosis.Pressure;
import io.auroraresponder.diagnosis.RangeQuestion;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.incident.Signal;
import io.auroraresponder.ledger.Approval;
import io.auroraresponder.ledger.ChainEntry;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.IncidentLogEntry;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.Ledger;
import io.auroraresponder.ledger.OperatorsTable;
import io.auroraresponder.ledger.Order;
import io.auroraresponder.ledger.Run;
import io.auroraresponder.ledger.SeenLimit;
import io.auroraresponder.ledger.Stop;
import io.auroraresponder.ledger.Table;
import io.auroraresponder.policy.HardLimits;
import io.auroraresponder.remediation.Decision;
import io.auroraresponder.remediation.LeaseNews;
import io.auroraresponder.remediation.Plan;
import io.auroraresponder.remediation.Plans;
import io.auroraresponder.remediation.RemediationModule;
import io.auroraresponder.remediation.RemediationPorts;
import io.auroraresponder.remediation.RemediationSettings;
import io.auroraresponder.remediation.SlackApprovals;
import io.auroraresponder.remediation.Wish;
import io.auroraresponder.remediation.Wishes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** A cluster at its ceiling with ledger, planner and everything that acts, on a clock that is moved by hand. */
public final class RemediationBench {
  public static final Instant START = Instant.parse("2026-11-24T10:15:30Z");
  public static final ScalingRange BASE = ScalingRange.of(0.5, 8);
  public static final ScalingRange RAISED = ScalingRange.of(0.5, 12);

  public final HandClock clock = new HandClock(START);
  public final FaultyTable table = new FaultyTable(clock);
  public final OperatorsTable operators = new OperatorsTable(new InMemoryTable(clock), clock);
  public final FakeAurora aurora;
  public final RemediationSettings settings;
  public final Ledger ledger;
  public final Wishes wishes;
  public final RemediationModule office;
  public final List<LeaseNews> news = new ArrayList<>();
  private int said;
  private long reported;

  public RemediationBench() {
    this(BASE, HardLimits.DEFAULTS);
  }

  public RemediationBench(ScalingRange range, HardLimits limits) {
    this(range, limits, SlackApprovals.NONE);
  }

  /** Where those may answer in Slack. */
  public RemediationBench(SlackApprovals slack) {
    this(BASE, HardLimits.DEFAULTS, slack);
  }

  private RemediationBench(ScalingRange range, HardLimits limits, SlackApprovals slack) {
    AtomicLong ids = new AtomicLong();
    aurora = new FakeAurora(clock, range);
    RemediationSettings defaults = RemediationSettings.defaults();
    settings = new RemediationSettings(limits, defaults.rates(), defaults.times(), defaults.thresholds(), slack,
        Set.of("aurora-responder-remediation"));
    ledger = new Ledger(table, clock, () -> "write-" + ids.incrementAndGet());
    wishes = new Wishes(limits);
    office = RemediationModule.open(new RemediationPorts(ledger, operators, aurora, aurora, aurora, clock, clock::nanos), settings);
    clock.jump(Duration.ofMinutes(-30));
    aurora.demand(range.maxAcu() + 4);
    aurora.signal(Metric.DB_LOAD, 18);
    aurora.signal(Metric.CPU, 97);
    clock.jump(Duration.ofMinutes(30));
    var unused = ledger.begin();
    run("operator");
  }

  /** Somebody stops all changes. */
  public void stop(String by) {
    operators.put(new Stop(OperatorsTable.id(clock.instant(), by + said++), by, clock.instant(), "tested"));
  }

  /** Somebody allows changes of this ledger again, whatever stop stands. */
  public void run(String by) {
    String lifts = operators.read().map(all -> all.stop().map(Stop::id).orElse("")).orElse("");
    operators.put(new Run(lifts, table.id(), false, by, clock.instant(), "tested"));
  }

  /** Somebody orders something under the stop that stands; the next sweep takes it. */
  public void order(Order.Kind kind, String target, String by) {
    String under = operators.read().map(all -> all.killSwitch(table.id()).stop()).orElse("");
    String eight = target.length() > 8 ? target.substring(0, 8) : target;
    operators.put(new Order(OperatorsTable.id(clock.instant(), kind.name() + said++), by, kind, FakeAurora.ID.value(), eight, under));
  }

  /** Somebody says yes or no to a plan; the next sweep reads it. */
  public void approve(String planHash, boolean yes, String by) {
    operators.put(new Approval(OperatorsTable.id(clock.instant(), "say" + said++), by, planHash, yes), by + ":session");
  }

  /** The incident of the first raise as the runbook functions keep it: opened by an alarm, where there is one, and left in that state. */
  public void recorded(Optional<IncidentLog.AlarmChange> alarm, Report.State state) {
    IncidentLog log = new IncidentLog(table.sound());
    Instant now = clock.instant();
    IncidentLogEntry entry = log.take(
        new IncidentLog.Arrival(incident("incident-1"), alarm), (seen, before) -> seen,
        unused -> IncidentLog.Admission.claimed(new IncidentLogEntry.Claim("run-1", now.plusSeconds(60)), now), now).entry();
    IncidentLog.NextLook next =
        state == Report.State.RESOLVED ? IncidentLog.NextLook.never(state) : IncidentLog.NextLook.at(now.plusSeconds(60), state);
    log.done(entry, new IncidentLog.Done("run-1", Optional.empty(), Set.of("incident-1")), each -> next, now);
  }

  /** Somebody orders the range back, and a sweep runs at once. */
  public void undo(String target, String by) {
    order(Order.Kind.BACK, target, by);
    sweep();
  }

  /** A runbook's look has found so many max_connections on a member. */
  public void looked(String member, int maxConnections, boolean leased) {
    table.sound().put(
        new SeenLimit(member, maxConnections, leased, clock.instant()).item(FakeAurora.RESOURCE, clock.instant().getEpochSecond() + 86_400),
        Table.Condition.NONE);
  }

  public Incident incident(String id) {
    return new Incident(
        id, "orders-db", FakeAurora.ID, "111122223333", "eu-west-2", "capacity", "", "", clock.instant(),
        new Signal("eventbridge-alarm", id, "orders-db-acu-high", "", clock.instant()));
  }

  public Diagnosis diagnosis(Cause cause, Lever lever, RangeQuestion.Strength strength) {
    Instant now = clock.instant();
    Pressure pressure =
        new Pressure(
            Reading.known(8.0, now), Reading.known(7.8, now), Reading.known(18.0, now), Reading.known(4.0, now),
            Reading.unavailable("not published"), Reading.known(0.0, now));
    RangeQuestion range =
        new RangeQuestion(
            lever, strength, List.of(), List.of(Fact.of("cloudwatch:GetMetricData ServerlessDatabaseCapacity", now, 8, "ACU")),
            FakeAurora.WRITER, now, pressure);
    return new Diagnosis(
        Severity.CRITICAL, Phrase.of("out of capacity"), Phrase.of("requests are slow"), List.of(), cause, List.of(), List.of(),
        Optional.of(range));
  }

  public Diagnosis loadGrowth() {
    return diagnosis(Cause.LOAD_GROWTH, Lever.RAISE_MAX, RangeQuestion.Strength.ACT);
  }

  /** The cluster as a runbook would have read it. */
  public Reading<ClusterState> cluster() {
    ClusterState state = aurora.cluster(FakeAurora.ID).orElseThrow();
    return Reading.known(state.withLimits(Reading.known(aurora.limits(state), clock.instant())), clock.instant());
  }

  public Wish wish(String incident) {
    return wish(incident, loadGrowth());
  }

  public Wish wish(String incident, Diagnosis diagnosis) {
    return wishes.of(incident(incident), cluster(), diagnosis);
  }

  /** What the acting side would make of it now, judged by nobody. */
  public Plan plan(String incident) {
    return plan(incident, loadGrowth());
  }

  public Plan plan(String incident, Diagnosis diagnosis) {
    return Plans.of(settings, wish(incident, diagnosis), cluster(), ledger.head(FakeAurora.RESOURCE, FakeAurora.ID), clock.instant());
  }

  public Decision decide(Wish wish) {
    Decision decision = office.decider().decide(wish);
    if (decision.result() == Decision.Result.APPLIED) {
      reported = Math.max(reported, decision.chainSeq());
    }
    return decision;
  }

  public Decision raise() {
    return decide(wish("incident-1"));
  }

  /** A further step of an open lease waits for a person. */
  public void proposesAStep() {
    raise();
    sweepFor(Duration.ofMinutes(8));
    aurora.tag("mode", "propose");
    clock.advance(Duration.ofMinutes(31));
    aurora.demand(20);
    clock.advance(Duration.ofMinutes(10));
    sweep();
    assertThat(decide(wish("incident-2")).result()).isEqualTo(Decision.Result.PROPOSED);
  }

  /** One sweep a minute, the first one after a minute. */
  public void sweepFor(Duration time) {
    for (long i = 0; i < time.toMinutes(); i++) {
      clock.advance(Duration.ofMinutes(1));
      sweep();
    }
  }

  public void sweep() {
    office.keeper().tend(this::hear, Deadline.after(Duration.ofMinutes(1), clock::nanos));
  }

  /** A raise that a decision has reported is no news. */
  private void hear(LeaseNews said) {
    if (said.kind() != EntryKind.APPLIED || said.seq() > reported) {
      news.add(said);
    }
  }

  public Head head() {
    return ((Reading.Known<Head>) ledger.head(FakeAurora.RESOURCE, FakeAurora.ID)).value();
  }

  public Lease lease() {
    return head().lease().orElseThrow();
  }

  public List<ChainEntry> chain() {
    return ((Reading.Known<List<ChainEntry>>) ledger.chain(FakeAurora.RESOURCE)).value();
  }

  public List<EntryKind> kinds() {
    return chain().stream().map(ChainEntry::kind).toList();
  }
}
