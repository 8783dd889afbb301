package io.auroraresponder.lab.incident;

import io.auroraresponder.lab.postgres.LabDatabase;
import io.auroraresponder.lab.postgres.LabPostgres;
import io.auroraresponder.lab.postgres.SessionsAtWork;
import io.auroraresponder.lab.postgres.Workload;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Runs scripts, one after the other, on one PostgreSQL that is started when the first of them needs it. */
public final class IncidentRun implements AutoCloseable {

  /** Hears what is going on. */
  public interface Listener {
    /** Nobody asks. */
    Listener NOBODY =
        new Listener() {
          @Override
          public void begun(String step) {}

          @Override
          public void done(String detail) {}
        };

    /** A step that may take a while has begun. */
    void begun(String step);

    /** The step that was begun last is done. */
    void done(String detail);
  }

  private final Scene.Maker scenes;
  private final Supplier<LabPostgres> servers;
  private final InstantSource realTime;
  private Optional<LabPostgres> server = Optional.empty();

  public IncidentRun(Scene.Maker scenes, Supplier<LabPostgres> servers, InstantSource realTime) {
    this.scenes = scenes;
    this.servers = servers;
    this.realTime = realTime;
  }

  /**
   * The whole of one script: set-up, sessions, event, and simulated time after it.
   *
   * @throws io.auroraresponder.lab.postgres.LabException when this machine or the script's SQL does not allow it
   */
  public Run run(Script script, Scene.Options options, Listener listener) {
    try (AtWork atWork = new AtWork(listener)) {
      if (withServer(script.database()) instanceof Script.Database.Real real) {
        atWork.begin(real, script.now());
        real.dies().ifPresent(this::killLater);
      }
      return withScene(script, options, atWork, listener);
    }
  }

  /** Those who work on the server now, in one run. */
  private final class AtWork implements AutoCloseable {
    private final Listener listener;
    private final List<String> troubles = new ArrayList<>();
    private Optional<SessionsAtWork> sessions = Optional.empty();

    AtWork(Listener listener) {
      this.listener = listener;
    }

    /** Ends who worked before and starts others, for whom the given moment of simulated time is the alarm. */
    SessionsAtWork begin(Script.Database.Real database, Instant alarm) {
      close();
      List<SessionsAtWork.Placed> placed = placed(database, listener);
      listener.begun("sessions at work");
      SessionsAtWork begun = SessionsAtWork.begin(placed, alarm, realTime);
      sessions = Optional.of(begun);
      listener.done(begun.sessions() + " sessions at work: " + String.join(", ", names(database)));
      return begun;
    }

    List<String> troubles() {
      return Stream.concat(troubles.stream(), sessions.map(SessionsAtWork::troubles).stream().flatMap(List::stream)).toList();
    }

    @Override
    public void close() {
      troubles.addAll(sessions.map(SessionsAtWork::troubles).orElse(List.of()));
      sessions.ifPresent(SessionsAtWork::close);
      sessions = Optional.empty();
    }
  }

  /** A database that knows no such login is a real one, at rest. */
  private static Script.Database withServer(Script.Database database) {
    return database instanceof Script.Database.Broken broken && broken.way() == Script.Way.NO_LOGIN
        ? new Script.Database.Real(List.of(Workload.atRest()), Workload.atRest().database(), Optional.empty(), false)
        : database;
  }

  private static List<String> names(Script.Database.Real real) {
    return real.workloads().stream().flatMap(workload -> workload.sessions().stream()).map(group -> group.name()).distinct().toList();
  }

  private List<SessionsAtWork.Placed> placed(Script.Database.Real real, Listener listener) {
    listener.begun("PostgreSQL");
    LabPostgres postgres = server.orElseGet(servers);
    server = Optional.of(postgres);
    Map<String, Boolean> extensions = new LinkedHashMap<>();
    real.workloads().forEach(workload -> extensions.put(workload.database(), workload.extension()));
    List<LabDatabase> databases = postgres.databases(extensions, real.workloads().getFirst().settings());
    listener.done("PostgreSQL ready on " + databases.getFirst().host() + ":" + databases.getFirst().port());
    return IntStream.range(0, databases.size()).mapToObj(i -> new SessionsAtWork.Placed(databases.get(i), real.workloads().get(i)))
        .toList();
  }

  private void killLater(Duration after) {
    LabPostgres postgres = server.orElseThrow();
    Thread.ofVirtual().name("kill-postgres").start(() -> {
      try {
        Thread.sleep(after);
        postgres.kill();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  private Run withScene(Script script, Scene.Options options, AtWork atWork, Listener listener) {
    listener.begun("the answer to the event");
    try (Scene scene = scenes.make(script, options, atWork.sessions)) {
      Scene.Meanwhile first = script.event().isEmpty() ? Scene.Meanwhile.NOTHING : scene.deliver(script.event());
      listener.done("event delivered: " + counted(first.reports().size()));
      Scene.Meanwhile all = first.and(afterwards(script, scene, atWork, listener));
      return new Run(script, all.reports(), all.news(), scene.footprint(), scene.heard(), atWork.troubles());
    }
  }

  private static String counted(int reports) {
    return reports == 0 ? "no report" : reports + (reports == 1 ? " report" : " reports");
  }

  private Scene.Meanwhile afterwards(Script script, Scene scene, AtWork atWork, Listener listener) {
    if (script.afterwards().time().isZero()) {
      return Scene.Meanwhile.NOTHING;
    }
    listener.begun("simulated time goes on");
    Scene.Meanwhile all = Scene.Meanwhile.NOTHING;
    Duration passed = Duration.ZERO;
    for (Script.Change change : script.afterwards().changes()) {
      if (change.at().compareTo(script.afterwards().time()) > 0) {
        break;
      }
      all = all.and(scene.goOn(change.at().minus(passed)));
      passed = change.at();
      all = all.and(make(change, script, scene, atWork));
    }
    all = all.and(scene.goOn(script.afterwards().time().minus(passed)));
    listener.done("simulated time went on for " + script.afterwards().time().toMinutes() + " minutes: " + counted(all.reports().size()));
    return all;
  }

  private Scene.Meanwhile make(Script.Change change, Script script, Scene scene, AtWork atWork) {
    switch (change) {
      case Script.Change.EventAgain again -> {
        return scene.deliver(script.event());
      }
      case Script.Change.OtherEvent other -> {
        return scene.deliver(other.json());
      }
      case Script.Change.SessionsBegin begin ->
          scene.work(begin.cluster(), atWork.begin(begin.database(), script.now().plus(begin.at())));
      case Script.Change.SessionsEnd end when end.name().isEmpty() -> atWork.sessions.ifPresent(SessionsAtWork::close);
      case Script.Change.SessionsEnd end -> atWork.sessions.ifPresent(some -> some.end(end.name()));
      case Script.Change.DatabaseDies dies -> server.ifPresent(LabPostgres::kill);
      case Script.Change.RangeSet set -> scene.change(set);
      case Script.Change.TagsSet set -> scene.change(set);
      case Script.Change.Renamed renamed -> scene.change(renamed);
      case Script.Change.SwitchedOver switched -> scene.change(switched);
      case Script.Change.Said said -> scene.change(said);
      case Script.Change.ClockSet set -> scene.change(set);
      case Script.Change.SwitchSet set -> scene.change(set);
      case Script.Change.Pressed pressed -> scene.change(pressed);
    }
    return Scene.Meanwhile.NOTHING;
  }

  @Override
  public void close() {
    server.ifPresent(LabPostgres::close);
  }
}
