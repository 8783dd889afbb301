package io.auroraresponder.lab.incident;

import io.auroraresponder.incident.Report;
import io.auroraresponder.lab.account.BadFileException;
import io.auroraresponder.lab.account.Reasons;
import io.auroraresponder.lab.postgres.LabPostgres;
import io.auroraresponder.lab.postgres.SessionsAtWork;
import io.auroraresponder.lab.wire.Functions;
import io.auroraresponder.lab.wire.WireFront;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * An incident whose account answers on the wire until it is interrupted: for playing what people say to it. The deployed code sweeps and
 * goes its rounds each minute of the account, which may be shorter than a real one.
 */
public final class ServedScene implements Scene {
  private static final Duration UNTIL_INTERRUPTED = Duration.ofDays(365);

  private final ResponderScene scene;
  private final WireFront front;
  private final Duration minute;
  private final Listening listening;
  private final Lock one = new ReentrantLock();

  /** Is told where the account answers, and what becomes of it. */
  public interface Listening {
    void at(URI address, String cluster);

    void reported(Report report);

    void heard(News news);

    /** An invocation failed, as one does while a table is away: on AWS the event comes again, here the next minute does. */
    void failed(String why);
  }

  private ServedScene(ResponderScene scene, int port, Duration minute, Listening listening) {
    this.scene = scene;
    this.minute = minute;
    this.listening = listening;
    Deployment.protect(scene.account());
    this.front = WireFront.at(port, scene.account(), functions());
  }

  /** The functions of the deployment, one invocation at a time. */
  private Functions functions() {
    return (function, payload) -> {
      one.lock();
      try {
        return Functions.Invoked.answered(
            scene.invoked(function, payload).orElseThrow(() -> new Functions.UnknownFunctionException(function)));
      } finally {
        one.unlock();
      }
    };
  }

  /**
   * The incident of a bundled name or of a file, with its alarm now.
   *
   * @throws BadFileException when the file cannot be used
   */
  public static Script script(String nameOrFile, InstantSource realTime) {
    boolean bundled = BundledIncidents.names().contains(nameOrFile);
    Path file = Path.of(nameOrFile);
    Script script =
        IncidentFile.at(
                realTime.instant(), nameOrFile, bundled ? BundledIncidents.text(nameOrFile + ".yaml") : text(file),
                bundled ? Optional.empty() : Optional.ofNullable(file.toAbsolutePath().getParent()))
            .script();
    return new Script(
        script.name(), script.title(), script.story(), script.world(), script.event(), script.database(),
        new Script.Afterwards(UNTIL_INTERRUPTED, List.of()));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new BadFileException(file + " cannot be read: " + Reasons.of(e));
    }
  }

  /**
   * Serves until the thread is interrupted.
   *
   * @param port 0 for any that is free
   * @param minute how long a minute of the account takes: at most 60 s, which is real time
   */
  public static void serve(Script script, int port, Duration minute, InstantSource realTime, Consumer<String> progress,
      Listening listening) {
    Maker maker =
        (played, options, work) ->
            new ServedScene((ResponderScene) ResponderScene.maker(realTime).make(played, options, work), port, minute, listening);
    try (IncidentRun run = new IncidentRun(maker, LabPostgres::open, realTime)) {
      var unused = run.run(script, new Options(Optional.empty()), new Progressing(progress));
    }
  }

  private record Progressing(Consumer<String> lines) implements IncidentRun.Listener {
    @Override
    public void begun(String what) {
      // What is done is said.
    }

    @Override
    public void done(String what) {
      if (!what.startsWith("simulated time")) {
        lines.accept(what);
      }
    }
  }

  @Override
  public Meanwhile deliver(String event) {
    listening.at(front.endpoint(), scene.account().world().clusters().getFirst().id());
    return told(alone(() -> scene.deliver(event)));
  }

  @Override
  public Meanwhile goOn(Duration time) {
    Meanwhile all = Meanwhile.NOTHING;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Thread.sleep(minute);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        break;
      }
      try {
        var unused = told(alone(() -> scene.minute(minute)));
      } catch (RuntimeException failed) {
        listening.failed(String.valueOf(failed.getMessage()));
      }
    }
    return all;
  }

  private Meanwhile told(Meanwhile meanwhile) {
    meanwhile.reports().forEach(listening::reported);
    meanwhile.news().forEach(listening::heard);
    return meanwhile;
  }

  private Meanwhile alone(java.util.function.Supplier<Meanwhile> work) {
    one.lock();
    try {
      return work.get();
    } finally {
      one.unlock();
    }
  }

  @Override
  public void change(Script.Change change) {
    scene.change(change);
  }

  @Override
  public void work(String database, SessionsAtWork work) {
    scene.work(database, work);
  }

  @Override
  public Footprint footprint() {
    return scene.footprint();
  }

  @Override
  public void close() {
    front.close();
    scene.close();
  }
}
