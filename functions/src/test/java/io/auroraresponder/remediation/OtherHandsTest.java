package io.auroraresponder.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.fake.FakeAurora;
import io.auroraresponder.fake.Fate;
import io.auroraresponder.fake.ForwardingTable;
import io.auroraresponder.fake.InMemoryTable;
import io.auroraresponder.fake.RemediationBench;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.incident.Signal;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.OperatorsTable;
import io.auroraresponder.ledger.Run;
import io.auroraresponder.ledger.Table;
import io.auroraresponder.remediation.Decision.Result;
import io.auroraresponder.remediation.guard.GuardVerdict;
import io.auroraresponder.remediation.guard.ReasonCode;
import io.auroraresponder.response.LedgerLeaseHistory;
import io.auroraresponder.runbook.LeaseHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;


/** Names that move, modifications that wait, and ranges that others set, as CloudTrail tells of them. */
class OtherHandsTest {
  private static final String ANN = "arn:aws:iam::111122223333:user/ann";
  private static final ScalingRange THEIRS = ScalingRange.of(2, 20);
  private static final Deadline MINUTE = Deadline.after(Duration.ofMinutes(1), () -> 0);

  private final RemediationBench bench = new RemediationBench();
  private int events;

  private String lastNews() {
    return bench.news.getLast().said().text().text();
  }

  private List<String> texts() {
    return bench.news.stream().map(news -> news.said().text().text()).toList();
  }

  private int hear(Instant at, String by, ScalingRange range) {
    return bench.office.recorded().hear(new RecordedRange(
        "event-" + events++, at, "orders-db", FakeAurora.RESOURCE, by, "ann", "request-of-theirs", "aws-cli/2", range.minAcu(),
        range.maxAcu()), MINUTE);
  }

  @Test
  void aRenameIsFollowedAndTheLeaseGoesHomeUnderTheNewName() {
    bench.raise();
    bench.sweepFor(Duration.ofMinutes(8));
    bench.aurora.rename("orders-production");
    bench.aurora.demand(3);

    bench.sweepFor(Duration.ofMinutes(30));

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
    assertThat(bench.kinds()).contains(EntryKind.RENAMED, EntryKind.GIVEN_BACK);
    assertThat(bench.ledger.recorded(FakeAurora.RESOURCE).orElse(Optional.empty()).orElseThrow().cluster())
        .isEqualTo(new ClusterId("orders-production"));
    assertThat(texts()).anyMatch(text -> text.contains("the cluster is called orders-production now"));
  }

  @Test
  void aSwitchoverIsToldOnceAsCriticalWithTheRangeOfTheOneThatHasTheNameAndTheLeaseGoesOn() {
    bench.raise();
    bench.sweepFor(Duration.ofMinutes(8));
    bench.aurora.switchOver("cluster-GREEN");
    bench.aurora.demand(3);

    bench.sweepFor(Duration.ofMinutes(30));

    assertThat(bench.kinds()).filteredOn(EntryKind.SWITCHED_OVER::equals).hasSize(1);
    assertThat(bench.kinds()).doesNotContain(EntryKind.ABANDONED);
    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
    LeaseNews told = bench.news.stream().filter(news -> news.kind() == EntryKind.SWITCHED_OVER).findFirst().orElseThrow();
    assertThat(told.said().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(told.said().text().text()).contains("cluster-GREEN", "orders-db-old1", "1 to 4 ACU", "0.5 to 8 ACU");
    assertThat(told.said().commands()).extracting(command -> command.command().text())
        .anyMatch(command -> command.contains("--db-cluster-identifier orders-db ") && command.contains("MaxCapacity=8"))
        .anyMatch(command -> command.contains("Key=aurora-responder:cluster,Value=cluster-GREEN"));
  }

  @Test
  void aClusterWhoseNameWentElsewhereIsRaisedNoMore() {
    bench.raise();
    bench.sweepFor(Duration.ofMinutes(8));
    bench.aurora.switchOver("cluster-GREEN");
    bench.sweep();
    assertThat(bench.head().switchedAt()).isPresent();
    bench.aurora.rename("orders-db");
    bench.sweepFor(Duration.ofMinutes(35));

    Decision decision = bench.decide(bench.wish("incident-2"));

    assertThat(decision.result()).isEqualTo(Result.REFUSED);
    assertThat(decision.summary().text()).contains("former name");
  }

  @Test
  void aClusterThatIsGoneIsAbandonedAndAnotherUnderItsNameIsNoneOfOurs() {
    bench.raise();
    bench.aurora.recreate("cluster-OTHER");

    bench.sweepFor(Duration.ofMinutes(6));

    assertThat(bench.aurora.calls()).hasSize(1);
    assertThat(bench.news).extracting(LeaseNews::kind).contains(EntryKind.ABANDONED);
  }

  @Test
  void nothingIsSentWhileAModificationWaitsAndItsNameIsToldOnce() {
    bench.aurora.pending("EngineVersion");
    Decision refused = bench.raise();
    assertThat(refused.result()).isEqualTo(Result.REFUSED);
    assertThat(refused.summary().text()).contains("a modification of the cluster waits (EngineVersion)");
    bench.aurora.pending();
    bench.decide(bench.wish("incident-2"));
    bench.sweepFor(Duration.ofMinutes(8));
    bench.aurora.pending("EngineVersion", "MasterUserPassword");
    bench.aurora.demand(3);

    bench.sweepFor(Duration.ofMinutes(40));

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.RAISED);
    assertThat(texts()).filteredOn(text -> text.contains("not given back by itself: a modification of the cluster waits (EngineVersion, "
        + "MasterUserPassword)") && text.contains("26.88 USD a day")).hasSize(1);
    bench.undo(bench.lease().id(), "ann");
    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
  }

  @Test
  void nothingIsRaisedWhileABlueGreenDeploymentIsUnderWayOrNobodyCanSay() {
    bench.aurora.deployments("orders-upgrade");
    Decision refused = bench.raise();
    bench.aurora.fates(call -> call.equals("rds:DescribeBlueGreenDeployments") ? Fate.THROTTLE : Fate.GO);
    Decision unknown = bench.decide(bench.wish("incident-2"));
    bench.aurora.fates(call -> Fate.GO);
    bench.aurora.deployments();

    assertThat(refused.result()).isEqualTo(Result.REFUSED);
    assertThat(refused.summary().text()).contains("the blue/green deployment orders-upgrade is under way");
    assertThat(unknown.result()).isEqualTo(Result.REFUSED);
    assertThat(unknown.reasons()).anyMatch(verdict -> verdict.guard() == ReasonCode.BLUE_GREEN
        && verdict.answer() == GuardVerdict.Answer.REFUSE);
    assertThat(bench.aurora.calls()).isEmpty();
    assertThat(bench.decide(bench.wish("incident-3")).result()).isEqualTo(Result.APPLIED);
  }

  /** What was raised before goes home: the green has copied what it has copied. */
  @Test
  void aGiveBackAndAnOrderGoOnBesideABlueGreenDeployment() {
    bench.raise();
    bench.sweepFor(Duration.ofMinutes(8));
    bench.aurora.deployments("orders-upgrade");
    bench.aurora.demand(3);

    bench.sweepFor(Duration.ofMinutes(30));

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
  }

  @Test
  void aModificationThatIsPutBesideTheIntentIsSeenInTheLastLook() {
    List<String> calls = new ArrayList<>();
    bench.aurora.fates(call -> {
      calls.add(call);
      if (calls.stream().filter("rds:DescribeDBClusters"::equals).count() == 3) {
        bench.aurora.pending("EngineVersion");
      }
      return Fate.GO;
    });

    Decision decision = bench.raise();

    assertThat(decision.result()).isEqualTo(Result.REFUSED);
    assertThat(decision.reasons()).noneMatch(verdict -> verdict.guard() == ReasonCode.PENDING_MODIFICATION
        && verdict.answer() != GuardVerdict.Answer.PASS);
    assertThat(bench.aurora.calls()).isEmpty();
  }

  /** What a person sets after it is overwritten, so nothing comes between it and the call, the switch least of all. */
  @Test
  void theClusterIsTheLastThatIsReadBeforeItIsChanged() {
    List<String> calls = new ArrayList<>();
    bench.aurora.fates(call -> {
      calls.add(call);
      return Fate.GO;
    });
    OperatorsTable heard = new OperatorsTable(new Listened(new InMemoryTable(bench.clock), calls), bench.clock);
    heard.put(new Run("", bench.table.id(), false, "ann", bench.clock.instant(), "tested"));
    RemediationPorts ports =
        new RemediationPorts(bench.ledger, heard, bench.aurora, bench.aurora, bench.aurora, bench.clock, bench.clock::nanos);

    Decision decision = RemediationModule.open(ports, bench.settings).decider().decide(bench.wish("incident-1"));

    assertThat(decision.result()).isEqualTo(Result.APPLIED);
    int call = calls.indexOf("rds:ModifyDBCluster");
    assertThat(calls.subList(call - 3, call)).containsExactly("operators RUN", "operators STOP", "rds:DescribeDBClusters");
  }

  /** Says what is read of it. */
  private static final class Listened extends ForwardingTable {
    private final List<String> calls;

    Listened(Table items, List<String> calls) {
      super(items);
      this.calls = calls;
    }

    @Override
    public Optional<Item> get(Key key) {
      calls.add("operators " + key.pk());
      return super.get(key);
    }
  }

  @Test
  void aRangeThatWasOverwrittenIsToldCriticalWithTheCommandThatRestoresItOnce() {
    Instant at = bench.clock.instant();
    bench.raise();
    bench.clock.advance(Duration.ofMinutes(4));

    assertThat(hear(at, ANN, THEIRS)).isEqualTo(1);
    events--;
    assertThat(hear(at, ANN, THEIRS)).isZero();
    bench.sweep();

    LeaseNews told = bench.news.stream().filter(news -> news.kind() == EntryKind.OVERWRITTEN).findFirst().orElseThrow();
    assertThat(told.said().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(told.said().text().text()).contains(ANN, "2 to 20 ACU", "overwritten");
    assertThat(told.said().commands().getFirst().command().text()).contains("MinCapacity=2,MaxCapacity=20");
    assertThat(bench.aurora.calls()).hasSize(1);
  }

  @Test
  void whatStoodBeforeOrCameAfterOurCallOrIsOursIsNotOverwritten() {
    Instant at = bench.clock.instant();
    bench.raise();
    String request = bench.chain().stream().filter(entry -> entry.kind() == EntryKind.ACCEPTED).findFirst().orElseThrow().body()
        .replaceAll(".*\"request\":\"([^\"]+)\".*", "$1");
    String plan = bench.head().plans().keySet().iterator().next();

    hear(at.minus(Duration.ofMinutes(1)), ANN, THEIRS);
    hear(at.plus(Duration.ofMinutes(1)), ANN, THEIRS);
    hear(at, ANN, RemediationBench.BASE);
    hear(at, ANN, RemediationBench.RAISED);
    assertThat(bench.office.recorded().hear(record("own-1", at, "role", request, ""), MINUTE)).isZero();
    assertThat(bench.office.recorded().hear(record("own-2", at, "aurora-responder-remediation", "", "Java aurora-responder-plan/" + plan),
        MINUTE)).isZero();

    assertThat(bench.kinds()).doesNotContain(EntryKind.OVERWRITTEN);
  }

  private static RecordedRange record(String id, Instant at, String role, String request, String agent) {
    return new RecordedRange(id, at, "orders-db", FakeAurora.RESOURCE, role, role, request, agent, 2, 20);
  }

  @Test
  void whoeverPutsAPlansNameIntoTheUserAgentIsNotTakenForTheResponder() {
    Instant at = bench.clock.instant();
    bench.raise();
    String plan = bench.head().plans().keySet().iterator().next();

    bench.office.recorded().hear(record("forged", at, "admin", "", "Java aurora-responder-plan/" + plan), MINUTE);

    assertThat(bench.kinds()).contains(EntryKind.OVERWRITTEN);
  }

  @Test
  void aRecordBelongsToTheClusterThatAnsweredWhateverNameTheCallUsed() {
    bench.raise();
    Instant at = bench.clock.instant();
    RecordedRange ofAnother = new RecordedRange("e-1", at, "orders-db", "cluster-GREEN", ANN, "ann", "", "", 2, 20);
    RecordedRange underANewName = new RecordedRange("e-2", at, "orders-production", FakeAurora.RESOURCE, ANN, "ann", "", "", 2, 20);
    RecordedRange withoutAnId = new RecordedRange("e-3", at, "orders-db", "", ANN, "ann", "", "", 2, 24);

    assertThat(bench.office.recorded().hear(ofAnother, MINUTE)).isZero();
    assertThat(bench.office.recorded().hear(underANewName, MINUTE)).isEqualTo(1);
    assertThat(bench.office.recorded().hear(withoutAnId, MINUTE)).isEqualTo(1);
  }

  @Test
  void aRangeThatWasRefusedByTheLastLookWasNotOverwritten() {
    List<String> calls = new ArrayList<>();
    bench.aurora.fates(call -> {
      calls.add(call);
      if (calls.stream().filter("rds:DescribeDBClusters"::equals).count() == 3 && bench.aurora.range().equals(RemediationBench.BASE)) {
        bench.aurora.foreign(THEIRS);
      }
      return Fate.GO;
    });
    Instant at = bench.clock.instant();
    bench.raise();

    hear(at, ANN, THEIRS);

    assertThat(bench.aurora.calls()).isEmpty();
    assertThat(bench.kinds()).doesNotContain(EntryKind.OVERWRITTEN);
  }

  @Test
  void aYieldNamesItsAuthorWhereTheTrailToldInTimeAndNobodyWhereItDidNot() {
    bench.raise();
    bench.sweepFor(Duration.ofMinutes(8));
    bench.aurora.foreign(THEIRS);
    hear(bench.clock.instant(), ANN, THEIRS);
    bench.sweepFor(Duration.ofMinutes(4));

    assertThat(lastNews()).contains("set to 2 to 20 ACU by " + ANN);
    assertThat(bench.head().last().orElseThrow().author()).isEqualTo(ANN);

    RemediationBench late = new RemediationBench();
    late.raise();
    late.sweepFor(Duration.ofMinutes(8));
    late.aurora.foreign(THEIRS);
    Instant at = late.clock.instant();
    late.sweepFor(Duration.ofMinutes(4));
    assertThat(late.news.getLast().said().text().text()).contains("not known by whom");
    late.office.recorded().hear(new RecordedRange("event-x", at, "orders-db", "", ANN, "ann", "", "", 2, 20), MINUTE);
    late.sweep();
    assertThat(late.head().last().orElseThrow().end()).isEqualTo(Lease.End.YIELDED);
    assertThat(late.news.getLast().said().text().text()).contains("was set by " + ANN);
  }

  @Test
  void everyLaterLookNamesWhoSetTheRangeThatIsLive() {
    bench.raise();
    bench.sweepFor(Duration.ofMinutes(8));
    assertThat(situation().inForce()).isTrue();

    bench.aurora.foreign(THEIRS);
    assertThat(situation()).isEqualTo(LeaseHistory.Situation.RESET);
    hear(bench.clock.instant(), ANN, THEIRS);
    assertThat(situation()).isEqualTo(LeaseHistory.Situation.RESET.by(ANN));
    bench.sweepFor(Duration.ofMinutes(4));
    assertThat(situation().changer()).isEqualTo(ANN);

    bench.aurora.foreign(RemediationBench.BASE);
    assertThat(situation().changer()).isEmpty();
  }

  private LeaseHistory.Situation situation() {
    Instant now = bench.clock.instant();
    Incident incident = new Incident("orders-db-9", "orders-db", new ClusterId("orders-db"), "111122223333", "eu-west-1", "scaling", "", "",
        now, new Signal("manual", "e9", "person", "looks", now, Optional.empty()));
    return new LedgerLeaseHistory(bench.ledger).of(bench.aurora.cluster(new ClusterId("orders-db")).orElseThrow(), incident);
  }

  @Test
  void aRecordDecidesNothing() {
    bench.raise();
    bench.sweepFor(Duration.ofMinutes(8));

    hear(bench.clock.instant(), ANN, THEIRS);
    bench.sweepFor(Duration.ofMinutes(10));

    assertThat(bench.lease().phase()).isEqualTo(Lease.Phase.HELD);
    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.RAISED);
  }
}
