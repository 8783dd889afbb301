package io.auroraresponder.lab.account;

import io.auroraresponder.incident.ScalingRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * One DB instance as time goes on: its capacity follows demand inside the range in force, and it pauses and wakes.
 *
 * <p>{@link ClusterLife} moves it in ticks and decides about pauses, which concern several members.
 */
final class MemberLife {
  /** A resume takes about 15 s, 30 s or more after a day of pause (Aurora User Guide, auto-pause). */
  private static final Duration RESUME = Duration.ofSeconds(15);

  private static final Duration LONG_RESUME = Duration.ofSeconds(30);
  private static final Duration LONG_PAUSE = Duration.ofHours(24);

  /** Woken for administration it stays up for at least 20 minutes (Aurora User Guide, auto-pause). */
  private static final Duration ADMINISTRATION = Duration.ofMinutes(20);

  /** The least capacity of an instance that is up. */
  private static final double LEAST_ACU = 0.5;

  private sealed interface State {
    record Up(Instant idleSince, Instant notBefore) implements State {}

    record Paused(Instant since) implements State {}

    record Resuming(Instant done, Instant notBefore) implements State {}
  }

  final World.Member member;
  private final World.Scaling scaling;
  private final NavigableMap<Instant, Minute> minutes = new TreeMap<>();
  private Minute.Collector collector = new Minute.Collector();
  private State state;
  private final NavigableMap<Instant, String> statuses = new TreeMap<>();
  private boolean writer;
  private double capacity;
  private Instant startedAt;
  private Instant resumedAt = Instant.MIN;
  private String parameterStatus;
  private long attempts;
  private long allAttempts;

  /**
   * @param origin the moment that the world's offsets count from
   * @param begin the moment that the simulation begins at, long before
   */
  MemberLife(World.Member member, World.Scaling scaling, Instant origin, Instant begin) {
    this.member = member;
    this.scaling = scaling;
    this.startedAt = origin.plus(member.restartedAt());
    this.writer = member.writer();
    statuses.putAll(statuses(member.statuses(), origin));
    this.parameterStatus = member.parameterStatus();
    this.state = new State.Up(begin, begin);
  }

  /** Begins at the capacity that its demand would have brought it to. */
  void begin(Duration offset, ScalingRange range) {
    capacity = clamp(demand(offset), range, 0);
  }

  /** By the moment from which each holds; the first of them has always held. */
  static NavigableMap<Instant, String> statuses(List<World.StatusAt> given, Instant origin) {
    NavigableMap<Instant, String> statuses = new TreeMap<>();
    given.forEach(status -> statuses.put(origin.plus(status.at()), status.status()));
    statuses.put(Instant.MIN, statuses.pollFirstEntry().getValue());
    return statuses;
  }

  /** Whether its engine is the one that writes now. */
  boolean writer() {
    return writer;
  }

  boolean followsWriter() {
    return !writer && member.tier() <= 1;
  }

  /** A failover gave it another role: its engine restarts. */
  void turn(boolean writes, Instant now) {
    writer = writes;
    startedAt = now;
    parameterStatus = "in-sync";
  }

  String statusAt(Instant moment) {
    Map.Entry<Instant, String> entry = statuses.floorEntry(moment);
    return entry == null ? statuses.firstEntry().getValue() : entry.getValue();
  }

  boolean paused() {
    return state instanceof State.Paused;
  }

  boolean up() {
    return state instanceof State.Up;
  }

  double capacity() {
    return up() ? Math.round(capacity * 2) / 2.0 : 0;
  }

  String parameterStatus() {
    return parameterStatus;
  }

  NavigableMap<Instant, Minute> minutes() {
    return minutes;
  }

  long connectionsCounted() {
    return allAttempts;
  }

  void count(Instant now) {
    attempts++;
    allAttempts++;
    if (state instanceof State.Up running) {
      state = new State.Up(now, running.notBefore());
    }
  }

  /** Someone is connected. */
  boolean wanted(Duration offset) {
    return member.load().connections().at(offset) >= 0.5;
  }

  /** One tick: follows demand; {@code floor} is the writer's capacity for readers that follow it. */
  void move(Instant at, Duration offset, ScalingRange range, double floor) {
    if (state instanceof State.Resuming resuming && !at.isBefore(resuming.done())) {
      resumed(at, range, resuming.notBefore());
    }
    if (state instanceof State.Up running) {
      capacity = next(clamp(demand(offset), range, floor), range);
      if (wanted(offset)) {
        state = new State.Up(at, running.notBefore());
      }
    }
    collector.add(capacity(), range.maxAcu(), up());
  }

  /** One tick of an instance that does not scale. */
  void stay(double fixedAcu) {
    capacity = fixedAcu;
    collector.add(fixedAcu, fixedAcu, true);
  }

  void closeMinute(Instant from, boolean published) {
    Minute minute = collector.close(from, attempts, startedAt, writer);
    if (published) {
      minutes.put(from, minute);
    }
    attempts = 0;
    collector = new Minute.Collector();
  }

  /** Whether it has been without a connection for long enough, and RDS is not at work on it. */
  boolean mayPause(Instant at, int pauseSeconds) {
    return statusAt(at).equals("available") && switch (state) {
      case State.Up running -> !at.isBefore(running.idleSince().plusSeconds(pauseSeconds)) && !at.isBefore(running.notBefore());
      case State.Paused paused -> true;
      case State.Resuming resuming -> false;
    };
  }

  void pause(Instant at) {
    state = new State.Paused(at);
  }

  /** Begins to resume; {@code administration} keeps it up for a while. Nothing happens to one that is up. */
  boolean wake(Instant at, boolean administration) {
    Instant notBefore = administration ? at.plus(ADMINISTRATION) : at;
    if (!(state instanceof State.Paused paused)) {
      return false;
    }
    boolean slow = Duration.between(paused.since(), at).compareTo(LONG_PAUSE) > 0;
    state = new State.Resuming(at.plus(slow ? LONG_RESUME : RESUME), notBefore);
    return true;
  }

  boolean justResumed(Instant at) {
    return up() && resumedAt.equals(at);
  }

  /** Parameters made from max keep their old value until a reboot (Aurora User Guide, setting capacity). */
  void maxChanged() {
    parameterStatus = "pending-reboot";
  }

  private void resumed(Instant at, ScalingRange range, Instant notBefore) {
    state = new State.Up(at, notBefore);
    startedAt = at;
    resumedAt = at;
    // A pause and resume applies what waited for a reboot (Aurora User Guide, auto-pause).
    parameterStatus = "in-sync";
    capacity = Math.max(LEAST_ACU, range.minAcu());
  }

  private double demand(Duration offset) {
    double wanted = Math.max(member.load().acu().at(offset), member.load().memory().at(offset));
    return Math.ceil(wanted * 2 - 1e-9) / 2;
  }

  private static double clamp(double wanted, ScalingRange range, double floor) {
    double least = Math.max(LEAST_ACU, Math.max(range.minAcu(), floor));
    return Math.min(range.maxAcu(), Math.max(least, wanted));
  }

  private double next(double target, ScalingRange range) {
    double seconds = ClusterLife.TICK.toMillis() / 1000.0;
    // Out of range is corrected at once: a range change moves instances into the new range.
    double now = Math.min(range.maxAcu(), Math.max(capacity, Math.max(LEAST_ACU, range.minAcu())));
    double up = Math.min(now + scaling.acuPerSecond() * seconds, now * Math.pow(2, seconds / inSeconds(scaling.doublesEvery())));
    double down = now * Math.pow(0.5, seconds / inSeconds(scaling.halvesEvery()));
    return target >= now ? Math.min(target, up) : Math.max(target, down);
  }

  private static double inSeconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
