package io.auroraresponder.lab.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.intake.Intake;
import io.auroraresponder.intake.RoutingTable;
import io.auroraresponder.lab.account.RecordedCall;
import io.auroraresponder.lab.account.YamlValue;
import io.auroraresponder.lab.postgres.SessionsAtWork;
import io.auroraresponder.lambda.DeployedFunction;
import io.auroraresponder.lambda.log.LogOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the functions declare is what they call: nothing missing, nothing extra. */
class RightsTest {
  private static final Path EVENTS = Path.of("..", "events");

  /** Made beside what is played here: between functions, and by the deep self-check, which no event reaches. */
  private static final Set<String> ELSEWHERE = Set.of("dynamodb:DescribeTable", "lambda:InvokeFunction");

  /** A proxy, and security groups that speak of prefix lists. */
  private static final String SURROUNDED =
      """
      ec2:
        vpc: vpc-0f1e2d3c4b5a69788
        securityGroups:
          sg-0aa0000000000001a: {ingress: [{ports: 5432, peers: [pl-0c0ffee000000001]}]}
        subnets:
          subnet-0a00000000000001: {zone: eu-west-1a, block: 10.20.0.0/24, free: 120}
        prefixLists:
          pl-0c0ffee000000001: [192.0.2.0/24]
        probe: {blocks: [10.20.0.0/24]}
      clusters:
        orders-db:
          range: {min: 0.5, max: 8}
          proxies: [orders-proxy]
          securityGroups: [sg-0aa0000000000001a]
          tags: {mode: act, max-acu: 16}
          members:
            orders-db-instance-1: {role: writer, tier: 1}
          load:
            orders-db-instance-1: {acu: 2, cpu: 0.3, connections: 40}
      """;

  private static final Map<DeployedFunction, Set<String>> MADE = new EnumMap<>(DeployedFunction.class);

  @BeforeAll
  static void playsEveryEventAndEveryIncidentThatNeedsNoServer() throws IOException {
    LogOutput.redirect(OutputStream.nullOutputStream());
    for (String name : BundledIncidents.names()) {
      Script script = BundledIncidents.named(name).script();
      // Those with a database are played by the score, which looks for undeclared calls as well.
      if (script.database() instanceof Script.Database.Absent) {
        try (IncidentRun run = new IncidentRun(RightsTest::recorded, RightsTest::noServer, Clock.systemUTC())) {
          assertThat(run.run(script, new Scene.Options(Optional.empty()), SilentListener.INSTANCE).footprint().undeclared()).as(name)
              .isEmpty();
        }
      }
    }
    try (Stream<Path> files = Files.list(EVENTS)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).sorted().toList()) {
        deliver(file);
      }
    }
    playsWhatNoFileHas();
  }

  /**
   * A raise that is verified and given back, every runbook by hand where more stands around the cluster, and what the patrol hands back.
   */
  private static void playsWhatNoFileHas() {
    String alarm = read(EVENTS.resolve("eventbridge-alarm-metric.json"));
    for (String runbook : RoutingTable.RUNBOOKS) {
      String event = "{\"cluster\":\"orders-db\",\"runbook\":\"" + runbook + "\"}";
      Invocation invocation = Invocation.in(EventSetting.around(alarm, YamlValue.parse("world.yaml", SURROUNDED)));
      // Whoever takes the incident up afterwards asks whether its alarm still stands.
      invocation.deliver(alarm, Caller.any("lab-1"));
      int before = invocation.account().calls().size();
      invocation.deliver(event, Caller.any("lab-2"));
      invocation.wiring().incidents().remind("orders-db", invocation.account().clock().instant());
      invocation.goOn(Duration.ofMinutes(6));
      invocation.wiring().signals().resume("orders-db", new Caller(runbook, "patrol"), Deadline.after(Duration.ofSeconds(50)));
      invocation.wiring().signals().resume("billing-db", new Caller(runbook, "patrol"), Deadline.after(Duration.ofSeconds(50)));
      List<RecordedCall> calls = invocation.account().calls().subList(before, invocation.account().calls().size());
      assertThat(Rights.undeclared(calls, Set.of(runbook))).as(runbook).isEmpty();
      note(calls, Set.of(runbook));
    }
    EventSetting setting = EventSetting.around(alarm, YamlValue.parse("world.yaml", BusyDatabase.PRESSED));
    Instant now = setting.world().now();
    Invocation raised = Invocation.in(setting, new BusyDatabase(() -> now));
    assertThat(raised.deliver(alarm, Caller.any("lab-1")).reports()).singleElement()
        .satisfies(report -> assertThat(report.decision().result()).isEqualTo("applied"));
    raised.goOn(Duration.ofMinutes(30));
    assertThat(Rights.undeclared(raised.account().calls(), Set.of("capacity"))).isEmpty();
    note(raised.account().calls(), Set.of("capacity"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static void deliver(Path file) throws IOException {
    String event = Files.readString(file);
    try (Invocation invocation = Invocation.in(EventSetting.around(event))) {
      invocation.deliver(event, Caller.any("lab-1"));
      Set<String> runbooks = Intake.runbooks(event);
      note(invocation.account().calls(), runbooks);
      if (!runbooks.isEmpty()) {
        assertThat(Rights.undeclared(invocation.account().calls(), runbooks)).as(file.toString()).isEmpty();
      }
    }
  }

  private static Scene recorded(Script script, Scene.Options options, Optional<io.auroraresponder.lab.postgres.SessionsAtWork> work) {
    ResponderScene scene = (ResponderScene) ResponderScene.maker(Clock.systemUTC()).make(script, options, work);
    return new Noting(scene, Intake.runbooks(script.event()));
  }

  private static io.auroraresponder.lab.postgres.LabPostgres noServer() {
    throw new AssertionError("no server is needed");
  }

  private static void note(List<RecordedCall> calls, Set<String> runbooks) {
    for (DeployedFunction function : DeployedFunction.values()) {
      boolean only = runbooks.size() == 1 && function.runbook().filter(runbooks::contains).isPresent();
      for (RecordedCall call : calls) {
        if ((only && call.caller().equals(Rights.THINKING))
            || (function == DeployedFunction.REMEDIATION && call.caller().equals(Rights.ACTING))) {
          MADE.computeIfAbsent(function, none -> new TreeSet<>()).add(call.action());
        }
      }
    }
  }

  /** Keeps what a scene called when it ends. */
  private record Noting(ResponderScene scene, Set<String> runbooks) implements Scene {
    @Override
    public Meanwhile deliver(String event) {
      return scene.deliver(event);
    }

    @Override
    public Meanwhile goOn(java.time.Duration time) {
      return scene.goOn(time);
    }

    @Override
    public void change(Script.Change change) {
      scene.change(change);
    }

    @Override
    public void work(String cluster, SessionsAtWork sessions) {
      scene.work(cluster, sessions);
    }

    @Override
    public Footprint footprint() {
      return scene.footprint();
    }

    @Override
    public void close() {
      note(scene.account().calls(), runbooks);
      scene.close();
    }
  }

  @Test
  void everyDeclaredCallIsMade() {
    Map<DeployedFunction, Set<String>> unused = new EnumMap<>(DeployedFunction.class);
    for (DeployedFunction function : DeployedFunction.values()) {
      if (function.runbook().isPresent() || function == DeployedFunction.REMEDIATION) {
        Set<String> left = new TreeSet<>(Rights.actions(function));
        left.removeAll(MADE.getOrDefault(function, Set.of()));
        left.removeAll(ELSEWHERE);
        unused.put(function, left);
      }
    }

    assertThat(unused).allSatisfy((function, left) -> assertThat(left).as(function.id()).isEmpty());
  }

  @Test
  void aCallThatNobodyDeclaredIsSeen() {
    RecordedCall call = new RecordedCall(Rights.THINKING, "rds:ModifyDBCluster", "request", java.time.Instant.EPOCH);

    assertThat(Rights.undeclared(List.of(call), Set.of("capacity"))).containsExactly("runbooks: rds:ModifyDBCluster");
  }
}
