package io.auroraresponder.database;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.Connections;
import io.auroraresponder.probe.Snapshot.DatabaseActivity;
import io.auroraresponder.probe.Snapshot.Evictions;
import io.auroraresponder.probe.Snapshot.MissingPart;
import java.util.ArrayList;
import java.util.List;

/** Parts of a look that were lost while the rest could be read, each with its reason. A look that was not made has no such parts. */
public final class LookGaps {
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
          new Gap("TopStatements", Phrase.of("pg_stat_statements evicted entries {} while it was read, so the ranking is partial", evicted),
              Phrase.EMPTY));
    }
    return gaps;
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
