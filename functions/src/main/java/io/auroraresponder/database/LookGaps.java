package io.auroraresponder.database;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.Connections;
import io.auroraresponder.probe.Snapshot.DatabaseActivity;
import io.auroraresponder.probe.Snapshot.Evictions;
import io.auroraresponder.probe.Snapshot.MissingPart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parts of a look that were lost while the rest could be read, each with its reason. A look that was not made has no such parts. */
public final class LookGaps {
  /** Below so many, a span is said in them. */
  private static final int MINUTES = 120;

  /** The same. */
  private static final int HOURS = 48;

  private static final String STATEMENTS = "TopStatements";

  private LookGaps() {}

  /** All of them: databases, parts of readings, sessions that say nothing, statistics that were thrown out. */
  public static List<Gap> of(Probed probed) {
    if (!(probed.look() instanceof Look.Seen(Snapshot snapshot))) {
      return List.of();
    }
    List<Gap> gaps = new ArrayList<>(blind(probed));
    for (MissingPart part : snapshot.missing()) {
      gaps.add(new Gap(part.part(), Phrase.quoting(part.part(), probed.at(), part.reason()), Phrase.EMPTY));
    }
    if (snapshot.evictions() instanceof Reading.Known<Evictions> known && known.value().inWindow() > 0) {
      Fact evicted = probed.count("pg_stat_statements_info dealloc in the window", known.value().inWindow(), "times");
      gaps.add(
          new Gap(STATEMENTS, Phrase.of("pg_stat_statements evicted entries {} while it was read, so the ranking is partial", evicted),
              Phrase.EMPTY));
    }
    return gaps;
  }

  /**
   * What the statistics lost before the look: of its own window they are whole, and still what they say of the past is not. Empty where
   * nothing was thrown out, where that is not counted, and where it goes on while they are read, which is a gap.
   */
  public static Optional<Finding> lostBefore(Probed probed) {
    Optional<Evictions> counted = probed.part(Snapshot::evictions).map(Optional::of).orElse(Optional.empty());
    return counted.filter(one -> one.sinceReset() > 0 && one.inWindow() == 0).map(one -> {
      Fact times = probed.count("pg_stat_statements_info dealloc", one.sinceReset(), one.sinceReset() == 1 ? "time" : "times");
      Phrase since = one.counted().isZero() ? Phrase.of("since it was reset") : Phrase.of("in {}", span(probed, one.counted()));
      Phrase room = one.room() > 0 ? Phrase.of(" (room for {})", probed.count("pg_stat_statements.max", one.room(), "statements"))
          : Phrase.EMPTY;
      Phrase seen = Phrase.of("pg_stat_statements{} evicted entries {} ", room, times).and("", since)
          .and(": ", Phrase.of("its rankings and means of the past are partial"));
      return Finding.of(STATEMENTS, Severity.INFO, seen, seen, Phrase.of("no entry evicted; pg_stat_statements.max makes room for more"),
          probed.at());
    });
  }

  private static Fact span(Probed probed, Duration length) {
    String what = "pg_stat_statements_info stats_reset";
    long minutes = Math.max(1, length.toMinutes());
    return minutes < MINUTES ? probed.count(what, minutes, "min")
        : length.toHours() < HOURS ? probed.count(what, length.toHours(), "h") : probed.count(what, length.toDays(), "days");
  }

  /** Those that hide sessions or whole databases: with one of these nobody knows that nothing is wrong. */
  public static List<Gap> blind(Probed probed) {
    List<Gap> gaps = new ArrayList<>();
    for (DatabaseActivity database : probed.part(Snapshot::databases).orElse(List.of())) {
      if (!database.gap().isBlank()) {
        Fact name = probed.name("database", database.name());
        gaps.add(
            new Gap("Databases", Phrase.of("database {} was not looked into: {}", name, probed.word("reason", database.gap())),
            Phrase.EMPTY));
      }
    }
    int mute = probed.part(Snapshot::connections).map(Connections::mute).orElse(0);
    if (mute > 0) {
      Fact sessions = probed.count("sessions without activity (track_activities)", mute, mute == 1 ? "session does" : "sessions do");
      gaps.add(
          new Gap("Visibility", Phrase.of("{} not say what they do, because track_activities is off for their role or database", sessions),
              Phrase.EMPTY));
    }
    return gaps;
  }

  /** What the look took of the server; empty where there was none. */
  public static Phrase cost(Probed probed) {
    if (!(probed.look() instanceof Look.Seen(Snapshot snapshot))) {
      return Phrase.EMPTY;
    }
    Snapshot.Cost cost = snapshot.cost();
    return Phrase.of(
        "{}, {}, {} of database time in {}",
        probed.count("connections of the look", cost.connections(), cost.connections() == 1 ? "connection" : "connections"),
        probed.count("statements of the look", cost.statements(), "SQL statements"),
        probed.count("database time of the look", cost.databaseTime().toMillis(), "ms"),
        probed.number("time of the look", cost.took().toMillis() / 1000.0, "s"));
  }
}
