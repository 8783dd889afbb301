package io.auroraresponder.database;

import io.auroraresponder.probe.Snapshot.ActiveSession;
import io.auroraresponder.probe.Snapshot.WaitSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The probe's wait samples added up. All numbers are averages over the samples; shares are parts from 0 to 1.
 *
 * @param active active sessions, waiting for locks included
 * @param onCpu on-CPU sessions of each sample
 * @param workPerSample active sessions of each sample that do not wait for a lock
 * @param working active sessions that do not wait for a lock
 * @param maintenance part of the working load that maintenance carries
 * @param sessions working load by session, parallel workers with their leader, largest first; maintenance left out
 * @param statements working load by statement, largest first; maintenance left out
 * @param events average sessions by "Type:Event", largest first
 */
public record WaitProfile(
    Instant at,
    int samples,
    double active,
    Map<WaitClass, Double> average,
    List<Integer> onCpu,
    List<Integer> workPerSample,
    double working,
    double maintenance,
    List<SessionLoad> sessions,
    List<StatementLoad> statements,
    List<EventLoad> events) {

  /** One session's part of the working load. */
  public record SessionLoad(int pid, double share, Duration age, long statementId) {}

  /** One statement's part of the working load, over how many sessions, and the median age of its running executions. */
  public record StatementLoad(long statementId, double share, int sessions, Duration medianAge) {}

  public record EventLoad(String event, double average) {}

  public double of(WaitClass wanted) {
    return average.getOrDefault(wanted, 0.0);
  }

  /** Part of the active sessions; 0 where nobody is active. */
  public double share(WaitClass wanted) {
    return active == 0 ? 0 : of(wanted) / active;
  }

  /** In how many samples at least {@code sessions} were on CPU. */
  public int samplesWithCpu(double sessions) {
    return (int) onCpu.stream().filter(count -> count >= sessions).count();
  }

  /** In how many samples at least {@code sessions} were at work. */
  public int samplesWithWork(double sessions) {
    return (int) workPerSample.stream().filter(count -> count >= sessions).count();
  }

  /** Nobody to speak of queues for CPU ({@code vcpu} are there), pages, commits, or each other. */
  public boolean quiet(double vcpu) {
    return of(WaitClass.CPU) < Math.max(1, vcpu)
        && of(WaitClass.LOCK) < 1
        && of(WaitClass.READ) < 1
        && of(WaitClass.INTERNAL) < 1
        && of(WaitClass.COMMIT) < 1;
  }

  /**
   * The samples added up.
   *
   * @param queued the sessions that stand in a queue for a heavyweight lock, with what such a wait counts as. Whoever waits looks for
   *     deadlocks now and then and is seen on an internal lock while it does: that is contention that the queue makes, and no other
   */
  public static WaitProfile of(List<WaitSample> samples, Set<Integer> maintenancePids, Map<Integer, WaitClass> queued) {
    Tally tally = new Tally(maintenancePids, queued);
    samples.forEach(tally::add);
    return tally.profile(samples.isEmpty() ? Instant.EPOCH : samples.getLast().at());
  }

  /** Adds samples up; lives for one call. */
  private static final class Tally {
    private final Set<Integer> maintenancePids;
    private final Map<Integer, WaitClass> queued;
    private final Map<WaitClass, Double> byClass = new EnumMap<>(WaitClass.class);
    private final Map<String, Integer> byEvent = new HashMap<>();
    private final Map<Integer, List<ActiveSession>> bySession = new HashMap<>();
    private final Map<Long, List<ActiveSession>> byStatement = new HashMap<>();
    private final List<Integer> onCpu = new ArrayList<>();
    private final List<Integer> workPerSample = new ArrayList<>();
    private int active;
    private int maintenance;

    Tally(Set<Integer> maintenancePids, Map<Integer, WaitClass> queued) {
      this.maintenancePids = maintenancePids;
      this.queued = queued;
    }

    void add(WaitSample sample) {
      int cpu = 0;
      int atWork = 0;
      for (ActiveSession session : sample.sessions()) {
        WaitClass waitClass = held(session);
        if (!waitClass.isLoad()) {
          continue;
        }
        active++;
        cpu += waitClass == WaitClass.CPU ? 1 : 0;
        byClass.merge(waitClass, 1.0, Double::sum);
        byEvent.merge(waitClass == WaitClass.CPU ? "CPU" : session.waitEventType() + ":" + session.waitEvent(), 1, Integer::sum);
        if (waitClass.isWork()) {
          atWork++;
          work(session);
        }
      }
      onCpu.add(cpu);
      workPerSample.add(atWork);
    }

    private WaitClass held(ActiveSession session) {
      WaitClass seen = WaitClass.of(session.waitEventType(), session.waitEvent());
      return seen == WaitClass.INTERNAL ? queued.getOrDefault(session.session(), seen) : seen;
    }

    private void work(ActiveSession session) {
      boolean upkeep =
          session.backendType().startsWith("autovacuum") || maintenancePids.contains(session.pid())
          || maintenancePids.contains(session.session());
      if (upkeep) {
        maintenance++;
        return;
      }
      bySession.computeIfAbsent(session.session(), unseen -> new ArrayList<>()).add(session);
      if (session.statementId() != 0) {
        byStatement.computeIfAbsent(session.statementId(), unseen -> new ArrayList<>()).add(session);
      }
    }

    WaitProfile profile(Instant at) {
      int samples = onCpu.size();
      double seen = Math.max(1, samples);
      double working = bySession.values().stream().mapToInt(List::size).sum() + (double) maintenance;
      Map<WaitClass, Double> average = new EnumMap<>(WaitClass.class);
      byClass.forEach((waitClass, count) -> average.put(waitClass, count / seen));
      List<EventLoad> events =
          byEvent.entrySet().stream()
              .map(entry -> new EventLoad(entry.getKey(), entry.getValue() / seen))
              .sorted(Comparator.comparingDouble(EventLoad::average).reversed().thenComparing(EventLoad::event))
              .toList();
      return new WaitProfile(
          at, samples, active / seen, average, List.copyOf(onCpu), List.copyOf(workPerSample), working / seen,
          working == 0 ? 0 : maintenance / working, sessions(working), statements(working), events);
    }

    private List<SessionLoad> sessions(double working) {
      return bySession.entrySet().stream()
          .map(
              entry ->
                  new SessionLoad(
                      entry.getKey(), entry.getValue().size() / working, longest(entry.getValue()),
                      entry.getValue().getLast().statementId()))
          .sorted(Comparator.comparingDouble(SessionLoad::share).reversed().thenComparingInt(SessionLoad::pid))
          .toList();
    }

    private List<StatementLoad> statements(double working) {
      List<StatementLoad> loads = new ArrayList<>();
      byStatement.forEach(
          (id, rows) -> {
            Set<Integer> pids = new HashSet<>();
            rows.forEach(row -> pids.add(row.session()));
            List<Duration> ages = rows.stream().map(ActiveSession::statementAge).sorted().toList();
            loads.add(new StatementLoad(id, rows.size() / working, pids.size(), ages.get(ages.size() / 2)));
          });
      loads.sort(Comparator.comparingDouble(StatementLoad::share).reversed().thenComparingLong(StatementLoad::statementId));
      return List.copyOf(loads);
    }

    private static Duration longest(List<ActiveSession> rows) {
      return rows.stream().map(ActiveSession::statementAge).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }
  }
}
