package io.auroraresponder.lab.bench;

import io.auroraresponder.lab.incident.BundledIncidents;
import io.auroraresponder.lab.incident.IncidentRun;
import io.auroraresponder.lab.incident.ResponderScene;
import io.auroraresponder.lab.incident.Scene;
import io.auroraresponder.lab.incident.Storm;
import io.auroraresponder.lab.postgres.LabPostgres;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Ten thousand signals of 300 clusters as fast as they can be delivered: what is done, what people hear, what is lost, what stays. */
public final class StormFigure implements Figure {
  private static final int CLUSTERS = 300;
  private static final int SIGNALS = 10_000;
  private static final int CONTAINERS = 8;
  private static final long SEED = 7;
  private static final String PRESSED = "load-growth";

  /** What a container keeps may wander by so much with caches and the collector. */
  private static final double FLAT = 1.2;

  private final int clusters;
  private final int signals;

  /** Of the size that the goals are set for. */
  public StormFigure() {
    this(CLUSTERS, SIGNALS);
  }

  StormFigure(int clusters, int signals) {
    this.clusters = clusters;
    this.signals = signals;
  }

  @Override
  public String name() {
    return "storm";
  }

  @Override
  public String summary() {
    return "10,000 signals of 300 clusters at full speed: actions, incidents, what is lost, and memory against half of them";
  }

  @Override
  public List<Measured> measure(Consumer<String> progress) {
    progress.accept("a database short of capacity");
    Storm.Seen seen = seen();
    progress.accept(signals / 2 + " signals");
    Storm few = new Storm(clusters, CONTAINERS, seen);
    var unused = few.blow(signals / 2, SEED);
    long fewKept = few.kept();
    progress.accept(signals + " signals");
    Storm many = new Storm(clusters, CONTAINERS, seen);
    long begun = System.nanoTime();
    Storm.Outcome outcome = many.blow(signals, SEED);
    double seconds = (System.nanoTime() - begun) / 1e9;
    long manyKept = many.kept();
    long twice = outcome.actions().values().stream().mapToLong(times -> times - 1).sum();
    long missed = outcome.pressed().stream().filter(cluster -> !outcome.actions().containsKey(cluster)).count();
    long unasked = outcome.actions().keySet().stream().filter(cluster -> !outcome.pressed().contains(cluster)).count();
    // One at rest whose alarm went back to OK has its incident closed, and the next one is another.
    long incidents = outcome.incidents().entrySet().stream().filter(told -> outcome.pressed().contains(told.getKey()))
        .mapToLong(told -> told.getValue().size() - 1).sum();
    return List.of(
        one((double) twice, "second actions for a cluster", "of " + outcome.actions().size(), new Goal.AtMost(0)),
        one((double) missed, "clusters that a raise would have helped, without one", "of " + outcome.pressed().size(), new Goal.AtMost(0)),
        one((double) unasked, "actions for clusters at rest", "", new Goal.AtMost(0)),
        one((double) incidents, "second incidents of a cluster under a lease", "of " + outcome.pressed().size(), new Goal.AtMost(0)),
        one((double) outcome.lost(), "signals lost", "of " + outcome.delivered() + " deliveries", new Goal.AtMost(0)),
        one((double) manyKept / fewKept, "memory that a container keeps", "x after half of them", new Goal.AtMost(FLAT)),
        one((double) outcome.messages() / clusters, "messages", "a cluster", new Goal.None()),
        one(outcome.delivered() / seconds, "deliveries", "a second", new Goal.None()));
  }

  private static Measured one(double value, String what, String unit, Goal goal) {
    return new Measured(what, unit, value, value, value, goal);
  }

  private static Storm.Seen seen() {
    InstantSource real = Clock.systemUTC();
    List<Storm.Seen> seen = new ArrayList<>();
    try (IncidentRun run = new IncidentRun(ResponderScene.maker(real, seen::add), LabPostgres::open, real)) {
      var unused = run.run(BundledIncidents.named(PRESSED).script(), new Scene.Options(Optional.empty()), IncidentRun.Listener.NOBODY);
    }
    return seen.getFirst();
  }
}
