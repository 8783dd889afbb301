package io.auroraresponder.response;

import static io.auroraresponder.intake.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.intake.IntakeResult;
import io.auroraresponder.intake.Samples;
import io.auroraresponder.response.Deduplication.Limits;
import io.auroraresponder.response.Disposition.Why;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Events come twice, late, out of order, in backlogs and in flurries. */
final class DeduplicationTest {
  private static final Instant CHANGED = Instant.parse("2026-03-02T09:14:40.989Z");

  private final Deduplication deduplication = new Deduplication(Limits.DEFAULT);
  private final IntakeResult.Opened alarm = Samples.opened(Samples.event("eventbridge-alarm-metric"));
  private final IntakeResult.Closed ok = (IntakeResult.Closed) Samples.only(Samples.event("eventbridge-alarm-ok"));

  @Test
  void firstEventIsLookedAt() {
    assertThat(deduplication.judge(alarm, SignalHistory.NONE, NOW)).isEqualTo(new Disposition.Look(false));
  }

  @Test
  void eventThatWasHandledIsDropped() {
    assertThat(deduplication.judge(alarm, seen(true), NOW))
        .isInstanceOfSatisfying(Disposition.Drop.class, drop -> assertThat(drop.why()).isEqualTo(Why.DUPLICATE));
  }

  @Test
  void eventThatBrokeOffGoesOn() {
    assertThat(deduplication.judge(alarm, seen(false), NOW)).isEqualTo(new Disposition.Resume());
  }

  @Test
  void eventWaitsWhileAnotherRunWorks() {
    SignalHistory claimed = new SignalHistory(true, false, true, Optional.empty(), true, Optional.of(NOW.plusSeconds(40)), Optional.empty(),
        Optional.empty(), Optional.empty(), List.of());

    assertThat(deduplication.judge(alarm, claimed, NOW))
        .isInstanceOfSatisfying(Disposition.Later.class, later -> assertThat(later.due()).isEqualTo(NOW.plusSeconds(40)));
  }

  @Test
  void claimThatRanOutNowHoldsNobodyUp() {
    SignalHistory claimed = new SignalHistory(true, false, true, Optional.empty(), true, Optional.of(NOW), Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());

    assertThat(deduplication.judge(alarm, claimed, NOW)).isEqualTo(new Disposition.Resume());
  }

  @Test
  void alarmOlderThanTheNewestChangeIsOnlyNoted() {
    assertThat(deduplication.judge(alarm, newest(CHANGED.plusMillis(1)), NOW))
        .isInstanceOfSatisfying(Disposition.Note.class, note -> assertThat(note.why()).isEqualTo(Why.LATE));
    assertThat(deduplication.judge(alarm, newest(CHANGED), NOW)).isEqualTo(new Disposition.Look(false));
  }

  @Test
  void okThatOvertookItsAlarmClosesNothing() {
    assertThat(deduplication.judge(ok, newest(ok.signal().at().plusMillis(1))))
        .isInstanceOfSatisfying(Disposition.Note.class, note -> assertThat(note.why()).isEqualTo(Why.LATE));
  }

  @Test
  void okClosesWhatIsOpen() {
    assertThat(deduplication.judge(ok, open())).isEqualTo(new Disposition.Close());
    assertThat(deduplication.judge(ok, SignalHistory.NONE)).isInstanceOfSatisfying(Disposition.Note.class, note ->
        assertThat(note.why()).isEqualTo(Why.NOTHING_OPEN));
  }

  @Test
  void secondAlarmJoinsTheOpenIncident() {
    assertThat(deduplication.judge(alarm, open(), NOW)).isEqualTo(new Disposition.Look(false));
  }

  @Test
  void suppressedAlarmIsNotedOnly() {
    IntakeResult.Opened suppressed = Samples.opened(Samples.event("eventbridge-alarm-composite-suppressed"));

    assertThat(deduplication.judge(suppressed, SignalHistory.NONE, NOW))
        .isInstanceOfSatisfying(Disposition.Note.class, note -> assertThat(note.why()).isEqualTo(Why.SILENCED));
  }

  @Test
  void mutedAlarmIsDueWhenTheMuteEnds() {
    IntakeResult.Opened muted = Samples.opened(Samples.event("eventbridge-alarm-muted"));

    assertThat(deduplication.judge(muted, SignalHistory.NONE, NOW))
        .isInstanceOfSatisfying(Disposition.Later.class, later -> assertThat(later.due()).isEqualTo(Instant.parse("2026-03-02T11:00:00Z")));
  }

  @Test
  void backlogBecomesOneLook() {
    Instant morning = CHANGED.plus(Duration.ofHours(3));
    SignalHistory looked = new SignalHistory(false, false, false, Optional.empty(), true, Optional.empty(),
        Optional.of(morning.minusSeconds(5)),
        Optional.empty(), Optional.empty(), List.of());

    assertThat(deduplication.judge(alarm, SignalHistory.NONE, morning)).isInstanceOf(Disposition.Look.class);
    assertThat(deduplication.judge(alarm, looked, morning))
        .isInstanceOfSatisfying(Disposition.Note.class, note -> assertThat(note.why()).isEqualTo(Why.BACKLOG));
  }

  @Test
  void eventAtExactlyTheLimitIsNotYetBacklog() {
    Instant now = CHANGED.plus(Limits.DEFAULT.backlog());
    SignalHistory looked = new SignalHistory(false, false, false, Optional.empty(), true, Optional.empty(), Optional.of(now),
        Optional.empty(),
        Optional.empty(),
        List.of());

    assertThat(deduplication.judge(alarm, looked, now)).isInstanceOf(Disposition.Look.class);
    assertThat(deduplication.judge(alarm, looked, now.plusMillis(1))).isInstanceOf(Disposition.Note.class);
  }

  @Test
  void thirdOpeningSaysThatItFlapsAndTheFourthWaitsForQuiet() {
    assertThat(deduplication.judge(alarm, opened(1), NOW)).isEqualTo(new Disposition.Look(false));
    assertThat(deduplication.judge(alarm, opened(2), NOW)).isEqualTo(new Disposition.Look(true));
    assertThat(deduplication.judge(alarm, opened(3), NOW))
        .isInstanceOfSatisfying(Disposition.Later.class, later -> assertThat(later.due()).isEqualTo(NOW.plus(Limits.DEFAULT.quiet())));
  }

  @Test
  void openingsOfLongAgoDoNotCount() {
    SignalHistory history = new SignalHistory(false, false, false, Optional.empty(), false, Optional.empty(), Optional.empty(),
        Optional.empty(), Optional.empty(), List.of(NOW.minus(Duration.ofMinutes(30)), NOW.minus(Duration.ofHours(2)),
        NOW.minus(Duration.ofHours(3))));

    assertThat(deduplication.judge(alarm, history, NOW)).isEqualTo(new Disposition.Look(false));
  }

  /** People heard a moment ago: what comes in then waits for the others, an event of AWS's as well as an alarm. */
  @Test
  void whatComesInWhilePeopleReadWaitsForTheRest() {
    SignalHistory told = new SignalHistory(false, false, false, Optional.empty(), true, Optional.empty(), Optional.empty(),
        Optional.empty(),
        Optional.of(NOW.minusSeconds(20)), List.of(NOW.minusSeconds(30)));
    SignalHistory longAgo = new SignalHistory(false, false, false, Optional.empty(), true, Optional.empty(), Optional.empty(),
        Optional.empty(),
        Optional.of(NOW.minus(Limits.DEFAULT.storm())), List.of(NOW.minusSeconds(30)));

    assertThat(deduplication.judge(alarm, told, NOW)).isInstanceOfSatisfying(Disposition.Later.class, later -> {
      assertThat(later.why()).isEqualTo(Why.STORM);
      assertThat(later.due()).isEqualTo(NOW.minusSeconds(20).plus(Limits.DEFAULT.together()));
    });
    assertThat(deduplication.judge(alarm, longAgo, NOW)).isEqualTo(new Disposition.Look(false));
  }

  private static SignalHistory seen(boolean done) {
    return new SignalHistory(true, done, true, Optional.of(CHANGED), true, Optional.empty(), Optional.empty(), Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private static SignalHistory newest(Instant change) {
    return new SignalHistory(false, false, false, Optional.of(change), false, Optional.empty(), Optional.empty(), Optional.empty(),
        Optional.empty(), List.of());
  }

  private static SignalHistory open() {
    return new SignalHistory(false, false, false, Optional.empty(), true, Optional.empty(), Optional.empty(), Optional.empty(),
        Optional.empty(),
        List.of(NOW.minusSeconds(60)));
  }

  private static SignalHistory opened(int times) {
    List<Instant> openings = java.util.stream.IntStream.rangeClosed(1, times).mapToObj(minute -> NOW.minus(Duration.ofMinutes(minute * 5L)))
        .toList();
    return new SignalHistory(false, false, false, Optional.empty(), false, Optional.empty(), Optional.empty(), Optional.empty(),
        Optional.empty(),
        openings);
  }
}
