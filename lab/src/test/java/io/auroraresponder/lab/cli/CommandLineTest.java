package io.auroraresponder.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.lab.incident.IncidentRun;
import io.auroraresponder.lab.incident.Reports;
import io.auroraresponder.lab.incident.Run;
import io.auroraresponder.lab.incident.Scene;
import io.auroraresponder.lab.incident.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {
  @TempDir private Path folder = Path.of(".");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<Scene.Options> options = new ArrayList<>();

  /** Answers every event in the same way. */
  private record CalmScene(Report report, List<ScalingRange> requests) implements Scene {
    @Override
    public List<Report> deliver(String event) {
      return List.of(report);
    }

    @Override
    public List<News> goOn(Duration time) {
      return List.of();
    }

    @Override
    public void change(Script.Change change) {}

    @Override
    public Footprint footprint() {
      ScalingRange begun = ScalingRange.of(0.5, 8);
      return new Footprint("orders-db", Optional.of(begun), Optional.of(begun), requests, 0, "none", List.of(), 4, java.util.Set.of());
    }

    @Override
    public void close() {}
  }

  private static final RunView VIEW =
      new RunView() {
        @Override
        public List<String> lines(Run run, boolean colours, String reportFile) {
          return List.of("verdict " + run.reports().getFirst().verdict().cause(), "stored " + reportFile);
        }

        @Override
        public String json(Report report) {
          return "{\"cause\":\"" + report.verdict().cause() + "\"}";
        }
      };

  private int run(Scene scene, String... words) {
    Scene.Maker maker =
        (script, wanted, work) -> {
          options.add(wanted);
          return scene;
        };
    java.util.function.Supplier<IncidentRun> runs =
        () -> new IncidentRun(maker, () -> {
          throw new AssertionError("no server is needed");
        }, Clock.systemUTC());
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8), false, false, true);
    List<Command> commands = List.of(new IncidentsCommand(), new IncidentCommand(runs, runs, VIEW), new ScoreCommand(runs));
    return new CommandLine(commands, console).run(List.of(words));
  }

  private int run(String... words) {
    return run(new CalmScene(Reports.report("healed", List.of(), "none", "not-needed", List.of()), List.of()), words);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private Path incident(String name, String expect) throws IOException {
    return Files.writeString(
        folder.resolve(name), "title: x\nworld: {clusters: {}}\nevent: {byHand: orders-db}\nexpect: " + expect + "\n");
  }

  @Test
  void showsItsUsageWhenAskedForNothing() {
    assertThat(run()).isZero();
    assertThat(out()).contains("./responder incident [NAME|FILE.yaml]", "./responder incidents", "./responder score");
  }

  @Test
  void suggestsTheCommandThatWasMeant() {
    assertThat(run("incidnet")).isEqualTo(2);
    assertThat(err()).isEqualTo("responder: there is no command incidnet; did you mean incident?\n");
    assertThat(out()).isEmpty();
  }

  @Test
  void suggestsTheOptionAndTheIncidentThatWereMeant() {
    assertThat(run("incident", "--jsno")).isEqualTo(2);
    assertThat(err()).contains("did you mean --json?");
    assertThat(run("incident", "lock-pile-up")).isEqualTo(2);
    assertThat(err()).contains("there is no incident lock-pile-up; did you mean lock-pileup?");
    assertThat(run("incident", "--mode", "atc")).isEqualTo(2);
    assertThat(err()).contains("--mode is observe, propose or act, not atc; did you mean act?");
    assertThat(run("incident", "--out")).isEqualTo(2);
    assertThat(err()).contains("--out needs a value");
  }

  @Test
  void listsTheBundledIncidentsOneALine() {
    assertThat(run("incidents")).isZero();
    assertThat(out().lines()).hasSizeGreaterThan(20).first().asString().startsWith("load-growth ");
  }

  @Test
  void namesFilePlaceAndExpectationOfABadFile() throws IOException {
    Path file = incident("bad.yaml", "{cause: nonsense}");

    assertThat(run("incident", file.toString())).isEqualTo(2);
    assertThat(err()).contains("bad.yaml:4:17", "expected one of", "nonsense");
    assertThat(run("incident", folder.resolve("none.yaml").toString())).isEqualTo(2);
    assertThat(err()).contains("there is no such file");
  }

  @Test
  void showsARunAndLeavesItsReport() throws IOException {
    Path file = incident("calm.yaml", "{}");

    int exit = run("incident", file.toString(), "--mode", "observe", "--out", folder.resolve("out").toString());

    Path stored = folder.resolve("out/2026-11-24T10-15-30Z-orders-db.json");
    assertThat(exit).isZero();
    assertThat(out()).contains("incident calm", "✓ event delivered", "verdict healed", "stored " + stored).doesNotContain("\u001b");
    assertThat(Files.readString(stored)).isEqualTo("{\"cause\":\"healed\"}\n");
    assertThat(options).containsExactly(new Scene.Options(Optional.of("observe")));
  }

  @Test
  void printsTheReportAloneWhereJsonIsWanted() throws IOException {
    Path file = incident("calm.yaml", "{}");

    assertThat(run("incident", file.toString(), "--json", "--out", folder.toString())).isZero();
    assertThat(out()).isEqualTo("{\"cause\":\"healed\"}\n");
    assertThat(err()).contains("event delivered");
  }

  @Test
  void scoresFilesAndFoldersAndIsContentWithRightOnes() throws IOException {
    incident("a.yaml", "{cause: healed, never: [modify]}");
    incident("b.yaml", "{result: not-needed}");

    assertThat(run("score", folder.toString())).isZero();
    assertThat(out()).contains("✓ a", "✓ b", "  healed         1        1      1      100 %   100 %",
        "2 of 2 right, 0 with a wrong action");
  }

  @Test
  void saysNoToAWrongDecisionAndNamesAWrongAction() throws IOException {
    Path wrong = incident("a.yaml", "{cause: lock-pileup, never: [modify]}");
    Scene scene =
        new CalmScene(Reports.report("load-growth", List.of(), "raise-max", "applied", List.of()), List.of(ScalingRange.of(0.5, 12)));

    assertThat(run(scene, "score", wrong.toString())).isEqualTo(1);
    assertThat(out()).contains("✗ a", "cause: expected lock-pileup, found load-growth", "WRONG ACTION  never modify",
        "0 of 1 right, 1 with a wrong action");
  }

  @Test
  void scoresAsJson() throws IOException {
    Path file = incident("a.yaml", "{cause: unknown}");

    assertThat(run("score", "--json", file.toString())).isEqualTo(1);
    assertThat(out())
        .startsWith("{")
        .contains("\"incident\": \"a\"", "\"point\": \"cause\"", "\"wrongAction\": false", "\"cause\": \"healed\"", "\"recall\": 0.0",
        "\"wrongActions\": 0");
  }

  @Test
  void readsAllFilesBeforeItRunsTheFirst() throws IOException {
    incident("a.yaml", "{}");
    incident("b.yaml", "{nonsense: 1}");

    assertThat(run("score", folder.toString())).isEqualTo(2);
    assertThat(options).isEmpty();
  }
}
