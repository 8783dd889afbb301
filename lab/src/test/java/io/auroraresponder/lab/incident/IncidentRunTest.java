package io.auroraresponder.lab.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.lab.postgres.SessionsAtWork;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class IncidentRunTest {
  private static final Instant AT = Instant.parse("2026-11-24T10:15:30Z");

  /** Writes down what is asked of it. */
  private static final class RecordingScene implements Scene {
    private final List<String> log = new ArrayList<>();

    @Override
    public Meanwhile deliver(String event) {
      log.add("event");
      return new Meanwhile(List.of(Reports.report("none", List.of(), "none", "not-needed", List.of())), List.of());
    }

    @Override
    public Meanwhile goOn(Duration time) {
      log.add("on " + time.toMinutes());
      return new Meanwhile(List.of(), List.of(new News(AT, "swept", "nothing")));
    }

    @Override
    public void change(Script.Change change) {
      log.add(change.getClass().getSimpleName());
    }

    @Override
    public void work(String cluster, SessionsAtWork sessions) {
      throw new IllegalStateException("no sessions begin later");
    }

    @Override
    public Footprint footprint() {
      return new Footprint("orders-db", Optional.empty(), Optional.empty(), List.of(), 0, "none", List.of(), 0, OptionalLong.empty(), 0,
          java.util.Set.of());
    }

    @Override
    public void close() {
      log.add("closed");
    }
  }

  private final RecordingScene scene = new RecordingScene();
  private final List<Optional<SessionsAtWork>> handedOver = new ArrayList<>();

  private Run run(String then) {
    Script script =
        IncidentFile.parse("x.yaml",
        "title: x\nworld: {clusters: {orders-db: {range: {min: 1, max: 8}, members: {w-1: writer}}}}\nevent: {byHand: "
        + "orders-db}\nexpect: {}\n"
            + then).script();
    Scene.Maker maker =
        (wanted, options, work) -> {
          handedOver.add(work);
          return scene;
        };
    try (IncidentRun run = new IncidentRun(maker, () -> {
      throw new AssertionError("no server is needed");
    }, Clock.systemUTC())) {
      return run.run(script, new Scene.Options(Optional.empty()), SilentListener.INSTANCE);
    }
  }

  @Test
  void startsNoServerForAScriptWithoutADatabase() {
    Run run = run("");

    assertThat(scene.log).containsExactly("event", "closed");
    assertThat(handedOver).containsExactly(Optional.empty());
    assertThat(run.reports()).hasSize(1);
    assertThat(run.news()).isEmpty();
  }

  @Test
  void letsTimeGoOnToEachChangeAndThenToTheEnd() {
    Run run =
        run("then: {for: 1h, changes: [{at: 20m, event: again}, {at: 10m, range: {min: 1, max: 8}}, {at: 30m, switch: stop}, {at: 2h, "
        + "event: again}]}");

    assertThat(scene.log)
        .containsExactly("event", "on 10", "RangeSet", "on 10", "event", "on 10", "SwitchSet", "on 30", "closed");
    assertThat(run.reports()).hasSize(2);
    assertThat(run.news()).hasSize(4);
  }
}
