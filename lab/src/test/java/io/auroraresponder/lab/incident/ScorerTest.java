package io.auroraresponder.lab.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.lab.account.Published;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ScorerTest {
  private static final ScalingRange BEFORE = ScalingRange.of(0.5, 8);

  private static IncidentFile file(String expect) {
    return IncidentFile.parse("x.yaml", "title: x\nworld: {clusters: {}}\nevent: {byHand: orders-db}\nexpect: " + expect + "\n");
  }

  private static Published told(String severity, String text) {
    return new Published("arn:aws:sns:eu-west-1:111122223333:findings", "", text, Map.of("severity", severity), Instant.EPOCH);
  }

  private static Scene.Footprint footprint(String lease, int connections, ScalingRange... requests) {
    ScalingRange now = requests.length == 0 ? BEFORE : requests[requests.length - 1];
    return new Scene.Footprint(
        "orders-db", Optional.of(BEFORE), Optional.of(now), List.of(requests), connections, lease,
        List.of(told("warning", "Max raised to 12 ACU"), told("info", "it helped")), 2,
        OptionalLong.of(30L << 20), 9, java.util.Set.of());
  }

  private static Score score(String expect, Scene.Footprint footprint, Report... reports) {
    IncidentFile file = file(expect);
    return Scorer.judge(file, new Run(file.script(), Arrays.asList(reports), List.of(), footprint, List.of()));
  }

  private static Report applied() {
    return Reports.report("load-growth", List.of("ramp-limited", "at-policy-ceiling"), "raise-max", "applied", List.of("raise-min"));
  }

  @Test
  void isRightWhenAllThatIsExpectedIsThere() {
    String expect =
        "{cause: load-growth, otherCauses: [ramp-limited], conditions: [at-policy-ceiling], lever: raise-max, result: applied, "
            + "refused: [raise-min], lease: held, range: {min: 0.5, max: 12}, changes: 1, never: [raise-min, connect], mustSay: [raised "
            + "to]}";

    Score score = score(expect, footprint("held", 0, ScalingRange.of(0.5, 12)), applied());

    assertThat(score.differences()).isEmpty();
    assertThat(score.isRight()).isTrue();
    assertThat(score.decided()).isEqualTo("load-growth applied");
  }

  @Test
  void judgesNothingThatIsNotSaid() {
    assertThat(score("{}", footprint("held", 7, ScalingRange.of(2, 12)), applied()).isRight()).isTrue();
  }

  @Test
  void callsAWrongCauseWrongButNoWrongAction() {
    Score score = score("{cause: lock-pileup}", footprint("none", 1), applied());

    assertThat(score.isRight()).isFalse();
    assertThat(score.hasWrongAction()).isFalse();
    assertThat(score.differences()).extracting(Score.Difference::sentence)
        .containsExactly("cause: expected lock-pileup, found load-growth");
  }

  @Test
  void callsAnActionThatWasNotExpectedWrong() {
    assertThat(score("{result: refused}", footprint("held", 1), applied()).hasWrongAction()).isTrue();
    assertThat(score("{never: [modify]}", footprint("held", 1, ScalingRange.of(0.5, 9)), applied()).hasWrongAction()).isTrue();
    assertThat(score("{never: [raise-max]}", footprint("held", 1, ScalingRange.of(0.5, 9)), applied()).hasWrongAction()).isTrue();
    assertThat(score("{never: [raise-min]}", footprint("held", 1, ScalingRange.of(1, 8)), applied()).hasWrongAction()).isTrue();
    assertThat(score("{never: [lower-max]}", footprint("held", 1, ScalingRange.of(0.5, 6)), applied()).hasWrongAction()).isTrue();
    assertThat(score("{never: [connect]}", footprint("held", 1), applied()).hasWrongAction()).isTrue();
    assertThat(score("{changes: 0}", footprint("held", 1, ScalingRange.of(0.5, 9)), applied()).hasWrongAction()).isTrue();
    assertThat(score("{range: {min: 0.5, max: 8}}", footprint("held", 1, ScalingRange.of(0.5, 9)), applied()).hasWrongAction()).isTrue();
  }

  @Test
  void callsWhatHadToBeDoneAndWasNotMissed() {
    Report refused = Reports.report("load-growth", List.of(), "raise-max", "refused", List.of("raise-max"));

    List<Score> missed =
        List.of(
            score("{result: applied}", footprint("none", 1), refused),
            score("{changes: 2}", footprint("held", 1, ScalingRange.of(0.5, 9)), applied()),
            score("{range: {min: 0.5, max: 12}}", footprint("held", 1, ScalingRange.of(0.5, 9)), applied()),
            score("{range: {min: 0.5, max: 6}}", footprint("held", 1), applied()));

    assertThat(missed).allMatch(Score::hasMissedAction).noneMatch(Score::hasWrongAction);
    assertThat(score("{range: {min: 0.5, max: 9}}", footprint("held", 1, ScalingRange.of(0.5, 12)), applied()).hasWrongAction()).isTrue();
    assertThat(score("{range: {min: 0.5, max: 12}}", footprint("held", 1, ScalingRange.of(0.5, 6)), applied()).hasWrongAction()).isTrue();
  }

  @Test
  void countsLooksMessagesAndTheMemoryThatALookTakes() {
    assertThat(score("{looks: 2, messages: 1, lookMemory: 30MB}", footprint("held", 1), applied()).isRight()).isTrue();
    assertThat(score("{looks: 1, messages: 4, lookMemory: 20MB}", footprint("held", 1), applied()).differences())
        .extracting(Score.Difference::sentence)
        .containsExactly(
            "looks: expected 1, found 2", "messages: expected 4, found 1", "memory of a look: expected at most 20.0 MB, found 30.0 MB");
  }

  @Test
  void whatTheMachineDoesNotTellIsNeitherRightNorWrong() {
    Scene.Footprint blind =
        new Scene.Footprint("orders-db", Optional.of(BEFORE), Optional.of(BEFORE), List.of(), 1, "held", List.of(), 2, OptionalLong.empty(),
        9,
            java.util.Set.of());

    Score score = score("{lookMemory: 30MB}", blind, applied());

    assertThat(score.differences()).isEmpty();
    assertThat(score.unjudged()).singleElement().asString().startsWith("memory of a look: at most 30.0 MB was expected");
  }

  @Test
  void expectsNoReportWhereNoneIsRight() {
    assertThat(score("{noReport: true}", footprint("none", 0)).isRight()).isTrue();
    assertThat(score("{noReport: true}", footprint("none", 0), applied()).differences()).extracting(Score.Difference::sentence)
        .containsExactly("report: expected none, found \"1\"");
  }

  @Test
  void doesNotMistakeOneLeverForAnother() {
    assertThat(score("{never: [raise-min, lower-max]}", footprint("held", 1, ScalingRange.of(0.5, 9)), applied()).isRight()).isTrue();
  }

  @Test
  void judgesWhatStandsBesideTheCause() {
    assertThat(score("{runbook: capacity, severity: critical, headline: [ONE], found: [], gaps: []}", footprint("held", 0), applied())
        .differences())
        .extracting(Score.Difference::sentence)
        .containsExactly("headline: expected \"ONE\", found \"1\"");
    assertThat(score("{runbook: backup, severity: ok, found: [Retention], gaps: [Retention]}", footprint("held", 0), applied())
        .differences())
        .extracting(Score.Difference::sentence)
        .containsExactly(
            "runbook: expected backup, found capacity", "severity: expected ok, found critical", "found: expected Retention, found none",
            "gaps: expected Retention, found none");
  }

  @Test
  void countsCausesForPrecisionAndRecall() {
    List<Score> scores =
        List.of(
            score("{cause: load-growth}", footprint("held", 0), applied()), score("{cause: lock-pileup}", footprint("held", 0), applied()),
            score("{cause: lock-pileup}", footprint("held", 0)), score("{}", footprint("held", 0), applied()));

    List<CauseTally> tallies = CauseTally.of(scores);

    assertThat(tallies).containsExactly(new CauseTally("load-growth", 1, 2, 1), new CauseTally("lock-pileup", 2, 0, 0));
    assertThat(tallies.getFirst().precision()).contains(0.5);
    assertThat(tallies.getFirst().recall()).contains(1.0);
    assertThat(tallies.getLast().precision()).isEmpty();
    assertThat(tallies.getLast().recall()).contains(0.0);
  }

  @Test
  void wantsACommandWhereSomebodyIsWokenAndNothingWasChanged() {
    Report silent = Reports.report("load-growth", List.of(), "none", "refused", List.of("raise-max"), List.of());

    assertThat(score("{cause: load-growth}", footprint("none", 0), silent).differences()).extracting(Score.Difference::sentence)
        .containsExactly("law: expected reports that one can act on, found nobody is told a command for it");
  }

  @Test
  void missesAReportThatNeverCame() {
    assertThat(score("{cause: unknown}", footprint("none", 0)).isRight()).isFalse();
    assertThat(score("{last: {cause: unknown}}", footprint("none", 0), applied()).isRight()).isFalse();
  }

  @Test
  void judgesTheLastReportByItsOwnExpectation() {
    Report last = Reports.report("load-growth", List.of("range-reset"), "none", "refused", List.of("raise-max"));
    String expect = "{result: applied, last: {conditions: [range-reset], refused: [raise-max]}}";

    assertThat(score(expect, footprint("yielded", 1), applied(), last).isRight()).isTrue();
    assertThat(score(expect, footprint("yielded", 1), applied(), applied()).differences()).hasSize(2);
  }

  @Test
  void looksForWordsInWhatPeopleWereToldInAnyCase() {
    assertThat(score("{mustSay: [MAX RAISED]}", footprint("held", 0), applied()).isRight()).isTrue();
    assertThat(score("{mustSay: [vacuum]}", footprint("held", 0), applied()).isRight()).isFalse();
    assertThat(score("{mustNotSay: [12 acu]}", footprint("held", 0), applied()).isRight()).isFalse();
  }

  private static Published about(String cluster, long minute, String subject) {
    return new Published("arn:aws:sns:eu-west-1:111122223333:findings", subject, "text", Map.of("severity", "warning", "cluster", cluster),
        Instant.parse("2026-11-24T10:00:00Z").plusSeconds(60 * minute));
  }

  private static Score week(String wanted, Published... told) {
    IncidentFile file =
        IncidentFile.parse("x.yaml",
        "title: x\nworld: {now: 2026-11-24T10:00:00Z, clusters: {a-db: {range: {min: 1, max: 8}, members: {a-1: writer}}}}\nevent: "
        + "none\nexpect: {wanted: [" + wanted + "]}\n");
    Scene.Footprint footprint =
        new Scene.Footprint("a-db", Optional.empty(), Optional.empty(), List.of(), 0, "none", List.of(told), 0, OptionalLong.empty(), 0,
            java.util.Set.of());
    return Scorer.judge(file, new Run(file.script(), List.of(), List.of(), footprint, List.of()));
  }

  @Test
  void namesWhoWantedEachMessage() {
    Score score = week("{cluster: a-db, from: 5m, until: 10m, says: [Slow], why: the shop}", about("a-db", 6, "a-db is slow"));

    assertThat(score.isRight()).isTrue();
    assertThat(score.told()).singleElement().extracting(Score.Told::why).isEqualTo(Optional.of("the shop"));
  }

  @Test
  void callsAMessageThatNobodyWantsWrong() {
    String wanted = "{cluster: a-db, from: 5m, until: 10m, why: the shop}";

    assertThat(week(wanted, about("a-db", 6, "x"), about("b-db", 6, "y")).isRight()).as("another cluster").isFalse();
    assertThat(week(wanted, about("a-db", 6, "x"), about("a-db", 11, "y")).isRight()).as("too late").isFalse();
    assertThat(week(wanted, about("a-db", 6, "x"), about("a-db", 7, "y")).isRight()).as("one too many").isFalse();
    assertThat(week(wanted).isRight()).as("none at all").isFalse();
    assertThat(week(wanted.replace("why", "says: [other words], why"), about("a-db", 6, "x")).isRight()).as("something else").isFalse();
  }
}
