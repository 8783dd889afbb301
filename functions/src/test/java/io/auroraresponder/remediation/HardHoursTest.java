package io.auroraresponder.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.fake.FakeAurora;
import io.auroraresponder.fake.Fate;
import io.auroraresponder.fake.RemediationBench;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.OperatorRecords;
import io.auroraresponder.ledger.Order;
import io.auroraresponder.remediation.Decision.Result;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Hours in which several things go wrong at once: each ends with the range where a person may expect it, or with a message that says why.
 */
class HardHoursTest {
  private static final ScalingRange THEIRS = ScalingRange.of(2, 20);

  private final RemediationBench bench = new RemediationBench();

  private List<String> texts() {
    return bench.news.stream().map(news -> news.said().text().text()).toList();
  }

  private void theAnswerIsLost(Fate how) {
    bench.aurora.fates(call -> call.equals("rds:ModifyDBCluster") ? how : Fate.GO);
    assertThat(bench.raise().result()).isEqualTo(Result.UNCERTAIN);
    bench.aurora.fates(call -> Fate.GO);
  }

  private String plan() {
    return bench.head().change().orElseThrow().plan().planId();
  }

  @Test
  void aRangeOfAPersonThatIsSetWhileTheAnswerIsLostIsNeitherOverwrittenNorGivenBackByAnUndo() {
    theAnswerIsLost(Fate.TIMEOUT_AFTER);
    bench.undo(plan(), "ann");
    bench.aurora.foreign(THEIRS);

    bench.sweepFor(Duration.ofMinutes(20));

    assertThat(bench.aurora.range()).isEqualTo(THEIRS);
    assertThat(bench.head().isOpen()).isFalse();
    assertThat(texts()).anyMatch(text -> text.contains("superseded"));
  }

  @Test
  void keepWhileTheAnswerIsLostKeepsWhatIsFoundToHaveLanded() {
    theAnswerIsLost(Fate.TIMEOUT_AFTER);
    bench.order(Order.Kind.KEEP, plan(), "ann");

    bench.sweepFor(Duration.ofMinutes(20));

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.RAISED);
    assertThat(bench.head().isOpen()).isFalse();
    assertThat(bench.head().last().orElseThrow().end()).isEqualTo(Lease.End.KEPT);
    assertThat(bench.aurora.calls()).hasSize(1);
  }

  @Test
  void keepOfAChangeThatNeverLandedEndsWithAMessage() {
    theAnswerIsLost(Fate.TIMEOUT_BEFORE);
    bench.order(Order.Kind.KEEP, plan(), "ann");

    bench.sweepFor(Duration.ofMinutes(20));

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
    assertThat(bench.head().isOpen()).isFalse();
    assertThat(texts()).anyMatch(text -> text.contains("the order of ann has nothing left to do"));
  }

  @Test
  void aClusterThatIsHandedToAnotherDeploymentUnderALeaseIsChangedNoMoreAndItsLeaseIsAnnounced() {
    bench.raise();
    bench.sweepFor(Duration.ofMinutes(8));
    bench.aurora.tag("deployment", "other");
    bench.aurora.demand(1);

    bench.sweepFor(Duration.ofHours(6));

    assertThat(bench.aurora.calls()).hasSize(1);
    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.RAISED);
    assertThat(bench.kinds()).contains(EntryKind.OVERDUE);
    bench.undo(bench.lease().id(), "ann");
    bench.sweepFor(Duration.ofMinutes(3));
    assertThat(bench.aurora.calls()).hasSize(1);
    assertThat(bench.news).filteredOn(news -> news.kind() == EntryKind.ORDER_HELD).singleElement().satisfies(news -> {
      assertThat(news.said().text().text()).contains("held back");
      assertThat(news.said().commands().getFirst().command().text()).contains("aws rds modify-db-cluster", "MaxCapacity=8");
    });
  }

  @Test
  void anOrderUnderTheNameThatAnotherClusterHasByNowIsHeardByTheClusterThatItIsAbout() {
    bench.raise();
    bench.sweepFor(Duration.ofMinutes(8));
    String lease = bench.lease().id();
    bench.aurora.switchOver("cluster-GREEN");
    bench.sweepFor(Duration.ofMinutes(2));

    bench.order(Order.Kind.BACK, lease, "ann");
    bench.sweepFor(Duration.ofMinutes(8));

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
    assertThat(bench.kinds()).contains(EntryKind.GIVEN_BACK);
  }

  @Test
  void anOrderThatIsGivenInTheMinuteOfASwitchoverIsCarriedOut() {
    bench.raise();
    bench.sweepFor(Duration.ofMinutes(8));
    String lease = bench.lease().id();
    bench.aurora.switchOver("cluster-GREEN");

    bench.order(Order.Kind.BACK, lease, "ann");
    bench.sweepFor(Duration.ofMinutes(8));

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
  }

  @Test
  void aYesAndAStopInTheSameMinuteSendNothing() {
    bench.aurora.tag("mode", "propose");
    bench.raise();
    bench.approve(bench.head().pending().orElseThrow().plan().planHash(), true, "AROABOB");
    bench.stop("ann");

    bench.sweepFor(Duration.ofMinutes(20));

    assertThat(bench.aurora.calls()).isEmpty();
    assertThat(bench.head().pending()).isEmpty();
  }

  @Test
  void aStopBesideTheIntentOfAGiveBackIsSeenInTheLastLook() {
    bench.raise();
    bench.sweepFor(Duration.ofMinutes(8));
    bench.aurora.demand(1);
    bench.aurora.fates(call -> {
      if (bench.head().change().isPresent() && bench.operators.read().orElse(OperatorRecords.NONE).stop().isEmpty()) {
        bench.stop("ann");
      }
      return Fate.GO;
    });

    bench.sweepFor(Duration.ofMinutes(40));

    assertThat(bench.aurora.calls()).hasSize(2);
  }

  @Test
  void aClusterThatLosesItsServerlessMembersUnderALeaseIsHeldAndAnnounced() {
    bench.raise();
    bench.sweepFor(Duration.ofMinutes(8));
    bench.aurora.members(0);

    bench.sweepFor(Duration.ofHours(6));

    assertThat(bench.kinds()).contains(EntryKind.OVERDUE);
    assertThat(bench.aurora.calls()).hasSize(1);
  }

  @Test
  void aLateCallThatLandsAfterTheClusterWasGivenToAPersonIsNeverLoweredUnasked() {
    theAnswerIsLost(Fate.DELAY);
    bench.sweepFor(Duration.ofMinutes(8));
    assertThat(bench.head().lateCalls()).hasSize(1);
    bench.aurora.landOne();
    bench.aurora.demand(1);

    bench.sweepFor(Duration.ofHours(30));

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.RAISED);
    assertThat(bench.kinds()).filteredOn(EntryKind.UNCLAIMED::equals).hasSize(1);
    assertThat(bench.decide(bench.wish("incident-2")).result()).isNotEqualTo(Result.APPLIED);
  }

  @Test
  void tagsThatMoveBetweenActAndOffEveryMinuteNeitherForgetTheLeaseNorSendTwice() {
    bench.raise();
    bench.aurora.demand(1);
    for (int minute = 0; minute < 90; minute++) {
      bench.aurora.tag("mode", minute % 2 == 0 ? "off" : "act");
      bench.sweepFor(Duration.ofMinutes(1));
    }
    bench.aurora.tag("mode", "act");
    bench.sweepFor(Duration.ofMinutes(40));

    assertThat(bench.aurora.range()).isEqualTo(RemediationBench.BASE);
    assertThat(bench.aurora.calls()).extracting(FakeAurora.Call::range).containsExactly(RemediationBench.RAISED, RemediationBench.BASE);
  }
}
