package io.auroraresponder.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.fake.RemediationBench;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.OperatorsTable;
import io.auroraresponder.ledger.SlackAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An answer that Slack signed counts where the deployment's settings say so, and nowhere else. */
class SlackApprovalsTest {
  private static final SlackAnswer ANN = new SlackAnswer("T012AB3C4", "U061F7AUR", "A0123456789", "C0123456789");

  private RemediationBench bench = new RemediationBench();
  private int pressed;

  private void allow(double maxAcu) {
    bench = new RemediationBench(new SlackApprovals(Set.of(ANN.user()), maxAcu, ANN.team(), ANN.app(), ANN.channel()));
    bench.aurora.tag("mode", "propose");
    bench.raise();
  }

  private void press(SlackAnswer who, boolean yes) {
    String hash = bench.head().pending().orElseThrow().plan().planHash();
    assertThat(bench.operators.answered(OperatorsTable.id(bench.clock.instant(), "press" + pressed++), who, hash, yes)).isTrue();
    bench.sweepFor(Duration.ofMinutes(3));
  }

  @Test
  void yesOfAnApproverSendsThePlanAndIsRecordedAsSlacksWord() {
    allow(12);

    press(ANN, true);

    assertThat(bench.aurora.calls()).hasSize(1);
    assertThat(bench.chain()).filteredOn(entry -> entry.kind() == EntryKind.INTENT).singleElement()
        .satisfies(intent -> assertThat(intent.body()).contains("approval of Slack user T012AB3C4:U061F7AUR"));
    // The channel's message and its reply say it: headline and rest are told apart at the semicolon.
    assertThat(bench.news).filteredOn(news -> news.kind() == EntryKind.APPLIED).singleElement()
        .satisfies(news -> assertThat(news.said().text().text())
            .contains(" was applied; approved by Slack user T012AB3C4:U061F7AUR; the lease lasts until "));
  }

  @Test
  void noOfAnApproverEndsThePlanWhateverItsSize() {
    allow(10);

    press(ANN, false);

    assertThat(bench.kinds()).endsWith(EntryKind.VOIDED);
    assertThat(bench.news.getLast().said().text().text()).contains("refused by Slack user T012AB3C4:U061F7AUR");
  }

  @ParameterizedTest
  @CsvSource({
    "T999999999, U061F7AUR, A0123456789, C0123456789", "T012AB3C4, U999999999, A0123456789, C0123456789",
    "T012AB3C4, U061F7AUR, A999999999, C0123456789", "T012AB3C4, U061F7AUR, A0123456789, C999999999"})
  void answerOfAnotherTeamUserAppOrChannelCountsForNothing(String team, String user, String app, String channel) {
    allow(12);

    press(new SlackAnswer(team, user, app, channel), true);
    press(new SlackAnswer(team, user, app, channel), false);
    press(new SlackAnswer(team, user, app, channel), true);

    assertThat(bench.aurora.calls()).isEmpty();
    assertThat(bench.head().pending()).isPresent();
    assertThat(bench.kinds()).containsExactly(EntryKind.PROPOSED, EntryKind.ANSWER_IGNORED, EntryKind.ANSWER_IGNORED);
    assertThat(bench.news.getFirst().said().text().text()).contains(
        "the yes of Slack user " + team + ":" + user + " counts for nothing: ",
        List.of(team, user, app, channel).stream().filter(id -> id.contains("999999999")).findFirst().orElseThrow());
    assertThat(bench.news.getFirst().said().incident()).isEqualTo("incident-1");
  }

  @Test
  void yesToMoreThanSlackMayAgreeToCountsForNothing() {
    allow(11.5);

    press(ANN, true);

    assertThat(bench.aurora.calls()).isEmpty();
    assertThat(bench.head().pending()).isPresent();
    assertThat(bench.news.getLast().said().text().text()).contains("a yes from Slack counts up to 11.5 ACU");
  }

  @Test
  void whoComesTooLateHearsWhy() {
    allow(12);
    String hash = bench.head().pending().orElseThrow().plan().planHash();
    bench.sweepFor(Duration.ofMinutes(16));
    assertThat(bench.kinds()).endsWith(EntryKind.VOIDED);

    assertThat(bench.operators.answered(OperatorsTable.id(bench.clock.instant(), "late"), ANN, hash, true)).isTrue();
    bench.sweepFor(Duration.ofMinutes(3));

    assertThat(bench.aurora.calls()).isEmpty();
    assertThat(bench.kinds()).filteredOn(EntryKind.ANSWER_IGNORED::equals).hasSize(1);
    assertThat(bench.news.getLast().said().text().text())
        .contains("the yes of Slack user T012AB3C4:U061F7AUR came too late: ", "is void: nobody agreed before");
  }

  @Test
  void aNoThatComesAfterTheCallIsAnsweredWithTheUndo() {
    allow(12);
    String hash = bench.head().pending().orElseThrow().plan().planHash();
    press(ANN, true);
    assertThat(bench.aurora.calls()).hasSize(1);

    assertThat(bench.operators.answered(OperatorsTable.id(bench.clock.instant(), "late"),
        new SlackAnswer(ANN.team(), "U777777777", ANN.app(), ANN.channel()), hash, false)).isTrue();
    bench.sweepFor(Duration.ofMinutes(2));

    assertThat(bench.news).filteredOn(news -> news.kind() == EntryKind.ANSWER_IGNORED).singleElement().satisfies(news -> {
      assertThat(news.said().text().text()).contains("came too late: the change was sent already");
      assertThat(news.said().commands().getFirst().command().text()).contains("./responder undo " + bench.lease().id());
    });
  }

  @Test
  void whereItIsNotSwitchedOnNoAnswerCounts() {
    bench.aurora.tag("mode", "propose");
    bench.raise();

    press(ANN, true);

    assertThat(bench.aurora.calls()).isEmpty();
    assertThat(bench.news.getLast().said().text().text()).contains("this deployment takes no answers from Slack");
  }
}
