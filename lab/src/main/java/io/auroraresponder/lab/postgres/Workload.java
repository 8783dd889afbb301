package io.auroraresponder.lab.postgres;

import java.time.Duration;
import java.util.List;

/**
 * What is done to a database so that something is wrong with it when the alarm comes.
 *
 * @param database name of the database
 * @param extension whether it has pg_stat_statements
 * @param setup run once, in order, as the application's user
 * @param adminSetup run before {@code setup}, as superuser
 * @param baseline sessions of quieter days, run for {@code baselineFor} of real time and then ended
 * @param change run after the baseline, as superuser: what broke it
 * @param sessions the trouble; at the alarm they are all at work
 * @param settle real time between the last session's start and the alarm
 */
public record Workload(
    String database,
    boolean extension,
    ServerSettings settings,
    List<String> adminSetup,
    List<String> setup,
    List<SessionGroup> baseline,
    Duration baselineFor,
    List<String> change,
    List<SessionGroup> sessions,
    Duration settle) {
  public Workload {
    adminSetup = List.copyOf(adminSetup);
    setup = List.copyOf(setup);
    baseline = List.copyOf(baseline);
    change = List.copyOf(change);
    sessions = List.copyOf(sessions);
  }

  /** The same on a server with these settings. */
  public Workload on(ServerSettings other) {
    return new Workload(database, extension, other, adminSetup, setup, baseline, baselineFor, change, sessions, settle);
  }

  /** A database in which nothing happens. */
  public static Workload atRest() {
    return new Workload(
        "orders", true, ServerSettings.defaults(), List.of(), List.of(), List.of(), Duration.ZERO, List.of(), List.of(),
        Duration.ofMillis(100));
  }
}
