package io.auroraresponder.response;

import static io.auroraresponder.intake.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.intake.IntakeResult;
import io.auroraresponder.intake.Samples;
import io.auroraresponder.response.Deduplication.Course;
import io.auroraresponder.response.Deduplication.Limits;
import io.auroraresponder.response.Deduplication.Memory;
import io.auroraresponder.response.Deduplication.Why;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Events come twice, late, out of order, in backlogs and in flurries. */
final class DeduplicationTest {
  private static final Instant CHANGED = Instant.parse("2026-03-02T09:14:40.989Z");

  private final Deduplication repetition = new Deduplication(Limits.DEFAULT);
  private final IntakeResult.Opened alarm = Samples.opened(Samples.event("eventbridge-alarm-metric"));
  private final IntakeResult.Closed ok = (IntakeResult.Closed) Samples.only(Samples.event("eventbridge-alarm-ok"));

  @Test
  void firstEventIsLookedAt() {
    assertThat(repetition.judge(alarm, Memory.NONE, NOW)).isEqualTo(new Course.Look(false, false));
  }

  @Test
  void eventThatWasHandledIsDropped() {
    assertThat(repetition.judge(alarm, seen(true), NOW))
        .isInstanceOfSatisfying(Course.Drop.class, drop -> assertThat(drop.why()).isEqualTo(Why.DUPLICATE));
  }

  @Test
  void eventThatBrokeOffGoesOn() {
    assertThat(repetition.judge(alarm, seen(false), NOW)).isEqualTo(new Course.Resume());
  }

  @Test
  void eventWaitsWhileAnotherRunWorks() {
    Memory claimed = new Memory(true, false, Optional.empty(), true, Optional.of(NOW.plusSeconds(40)), Optional.empty(), List.of());

    assertThat(repetition.judge(alarm, claimed, NOW))
        .isInstanceOfSatisfying(Course.Later.class, later -> assertThat(later.due()).isEqualTo(NOW.plusSeconds(40)));
  }

  @Test
  void claimThatRanOutNowHoldsNobodyUp() {
    Memory claimed = new Memory(true, false, Optional.empty(), true, Optional.of(NOW), Optional.empty(), List.of());

    assertThat(repetition.judge(alarm, claimed, NOW)).isEqualTo(new Course.Resume());
  }

  @Test
  void alarmOlderThanTheNewestChangeIsOnlyNoted() {
    assertThat(repetition.judge(alarm, newest(CHANGED.plusMillis(1)), NOW))
        .isInstanceOfSatisfying(Course.Note.class, note -> assertThat(note.why()).isEqualTo(Why.LATE));
    assertThat(repetition.judge(alarm, newest(CHANGED), NOW)).isEqualTo(new Course.Look(false, false));
  }

  @Test
  void okThatOvertookItsAlarmClosesNothing() {
    assertThat(repetition.judge(ok, newest(ok.signal().at().plusMillis(1))))
        .isInstanceOfSatisfying(Course.Note.class, note -> assertThat(note.why()).isEqualTo(Why.LATE));
  }

  @Test
  void okClosesWhatIsOpen() {
    assertThat(repetition.judge(ok, open())).isEqualTo(new Course.Close());
    assertThat(repetition.judge(ok, Memory.NONE)).isInstanceOfSatisfying(Course.Note.class, note ->
        assertThat(note.why()).isEqualTo(Why.NOTHING_OPEN));
  }

  @Test
  void secondAlarmJoinsTheOpenIncident() {
    assertThat(repetition.judge(alarm, open(), NOW)).isEqualTo(new Course.Look(true, false));
  }

  @Test
  void suppressedAlarmIsNotedOnly() {
    IntakeResult.Opened suppressed = Samples.opened(Samples.event("eventbridge-alarm-composite-suppressed"));

    assertThat(repetition.judge(suppressed, Memory.NONE, NOW))
        .isInstanceOfSatisfying(Course.Note.class, note -> assertThat(note.why()).isEqualTo(Why.SILENCED));
  }

  @Test
  void mutedAlarmIsDueWhenTheMuteEnds() {
    IntakeResult.Opened muted = Samples.opened(Samples.event("eventbridge-alarm-muted"));

    assertThat(repetition.judge(muted, Memory.NONE, NOW))
        .isInstanceOfSatisfying(Course.Later.class, later -> assertThat(later.due()).isEqualTo(Instant.parse("2026-03-02T11:00:00Z")));
  }

  @Test
  void backlogBecomesOneLook() {
    Instant morning = CHANGED.plus(Duration.ofHours(3));
    Memory looked = new Memory(false, false, Optional.empty(), true, Optional.empty(), Optional.of(morning.minusSeconds(5)), List.of());

    assertThat(repetition.judge(alarm, Memory.NONE, morning)).isInstanceOf(Course.Look.class);
    assertThat(repetition.judge(alarm, looked, morning))
        .isInstanceOfSatisfying(Course.Note.class, note -> assertThat(note.why()).isEqualTo(Why.BACKLOG));
  }

  @Test
  void eventAtExactlyTheLimitIsNotYetBacklog() {
    Instant now = CHANGED.plus(Limits.DEFAULT.backlog());
    Memory looked = new Memory(false, false, Optional.empty(), true, Optional.empty(), Optional.of(now), List.of());

    assertThat(repetition.judge(alarm, looked, now)).isInstanceOf(Course.Look.class);
    assertThat(repetition.judge(alarm, looked, now.plusMillis(1))).isInstanceOf(Course.Note.class);
  }

  @Test
  void thirdOpeningSaysThatItFlapsAndTheFourthWaitsForQuiet() {
    assertThat(repetition.judge(alarm, opened(1), NOW)).isEqualTo(new Course.Look(false, false));
    assertThat(repetition.judge(alarm, opened(2), NOW)).isEqualTo(new Course.Look(false, true));
    assertThat(repetition.judge(alarm, opened(3), NOW))
        .isInstanceOfSatisfying(Course.Later.class, later -> assertThat(later.due()).isEqualTo(NOW.plus(Limits.DEFAULT.quiet())));
  }

  @Test
  void openingsOfLongAgoDoNotCount() {
    Memory memory = new Memory(false, false, Optional.empty(), false, Optional.empty(), Optional.empty(),
        List.of(NOW.minus(Duration.ofMinutes(30)), NOW.minus(Duration.ofHours(2)), NOW.minus(Duration.ofHours(3))));

    assertThat(repetition.judge(alarm, memory, NOW)).isEqualTo(new Course.Look(false, false));
  }

  private static Memory seen(boolean done) {
    return new Memory(true, done, Optional.of(CHANGED), true, Optional.empty(), Optional.empty(), List.of());
  }

  private static Memory newest(Instant change) {
    return new Memory(false, false, Optional.of(change), false, Optional.empty(), Optional.empty(), List.of());
  }

  private static Memory open() {
    return new Memory(false, false, Optional.empty(), true, Optional.empty(), Optional.empty(), List.of(NOW.minusSeconds(60)));
  }

  private static Memory opened(int times) {
    List<Instant> openings = java.util.stream.IntStream.rangeClosed(1, times).mapToObj(minute -> NOW.minus(Duration.ofMinutes(minute * 5L)))
        .toList();
    return new Memory(false, false, Optional.empty(), false, Optional.empty(), Optional.empty(), openings);
  }
}
