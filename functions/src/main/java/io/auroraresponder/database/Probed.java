package io.auroraresponder.database;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Limit;
import io.auroraresponder.incident.Numbers;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Privacy;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot;
import java.time.Instant;
import java.util.function.Function;

/**
 * One look into a member's database, as checks quote it.
 *
 * @param instance the member that was asked, for the sources of facts
 * @param look what came of it
 * @param gatheredAt stands for the time of the look where there was none
 */
public record Probed(String instance, Look look, Instant gatheredAt) {

  /** A part of the snapshot; unavailable, with the reason, where there was no look. */
  public <T> Reading<T> part(Function<Snapshot, Reading<T>> part) {
    return switch (look) {
      case Look.Seen(Snapshot snapshot) -> part.apply(snapshot);
      case Look.Failed failed -> Reading.unavailable(failed.sentence());
      case Look.NotTried notTried -> Reading.unavailable(notTried.reason());
    };
  }

  public Instant at() {
    return look instanceof Look.Seen(Snapshot snapshot) ? snapshot.at() : gatheredAt;
  }

  /** A number with at most one decimal. */
  public Fact number(String what, double value, String unit) {
    return Fact.of(Fact.PROBE + instance + " " + what, at(), value, unit);
  }

  public Fact count(String what, long value, String unit) {
    return Fact.count(Fact.PROBE + instance + " " + what, at(), value, unit);
  }

  /** A word; an empty one is shown as {@code (none)}. */
  public Fact word(String what, String value) {
    return Fact.word(Fact.PROBE + instance + " " + what, at(), value);
  }

  /** A name of people or of what is theirs. */
  public Fact name(String what, String value) {
    return word(what, value).as(Privacy.NAME);
  }

  /** A number that is judged, shown on its side of the limits; see {@link Fact#judged}. */
  public Fact judged(String what, double value, String unit, Limit... limits) {
    return Fact.judged(Fact.PROBE + instance + " " + what, at(), value, unit, limits);
  }

  /** The same beside a limit that is a multiple of one. */
  public Fact judged(String what, double value, String unit, double limit) {
    return Fact.judged(Fact.PROBE + instance + " " + what, at(), value, unit, limit);
  }

  /** Sessions on CPU, held against the vCPU that there are: {@code 1.96 sessions} are not 2 beside 2 vCPU. */
  public Phrase sessionsOnCpu(double sessions, double vcpu) {
    String source = Fact.PROBE + instance + " ";
    return Phrase.of("{} sessions on CPU for {}", new Fact(source + "sessions on CPU, average", at(), Numbers.beside(sessions, 1, vcpu),
        ""),
        vcpu(vcpu));
  }

  /** With the eighths that half an ACU brings. */
  public Fact vcpu(double vcpu) {
    return Fact.of(Fact.PROBE + instance + " vCPU of the capacity", at(), vcpu, 3, "vCPU");
  }

  /** A part from 0 to 1 as percent, shown on its side of the limits; see {@link Fact#part}. */
  public Fact percent(String what, double part, Limit... limits) {
    return Fact.part(Fact.PROBE + instance + " " + what, at(), part, limits);
  }
}
