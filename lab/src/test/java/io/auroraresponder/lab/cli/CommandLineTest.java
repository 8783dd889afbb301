package io.auroraresponder.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.lab.incident.IncidentRun;
import io.auroraresponder.lab.incident.Reports;
import io.auroraresponder.lab.incident.Run;
import io.auroraresponder.lab.incident.Scene;
import io.auroraresponder.lab.incident.Script;
import io.auroraresponder.lab.postgres.SessionsAtWork;
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
import java.util.OptionalLong;
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
    public Meanwhile deliver(String event) {
      return new Meanwhile(List.of(report), List.of());
    }

    @Override
    public Meanwhile goOn(Duration time) {
      return new Meanwhile(List.of(), List.of());
    }

    @Override
    public void change(Script.Change change) {}

    @Override
    public void work(String cluster, SessionsAtWork sessions) {
      throw new IllegalStateException("no sessions begin later");
    }

    @Override
    public Footprint footprint() {
      ScalingRange begun = ScalingRange.of(0.5, 8);
      return new Footprint("orders-db", Optional.of(begun), Optional.of(begun), requests, 0, "none", List.of(), 1,
          OptionalLong.empty(), 4, java.util.Set.of());
    }

    @Override
    public void close() {}
  }

  private static final RunView VIEW =
      new RunView() {
        @Override
        public List<String> lines(Run run, boolean colours, List<String> files) {
          return List.of("verdict " + run.reports().getFirst().verdict().cause(), "stored " + String.join(", ", files));
        }

        @Override
        public List<String> mail(Report report, boolean colours) {
          return List.of("mail of " + report.verdict().cause());
        }

        @Override
        public String json(Report report) {
          return "{\"cause\":\"" + report.verdict().cause() + "\"}";
        }
      };

  private int run(Scene scene, String... words) {
    return run(
        (script, wanted, work) -> {
          options.add(wanted);
          return scene;
        },
        words);
  }

  private int run(Scene.Maker maker, String... words) {
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
        "2 of 2 right, 0 with a wrong action, 0 with a missed one");
  }

  @Test
  void saysNoToAWrongDecisionAndNamesAWrongAction() throws IOException {
    Path wrong = incident("a.yaml", "{cause: lock-pileup, never: [modify]}");
    Scene scene =
        new CalmScene(Reports.report("load-growth", List.of(), "raise-max", "applied", List.of()), List.of(ScalingRange.of(0.5, 12)));

    assertThat(run(scene, "score", wrong.toString())).isEqualTo(1);
    assertThat(out()).contains("✗ a", "cause: expected lock-pileup, found load-growth", "WRONG ACTION  never modify",
        "0 of 1 right, 1 with a wrong action, 0 with a missed one");
  }

  @Test
  void scoresAsJson() throws IOException {
    Path file = incident("a.yaml", "{cause: unknown}");

    assertThat(run("score", "--json", file.toString())).isEqualTo(1);
    assertThat(out())
        .startsWith("{")
        .contains("\"incident\": \"a\"", "\"point\": \"cause\"", "\"wrongAction\": false", "\"cause\": \"healed\"", "\"recall\": 0.0",
        "\"wrongActions\": 0", "\"missedAction\": false", "\"missedActions\": 0");
  }

  @Test
  void readsAllFilesThatAreAskedForByNameBeforeItRunsTheFirst() throws IOException {
    Path good = incident("a.yaml", "{}");
    Path bad = incident("b.yaml", "{nonsense: 1}");

    assertThat(run("score", good.toString(), bad.toString())).isEqualTo(2);
    assertThat(options).isEmpty();
  }

  @Test
  void takesEveryIncidentOfAFolderAndNamesWhatIsNone() throws IOException {
    incident("a.yaml", "{cause: healed}");
    incident("b.yaml", "{nonsense: 1}");
    Files.createDirectory(folder.resolve("more"));
    incident("more/c.yaml", "{result: not-needed}");
    Files.writeString(folder.resolve("more/world.yaml"), "clusters: {}\n");
    Files.writeString(folder.resolve("untold.yaml"), "title: x\nworld: {clusters: {}}\nevent: {byHand: orders-db}\n");
    Files.writeString(folder.resolve("event.json"), "{}");

    assertThat(run("score", folder.toString())).isEqualTo(2);
    assertThat(out()).contains("✓ a", "✓ c", "2 of 2 right");
    assertThat(err())
        .contains(
            "could not be run: " + folder.resolve("b.yaml") + ":4:10: ", "unknown key 'nonsense'",
            folder.resolve("more/world.yaml") + " is no incident: it has no 'event'",
            folder.resolve("untold.yaml") + " is not scored: it has no 'expect'",
            folder.resolve("event.json") + " is no incident: it is no .yaml file");
  }

  @Test
  void runsAnIncidentOfWhichNothingIsExpectedAndDoesNotScoreIt() throws IOException {
    Path file = Files.writeString(folder.resolve("a.yaml"), "title: x\nworld: {clusters: {}}\nevent: {byHand: orders-db}\n");

    assertThat(run("incident", file.toString(), "--out", folder.toString())).isZero();
    assertThat(run("score", file.toString())).isEqualTo(2);
    assertThat(err()).contains(file + ": the key 'expect' is missing");
  }

  @Test
  void tellsOfAMistakeInTheWorldBeforeAMissingExpectation() throws IOException {
    Path file = Files.writeString(folder.resolve("a.yaml"), "title: x\nworld: {clsters: {}}\nevent: {byHand: orders-db}\n");

    assertThat(run("score", file.toString())).isEqualTo(2);
    assertThat(err()).contains("a.yaml:2:9", "unknown key 'clsters'");
  }

  @Test
  void goesOnWithTheNextIncidentWhereOneBreaksOff() throws IOException {
    incident("a.yaml", "{}");
    incident("b.yaml", "{}");
    Scene calm = new CalmScene(Reports.report("healed", List.of(), "none", "not-needed", List.of()), List.of());
    Scene.Maker maker =
        (script, wanted, work) -> {
          if (script.name().equals("a")) {
            throw new IllegalStateException("nobody thought of this");
          }
          return calm;
        };

    assertThat(run(maker, "score", folder.toString())).isEqualTo(2);
    assertThat(out()).contains("✓ b", "1 of 1 right");
    assertThat(err()).contains("could not be run: a: it broke off: ", "nobody thought of this at CommandLineTest.java:");
  }

  @Test
  void saysWhatWasMeantAndWhyInWholeSentences() {
    assertThat(run("score", "nodir")).isEqualTo(2);
    assertThat(err()).isEqualTo("responder: there is no incident nodir. ./responder incidents lists them.\n");
  }

  @Test
  void saysWhyAFolderCannotBeMade() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "");

    assertThat(run("incident", "--out", file.resolve("x").toString())).isEqualTo(2);
    assertThat(err()).startsWith("responder: The folder " + file.resolve("x") + " cannot be made: ").doesNotContain("made: " + folder);
  }

  @Test
  void showsTheUsageOfOneCommand() {
    assertThat(run("score", "-h")).isZero();
    assertThat(out()).startsWith("./responder score [NAME|FILE.yaml|DIR]... [--json] [--findings FILE] [--pages DIR] [--stories DIR]\n");
    assertThat(run("incident", "--help")).isZero();
    assertThat(err()).isEmpty();
  }
}
