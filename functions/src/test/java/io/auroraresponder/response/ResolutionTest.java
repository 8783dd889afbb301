package io.auroraresponder.response;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.IncidentLog.Reminder;
import io.auroraresponder.ledger.IncidentLogEntry;
import io.auroraresponder.notify.MailText;
import io.auroraresponder.notify.Moments;
import io.auroraresponder.notify.News;
import io.auroraresponder.notify.NewsJson;
import io.auroraresponder.notify.Notification;
import io.auroraresponder.response.Answer.Handled;
import io.auroraresponder.response.Answer.Result;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every incident ends: by its alarm, by its give-back, with its answer where nobody would ever say that it is over, or forgotten. */
final class ResolutionTest {
  private static final String BY_HAND = "{\"cluster\":\"orders-db\"}";
  private static final String ALARM = "orders-db-alarm";

  private final SignalBench bench = new SignalBench();

  private Handled resume() {
    return bench.built().resume("orders-db", Caller.any("patrol-" + bench.now()), Deadline.after(Duration.ofSeconds(50))).handled()
        .getFirst();
  }

  private IncidentLogEntry entry() {
    return bench.incidents.recall("orders-db").orElseThrow();
  }

  private boolean isDue(Duration within) {
    return !bench.incidents.due(bench.now().plus(within)).isEmpty();
  }

  private void wait(Duration time) {
    bench.remediation.clock.advance(time);
  }

  @Test
  void whatNobodyWouldEndIsOverWithItsAnswer() {
    bench.diagnosis = bench::lockPileup;

    bench.receive(BY_HAND);

    assertThat(entry().state()).isEqualTo(Report.State.RESOLVED);
    assertThat(isDue(Duration.ofDays(1))).isFalse();
  }

  @Test
  void whatIsRefusedForATimeIsLookedAtWhenThatTimeIsOver() {
    DateTimeFormatter clock = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    Instant end = bench.now().plus(Duration.ofMinutes(4)).truncatedTo(ChronoUnit.MINUTES);
    bench.remediation.aurora.tag("freeze", "daily " + clock.format(bench.now().minus(Duration.ofHours(1))) + "-" + clock.format(end));

    bench.receive(bench.alarm("orders-db", "ALARM"));

    assertThat(bench.reports.getFirst().decision().result()).isEqualTo("refused");
    assertThat(bench.incidents.due(end.minusMillis(1))).isEmpty();
    assertThat(bench.incidents.due(end)).extracting(Reminder::key).containsExactly("orders-db");
    assertThat(bench.reports.getFirst().nextLook().map(Report.NextLook::at)).contains(end);
  }

  /** After a give-back a raise is proposed for two hours. Nobody answers: it is due again when they are over, and made then. */
  @Test
  void whatIsOnlyProposedAfterAGiveBackIsLookedAtWhenThatTimeIsOver() {
    Instant back = givenBack();
    wait(Duration.between(bench.now(), back.plus(Duration.ofMinutes(112))));
    bench.alarmStates.put(ALARM, "ALARM");

    bench.receive(bench.alarm("orders-db", "ALARM"));

    Instant over = back.plus(Duration.ofHours(2));
    Report proposed = bench.reports.getLast();
    assertThat(proposed.decision().result()).isEqualTo("proposed");
    assertThat(proposed.nextLook().map(Report.NextLook::at)).contains(over);
    assertThat(bench.incidents.due(over.minusMillis(1))).isEmpty();
    assertThat(bench.incidents.due(over)).extracting(Reminder::key).containsExactly("orders-db");
    wait(Duration.between(bench.now(), over));

    assertThat(resume().result()).isEqualTo(Result.REPORTED);
    assertThat(bench.reports.getLast().decision().result()).isEqualTo("applied");
  }

  /** While the two hours are long the standing alarm is looked at as any other. */
  @Test
  void aProposalAfterAGiveBackThatHoldsLongIsLookedAtAsOftenAsAnyStandingAlarm() {
    Instant back = givenBack();
    wait(Duration.between(bench.now(), back.plus(Duration.ofMinutes(30))));
    bench.alarmStates.put(ALARM, "ALARM");

    bench.receive(bench.alarm("orders-db", "ALARM"));

    assertThat(bench.reports.getLast().nextLook().map(Report.NextLook::at)).contains(bench.now().plus(Resolution.STANDING));
  }

  /** A raise that a person gave back; answers with when. */
  private Instant givenBack() {
    bench.receive(bench.alarm("orders-db", "ALARM"));
    wait(Duration.ofMinutes(3));
    bench.receive(bench.alarm("orders-db", "OK"));
    bench.alarmStates.put(ALARM, "OK");
    bench.remediation.undo(bench.remediation.lease().id(), "ann");
    bench.remediation.sweepFor(Duration.ofMinutes(6));
    return bench.remediation.head().last().orElseThrow().closedAt();
  }

  @Test
  void aClusterThatIsBusyIsLookedAtInShortSteps() {
    bench.remediation.aurora.status("backing-up");
    bench.receive(bench.alarm("orders-db", "ALARM"));
    Instant soon = bench.now().plus(Resolution.PASSING);

    assertThat(bench.reports.getFirst().decision().result()).isEqualTo("deferred");
    assertThat(bench.reports.getFirst().nextLook().map(Report.NextLook::at)).contains(soon);
    assertThat(bench.incidents.due(soon)).extracting(Reminder::key).containsExactly("orders-db");
  }

  @Test
  void aStatusThatLastsIsLookedAtWithPatience() {
    bench.remediation.aurora.status("stopped");
    bench.receive(bench.alarm("orders-db", "ALARM"));

    assertThat(bench.incidents.due(bench.now().plus(Resolution.PASSING))).isEmpty();
    assertThat(bench.incidents.due(bench.now().plus(Resolution.STANDING))).hasSize(1);
  }

  @Test
  void theNextIncidentIsOneOfItsOwn() {
    bench.diagnosis = bench::lockPileup;
    bench.receive(BY_HAND);
    wait(Duration.ofDays(3));
    Instant later = bench.now();

    bench.receive(bench.alarm("orders-db", "ALARM"));

    assertThat(bench.reports.getLast().incident().openedAt()).isEqualTo(later);
    assertThat(bench.reports.getLast().incident().id()).isNotEqualTo(bench.reports.getFirst().incident().id());
  }

  @Test
  void questionsDoNotMakeAnAlarmLookAsIfItCameAndWent() {
    bench.diagnosis = bench::lockPileup;
    for (int i = 0; i < 4; i++) {
      bench.receive(BY_HAND);
      wait(Duration.ofMinutes(1));
    }

    assertThat(bench.receive(bench.alarm("orders-db", "ALARM")).handled().getFirst().result()).isEqualTo(Result.REPORTED);
  }

  @Test
  void aQuestionInTheMiddleOfAnIncidentDoesNotEndIt() {
    bench.diagnosis = bench::lockPileup;
    bench.receive(bench.alarm("orders-db", "ALARM"));
    wait(Duration.ofMinutes(2));

    bench.receive(BY_HAND);

    assertThat(entry().isOpen()).isTrue();
  }

  @Test
  void aLeaseWithoutAnyAlarmHoldsTheIncident() {
    bench.receive(BY_HAND);

    assertThat(entry().state()).isEqualTo(Report.State.MITIGATED);
    assertThat(isDue(Duration.ofMinutes(5))).isTrue();
  }

  @Test
  void anOkThatGotLostIsReadFromTheAlarm() {
    bench.diagnosis = bench::lockPileup;
    bench.receive(bench.alarm("orders-db", "ALARM"));
    bench.alarmStates.put(ALARM, "ALARM");
    wait(Duration.ofMinutes(6));
    assertThat(resume().reason()).isEqualTo("looked again: still lock-pileup");
    assertThat(isDue(Resolution.STANDING)).isTrue();

    bench.alarmStates.put(ALARM, "OK");
    wait(Duration.ofMinutes(6));
    Handled over = resume();

    assertThat(over.result()).isEqualTo(Result.CLOSED);
    assertThat(over.reason()).isEqualTo("resolved");
    assertThat(entry().isOpen()).isFalse();
    assertThat(isDue(Duration.ofDays(1))).isFalse();
    assertThat(bench.looks).hasSize(2);
    assertThat(bench.reports).hasSize(1);
  }

  @Test
  void isResolvedWhenTheGiveBackHasHeld() {
    bench.receive(bench.alarm("orders-db", "ALARM"));
    wait(Duration.ofMinutes(3));
    bench.receive(bench.alarm("orders-db", "OK"));
    bench.alarmStates.put(ALARM, "OK");
    bench.remediation.undo(bench.remediation.lease().id(), "ann");
    bench.remediation.sweepFor(Duration.ofMinutes(6));

    assertThat(resume().reason()).startsWith("mitigated");
    assertThat(isDue(Duration.ofHours(1))).isTrue();
    Instant due = bench.incidents.nextLook("orders-db", bench.now()).orElseThrow();
    assertThat(bench.news).singleElement().satisfies(mitigated -> {
      assertThat(mitigated.kind()).isEqualTo("mitigated");
      assertThat(mail(mitigated)).contains("Next look "
          + Moments.time(mitigated.nextLook().orElse(Optional.empty()).orElseThrow(), mitigated.at()));
    });
    assertThat(bench.remediation.news).isNotEmpty().last().satisfies(back -> {
      assertThat(back.kind()).isEqualTo(EntryKind.GIVEN_BACK);
      assertThat(back.nextLook().orElse(Optional.empty()).orElseThrow()).isBetween(back.at(), due);
      assertThat(back.watch()).as("the lease is closed").isEqualTo(Phrase.EMPTY);
    });
    wait(Resolution.HELD);

    assertThat(resume().reason()).isEqualTo("resolved");
    assertThat(entry().state()).isEqualTo(Report.State.RESOLVED);
    assertThat(isDue(Duration.ofDays(1))).isFalse();
    assertThat(mail(bench.news.getLast())).contains("No look follows by itself: the next alarm, event or schedule");
  }

  private static String mail(News news) {
    return MailText.of(Notification.of(news), Optional.empty()).whole();
  }

  @Test
  void whetherALookFollowsIsNotSaidWhereItCouldNotBeRead() {
    News news = new News("orders-db", "orders-db", "given back", Severity.INFO, Phrase.of("back"), bench.now(), List.of(), 7, "ab")
        .followedBy(Reading.unavailable("the ledger did not answer"), Report.NextLook.LEASE_WATCH);

    assertThat(mail(news)).contains("When the next look is could not be read. The lease is checked every minute.")
        .doesNotContain("No look follows");
    assertThat(NewsJson.read(JsonParser.parseString(NewsJson.of(news)).getAsJsonObject())).satisfies(read -> {
      assertThat(read.nextLook().isKnown()).isFalse();
      assertThat(read.watch().text()).isEqualTo(Report.NextLook.LEASE_WATCH.text());
    });
  }

  @Test
  void staysOpenWhileAnotherOfItsAlarmsStands() {
    bench.diagnosis = bench::lockPileup;
    bench.receive(bench.alarm("orders-db", "ALARM"));
    bench.alarmStates.put(ALARM, "OK");
    wait(Duration.ofMinutes(1));
    bench.receive(SignalBench.alarm("orders-db", "ALARM", bench.now(), "orders-db-other", "CPUUtilization", ""));
    bench.alarmStates.put("orders-db-other", "ALARM");
    wait(Duration.ofMinutes(1));

    Handled first = bench.receive(bench.alarm("orders-db", "OK")).handled().getFirst();
    boolean open = entry().isOpen();
    bench.alarmStates.put("orders-db-other", "OK");
    wait(Duration.ofMinutes(1));
    Handled second = bench.receive(SignalBench.alarm("orders-db", "OK", bench.now(), "orders-db-other", "CPUUtilization", "")).handled()
        .getFirst();

    assertThat(first.reason()).isEqualTo("another alarm of this incident stands");
    assertThat(open).isTrue();
    assertThat(second.reason()).isEqualTo("resolved");
  }

  @Test
  void isForgottenAfterADayWithoutAnyWordOfItsAlarm() {
    bench.diagnosis = bench::unknown;
    bench.receive(bench.alarm("orders-db", "ALARM"));
    wait(Duration.ofHours(23));
    assertThat(resume().reason()).isEqualTo("looked again: still unknown");
    wait(Duration.ofHours(2));

    assertThat(resume().reason()).isEqualTo("resolved");
    assertThat(isDue(Duration.ofDays(1))).isFalse();
  }

  @Test
  void isNeverForgottenWhileItsAlarmStands() {
    bench.diagnosis = bench::unknown;
    bench.receive(bench.alarm("orders-db", "ALARM"));
    bench.alarmStates.put(ALARM, "ALARM");
    wait(Duration.ofHours(30));

    assertThat(resume().result()).isEqualTo(Result.REPORTED);
    assertThat(entry().isOpen()).isTrue();
  }
}
