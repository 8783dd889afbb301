package io.auroraresponder.lab.incident;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Report;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.intake.OwnAccount;
import io.auroraresponder.lab.account.AlarmChange;
import io.auroraresponder.lab.account.SimulatedAccount;
import io.auroraresponder.lab.account.SimulatedClock;
import io.auroraresponder.lab.account.World;
import io.auroraresponder.lab.account.WorldFile;
import io.auroraresponder.lab.postgres.LabException;
import io.auroraresponder.lambda.Wiring;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.policy.HardLimits;
import io.auroraresponder.probe.DatabaseProbe;
import io.auroraresponder.probe.Look;
import io.auroraresponder.remediation.SlackApprovals;
import io.auroraresponder.response.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Many clusters whose alarms all ring at once, again and again: each delivered by one of several containers as fast as it can be, some of
 * them twice, some going back to OK and ringing anew. A part of the clusters is short of capacity, and what is seen in their databases is
 * what a real one showed in the incident {@code load-growth}; the others are at rest.
 *
 * <p>Budgets, the number of clusters raised at once, and the share of clusters in alarm allow each raise: what is left is what the evidence
 * carries.
 */
public final class Storm {
  private static final List<String> METRICS =
      List.of("ACUUtilization", "CPUUtilization", "DBLoad", "DBLoadCPU", "ServerlessDatabaseCapacity", "FreeableMemory");

  /** Every fourth cluster is short of capacity. */
  private static final int PRESSED = 4;

  /** One signal in so many is delivered twice, and one in so many goes back to OK. */
  private static final int TWICE = 8;
  private static final int BACK_TO_OK = 5;

  /** Simulated time runs slower than real time, so that evidence does not grow old on a slow machine. */
  private static final double SPEED = 0.05;

  private final World world;
  private final SimulatedAccount account;
  private final SimulatedClock clock;
  private final DatabaseProbe probe;
  private final HardLimits limits;
  private final List<Wiring> containers = new ArrayList<>();
  private final Map<String, Set<String>> incidents = new ConcurrentHashMap<>();
  private final AtomicInteger lost = new AtomicInteger();
  private final AtomicInteger id = new AtomicInteger();
  private final AtomicInteger delivered = new AtomicInteger();

  /**
   * What one database showed while it was short of capacity, and what one at rest shows.
   *
   * @param at when, in simulated time
   */
  public record Seen(Look pressed, Look resting, Instant at) {}

  /**
   * How it went.
   *
   * @param delivered deliveries, repeated ones among them
   * @param actions changes of a range by cluster
   * @param pressed clusters whose evidence carries a raise
   * @param incidents incidents that people were told of, by cluster
   * @param messages that people got
   * @param lost signals that failed as often as Lambda tries, and clusters whose signals wait for a look that nobody will begin
   */
  public record Outcome(
      int delivered, Map<String, Long> actions, Set<String> pressed, Map<String, Set<String>> incidents, int messages, int lost) {
    public Outcome {
      actions = Map.copyOf(actions);
      pressed = Set.copyOf(pressed);
      incidents = Map.copyOf(incidents);
    }
  }

  /** A signal on its way. */
  private record Signal(String runbook, String event, String id, int attempt) {}

  /** Containers that share nothing but the account. */
  public Storm(int clusters, int containers, Seen seen) {
    this.world = WorldFile.parse("storm", worldOf(clusters, seen.at()));
    this.clock = SimulatedClock.startingAt(world.now());
    clock.runAt(SPEED);
    this.account = new SimulatedAccount(world, clock);
    this.limits = limits(clusters);
    this.probe =
        (request, deadline) -> {
          boolean lacks = account.clusterOf(request.instanceId()).filter(pressed(clusters)::contains).isPresent();
          Look look = lacks ? seen.pressed() : seen.resting();
          return look instanceof Look.Seen(var snapshot)
              ? new Look.Seen(snapshot.answeredBy(request.instanceId(), !account.writes(request.instanceId())))
              : look;
        };
    Deployment.prepare(account);
    Deployment.allow(account);
    for (int i = 0; i < containers; i++) {
      this.containers.add(container());
    }
  }

  private Wiring container() {
    OwnAccount home = OwnAccount.fixed(world.account(), world.region());
    return Deployment.container(
        account, probe, home, clock, new Deployment.Entry("postgres", "aurora_responder"), SlackApprovals.NONE, limits);
  }

  /**
   * Delivers so many signals as fast as it goes, then lets the patrol hand back what waits for a look.
   *
   * @param seed of the order, and of which signals come twice
   */
  public Outcome blow(int signals, long seed) {
    ConcurrentLinkedQueue<Signal> queue = new ConcurrentLinkedQueue<>(signals(signals, new Random(seed)));
    all(queue);
    for (int minute = 0; minute < 3; minute++) {
      clock.advance(Production.MINUTE);
      queue.addAll(handedBack());
      all(queue);
    }
    Map<String, Long> actions = new HashMap<>();
    account.rangeChanges().forEach(change -> actions.merge(change.cluster(), 1L, Long::sum));
    return new Outcome(
        delivered.get(), actions, pressed(world.clusters().size()), incidents, account.published().size(), lost.get() + forgotten());
  }

  /**
   * Bytes that the containers keep: what can be collected once they are let go of. The account, with its table and its record of every
   * call, is not theirs. Afterwards there are none left.
   */
  public long kept() {
    long with = used();
    containers.clear();
    return with - used();
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** The function that acts works in the background, and the patrol hands back what is due. */
  private List<Signal> handedBack() {
    Wiring container = containers.getFirst();
    container.office().keeper().tend(news -> {}, Deadline.after(InProcess.RUNBOOK));
    return InProcess.patrol(account, clock).stream()
        .map(sent -> new Signal(sent.runbook(), sent.payload(), "round-" + id.incrementAndGet(), 1)).toList();
  }

  /** Clusters with a signal that waits for a look and no time at which the patrol would hand it back. */
  private int forgotten() {
    return account.byTheLab(() -> {
      IncidentLog log = containers.getFirst().incidents();
      Set<String> due = log.due(Instant.MAX).stream().map(IncidentLog.Reminder::key).collect(Collectors.toSet());
      return (int) world.clusters().stream().map(World.Cluster::id).filter(cluster -> !due.contains(cluster))
          .filter(cluster -> log.recall(cluster).map(entry -> !entry.pending().isEmpty()).orElse(false)).count();
    });
  }

  private void all(ConcurrentLinkedQueue<Signal> queue) {
    List<Thread> working = new ArrayList<>();
    for (Wiring container : containers) {
      working.add(Thread.ofPlatform().start(() -> {
        for (Signal next = queue.poll(); next != null; next = queue.poll()) {
          deliver(container, next).ifPresent(queue::add);
        }
      }));
    }
    for (Thread worker : working) {
      try {
        worker.join();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new LabException("The storm was interrupted.", stopped);
      }
    }
  }

  /** The signal again where the invocation failed. */
  private Optional<Signal> deliver(Wiring container, Signal signal) {
    delivered.incrementAndGet();
    Answer answer = InProcess.deliver(container, signal.event(), new Caller(signal.runbook(), signal.id()));
    for (Report report : answer.reports()) {
      incidents.computeIfAbsent(report.incident().cluster().value(), any -> ConcurrentHashMap.newKeySet()).add(report.incident().id());
    }
    if (!answer.mustComeAgain()) {
      return Optional.empty();
    }
    if (signal.attempt() == Production.ATTEMPTS) {
      lost.incrementAndGet();
      return Optional.empty();
    }
    return Optional.of(new Signal(signal.runbook(), signal.event(), signal.id(), signal.attempt() + 1));
  }

  private List<Signal> signals(int number, Random random) {
    List<Signal> signals = new ArrayList<>();
    int clusters = world.clusters().size();
    for (int i = 0; signals.size() < number; i++) {
      String cluster = name(i % clusters);
      String state = random.nextInt(BACK_TO_OK) == 0 ? "OK" : "ALARM";
      Signal one = new Signal("", alarm(cluster, METRICS.get(random.nextInt(METRICS.size())), state, i), "storm-" + i, 1);
      signals.add(one);
      if (random.nextInt(TWICE) == 0) {
        // EventBridge delivers at least once: the same event in another invocation.
        signals.add(new Signal("", one.event(), one.id() + "-again", 1));
      }
    }
    Collections.shuffle(signals, random);
    return signals.subList(0, number);
  }

  private String alarm(String cluster, String metric, String state, int number) {
    Instant at = world.now().plusMillis(number);
    World.Watch watch =
        new World.Watch(
            metric, Map.of("DBClusterIdentifier", cluster), "Maximum", World.Comparison.GREATER_OR_EQUAL, 90, Production.MINUTE, 3, 3,
            World.Missing.IGNORE);
    World.Alarm alarm = new World.Alarm(cluster + "-" + metric.toLowerCase(Locale.ROOT), Optional.of(watch), "");
    AlarmChange change =
        new AlarmChange(
            alarm, state, "Threshold Crossed", "{\"threshold\":90.0,\"recentDatapoints\":[99.0]}", at,
            state.equals("OK") ? "ALARM" : "OK", "was", at.minusSeconds(600));
    return AlarmEvent.of(change, new EventSection.Place(world, at)).toString();
  }

  private static String name(int number) {
    return "shard-" + number + "-db";
  }

  private static Set<String> pressed(int clusters) {
    return IntStream.range(0, clusters).filter(number -> number % PRESSED == 0).mapToObj(Storm::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String worldOf(int clusters, Instant now) {
    StringBuilder yaml = new StringBuilder("now: " + now + "\nclusters:\n");
    for (int i = 0; i < clusters; i++) {
      String load = i % PRESSED == 0 ? "{-24h: 3, -3h: 3, -15m: 4, -7m: 9.5}" : "2";
      String cpu = i % PRESSED == 0 ? "0.95" : "0.3";
      yaml.append("""
            %1$s:
              engineVersion: "16.6"
              range: {min: 0.5, max: 8}
              tags: {mode: act, max-acu: 16}
              members:
                %1$s-1: {role: writer, tier: 1}
              load:
                %1$s-1: {acu: %2$s, cpu: %3$s}
          """.formatted(name(i), load, cpu));
    }
    return yaml.toString();
  }

  private static HardLimits limits(int clusters) {
    HardLimits usual = HardLimits.DEFAULTS;
    HardLimits.Fleet fleet = new HardLimits.Fleet(clusters * usual.budgetAcuHours(), clusters, 1, clusters);
    return new HardLimits(
        usual.defaultMode(), usual.highestMode(), usual.maxAcu(), usual.minAcu(), usual.step(), usual.lease(), usual.budgetAcuHours(),
        usual.cooldown(), usual.ratePerDay(), usual.eventAge(), usual.evidenceAge(), usual.planExpiry(), usual.freeze(), usual.actions(),
        usual.deployment(), fleet);
  }
}
