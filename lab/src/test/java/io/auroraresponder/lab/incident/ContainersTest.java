package io.auroraresponder.lab.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.lab.account.Published;
import io.auroraresponder.lab.account.SimulatedAccount;
import io.auroraresponder.lab.account.SimulatedClock;
import io.auroraresponder.lab.account.YamlValue;
import io.auroraresponder.lab.postgres.LabException;
import io.auroraresponder.lab.postgres.LabPostgres;
import io.auroraresponder.lab.runtime.FunctionsHere;
import io.auroraresponder.lambda.AnswerJson;
import io.auroraresponder.lambda.DeployedFunction;
import io.auroraresponder.lambda.log.LogOutput;
import io.auroraresponder.probe.DatabaseProbe;
import io.auroraresponder.response.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One decision code: the deployed jar under Lambda's runtime interface client gives the reports that this process gives. */
class ContainersTest {
  private static final Path JAR = Path.of("..", "functions", "target", "functions-deploy.jar");
  private static final Pattern SAM = Pattern.compile("#   sam local invoke (\\w+) .*--event (\\S+)");
  private static final Path EVENTS = Path.of("..", "events");

  @BeforeAll
  static void needsTheJar() {
    LogOutput.redirect(OutputStream.nullOutputStream());
    boolean packaged = Files.isRegularFile(JAR);
    if (!packaged) {
      System.out.println("skipped: ContainersTest needs " + JAR + ", which mvn package makes");
    }
    Assumptions.assumeTrue(packaged && FunctionsHere.possible("ContainersTest"));
  }

  /** Without what differs by its nature: durations, and why nobody looked into a database that is not there. */
  private static JsonElement comparable(Answer answer) {
    String text = AnswerJson.of(answer).replaceAll("no database stands behind [a-z0-9-]+ in this simulated account: not connected",
        "NOT LOOKED INTO");
    JsonObject json = JsonParser.parseString(text.replace(
        "no probe is deployed: the checks inside the database need one in the cluster's VPC", "NOT LOOKED INTO")).getAsJsonObject();
    for (JsonElement one : json.getAsJsonArray("handled")) {
      JsonObject report = one.getAsJsonObject().getAsJsonObject("report");
      if (report != null) {
        report.getAsJsonObject("timing").remove("millis");
      }
    }
    return json;
  }

  @ParameterizedTest
  @ValueSource(strings = {"eventbridge-alarm-metric", "sqs-batch", "backup-job", "sns-rds-event"})
  void givesTheSameReportAsInThisProcess(String name) throws IOException {
    String event = Files.readString(EVENTS.resolve(name + ".json"));
    Answer here;
    try (Invocation invocation = Invocation.in(EventSetting.around(event))) {
      here = invocation.deliver(event, Caller.any("lab-1"));
    }
    try (Containers containers = Containers.in(EventSetting.around(event), JAR)) {
      Answer there = containers.deliver(event, Caller.any("lab-1"));

      assertThat(comparable(there)).isEqualTo(comparable(here));
      assertThat(containers.published()).hasSize(here.reports().size());
      assertThat(containers.started()).isNotEmpty();
      assertThat(rehearsals(containers)).as("each container's function was rehearsed before its snapshot")
          .isEqualTo(containers.started().size());
    }
  }

  /**
   * Each command that template.yaml documents, as its function would get it: the deployed jar, the documented event, the runtime client.
   */
  @Test
  void everyDocumentedSamCommandIsAnswered() throws IOException {
    Set<DeployedFunction> answered = EnumSet.noneOf(DeployedFunction.class);
    for (String line : Files.readAllLines(Path.of("..", "template.yaml"))) {
      Matcher command = SAM.matcher(line);
      if (command.matches()) {
        DeployedFunction function =
            Arrays.stream(DeployedFunction.values()).filter(one -> one.handler().endsWith("." + command.group(1))).findFirst()
            .orElseThrow();
        answer(function, Files.readString(Path.of("..", command.group(2))));
        answered.add(function);
      }
    }

    assertThat(answered).containsExactly(DeployedFunction.values());
  }

  private static void answer(DeployedFunction function, String event) {
    try (Containers containers = Containers.in(EventSetting.around(event), JAR)) {
      if (function.runbook().isEmpty()) {
        containers.wake(Set.of(function));
      } else {
        Answer answer = containers.deliver(event, new Caller(function.runbook().orElseThrow(), "sam"));
        assertThat(answer.mustComeAgain()).as(function.id()).isFalse();
        assertThat(answer.reports()).as(function.id()).isNotEmpty();
      }
      assertThat(containers.log(function)).as("the container of " + function.id() + " ran").isNotEmpty();
    }
  }

  private static final Duration MINUTES = Duration.ofMinutes(6);

  /** A raise: three functions work at it, each in its container and under its own name. */
  @Test
  void decidesAndActsAsInThisProcess() throws IOException {
    String alarm = Files.readString(EVENTS.resolve("eventbridge-alarm-metric.json"));
    EventSetting setting = EventSetting.around(alarm, YamlValue.parse("world.yaml", BusyDatabase.PRESSED));
    Instant now = setting.world().now();
    DatabaseProbe busy = new BusyDatabase(() -> now);
    Invocation here = Invocation.in(setting, busy);
    Answer expected = here.deliver(alarm, Caller.any("lab-1"));
    SimulatedAccount account = new SimulatedAccount(setting.world(), SimulatedClock.standingAt(now));
    Deployment.into(account, busy, setting.home(), account.clock(), "postgres", "aurora_responder");
    Deployment.Inside inside = new Deployment.Inside("aurora-responder-probe", "postgres", "aurora_responder", "");
    try (Containers containers =
        Containers.in(account, shown -> shown.stand(account.clock().instant()), JAR,
        new Containers.Databases(inside, Set.of(), container -> busy, Map.of("OPERATORS_TABLE", Deployment.OPERATORS)))) {
      Answer there = containers.deliver(alarm, Caller.any("lab-1"));

      assertThat(there.reports()).singleElement().satisfies(report -> assertThat(report.decision().result()).isEqualTo("applied"));
      assertThat(comparable(there)).isEqualTo(comparable(expected));
      assertThat(account.rangeChanges()).hasSize(1).extracting(change -> change.to())
          .isEqualTo(here.account().rangeChanges().stream().map(change -> change.to()).toList());
      assertThat(account.objects(Deployment.BUCKET)).hasSize(1).containsOnlyKeys(here.account().objects(Deployment.BUCKET).keySet());
      assertThat(account.calls("rds:ModifyDBCluster")).singleElement()
          .satisfies(call -> assertThat(call.caller()).isEqualTo("remediation"));
      assertThat(Rights.undeclared(account.calls(), Set.of())).isEmpty();
      here.goOn(MINUTES);
      List<Scene.News> news = new ArrayList<>();
      for (int minute = 0; minute < MINUTES.toMinutes(); minute++) {
        account.clock().advance(Duration.ofMinutes(1));
        news.addAll(containers.sweep());
      }
      assertThat(news).isNotEmpty();
      assertThat(account.published().stream().skip(1).map(Published::message).toList())
          .isEqualTo(here.published().stream().skip(1).map(Published::message).toList());
      containers.turn(false, "the test ends");
      assertThat(containers.log(DeployedFunction.CAPACITY)).noneMatch(line -> line.contains("not kept"));
    }
  }

  /** The probe in its container, through TLS and by IAM token, at sessions of a real PostgreSQL. */
  @Test
  void looksIntoARealDatabase() {
    Script script = BundledIncidents.named("idle-transaction-leak").script();
    try (IncidentRun runs = new IncidentRun(ResponderScene.maker(Clock.systemUTC(), JAR), LabPostgres::open, Clock.systemUTC())) {
      Run run = runs.run(script, new Scene.Options(Optional.empty()), SilentListener.INSTANCE);

      assertThat(run.reports()).singleElement().satisfies(report -> {
        assertThat(report.verdict().cause()).isEqualTo("idle-transaction-leak");
        assertThat(report.decision().result()).isEqualTo("refused");
      });
      assertThat(run.footprint().connections()).as("connections of a look").isBetween(1, 4);
      assertThat(run.footprint().undeclared()).isEmpty();
    }
  }

  private static long rehearsals(Containers containers) {
    return Arrays.stream(DeployedFunction.values())
        .filter(function -> containers.log(function).stream().anyMatch(line -> line.contains("rehearsed before the snapshot")))
        .count();
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> Containers.in(EventSetting.around("{\"cluster\":\"orders-db\"}"), Path.of("none.jar")))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("none.jar");
  }
}
