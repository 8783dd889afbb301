package io.auroraresponder.lab.cli;

import io.auroraresponder.incident.Report;
import io.auroraresponder.lab.incident.BundledIncidents;
import io.auroraresponder.lab.incident.IncidentFile;
import io.auroraresponder.lab.incident.IncidentRun;
import io.auroraresponder.lab.incident.Run;
import io.auroraresponder.lab.incident.Scene;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Runs one incident and shows what the responder made of it. */
public final class IncidentCommand implements Command {
  private static final List<String> MODES = List.of("off", "observe", "propose", "act");

  private final Supplier<IncidentRun> runs;
  private final Supplier<IncidentRun> lambdaRuns;
  private final RunView view;

  /**
   * A command.
   *
   * @param runs with the functions' code in this process
   * @param lambdaRuns with the deployed jar as Lambda runs it
   */
  public IncidentCommand(Supplier<IncidentRun> runs, Supplier<IncidentRun> lambdaRuns, RunView view) {
    this.runs = runs;
    this.lambdaRuns = lambdaRuns;
    this.view = view;
  }

  @Override
  public String name() {
    return "incident";
  }

  @Override
  public String arguments() {
    return "[NAME|FILE.yaml] [--mode observe|propose|act] [--as-lambda] [--json] [--out DIR]";
  }

  @Override
  public String summary() {
    return "runs one (load-growth) on a real PostgreSQL and a simulated account";
  }

  @Override
  public int run(List<String> given, Console console) {
    Arguments arguments = Arguments.of(name(), given, Set.of("--json", "--as-lambda"), Set.of("--mode", "--out"));
    if (arguments.words().size() > 1) {
      throw new UsageException("incident runs one incident, found also " + arguments.words().get(1) + "; score takes several");
    }
    IncidentFile file = IncidentChoice.one(arguments.words().isEmpty() ? BundledIncidents.names().getFirst()
        : arguments.words().getFirst());
    Scene.Options options = new Scene.Options(arguments.value("--mode").map(IncidentCommand::mode));
    boolean json = arguments.has("--json");
    OutFolder out =
        arguments.value("--out").map(folder -> OutFolder.asked(Path.of(folder)))
            .orElseGet(() -> OutFolder.usual(Path.of(System.getProperty("responder.root", "."))));
    if (!json) {
      console.print("Aurora Responder lab · incident " + file.script().name() + " · " + file.script().title());
    }
    Run run = run(arguments.has("--as-lambda") ? lambdaRuns : runs, file, options, console, json);
    return show(run, out, console, json);
  }

  private static Run run(Supplier<IncidentRun> runs, IncidentFile file, Scene.Options options, Console console, boolean json) {
    try (IncidentRun runner = runs.get();
        Progress progress = Progress.of(console, json)) {
      return runner.run(file.script(), options, progress);
    }
  }

  private int show(Run run, OutFolder out, Console console, boolean json) {
    run.troubles().forEach(trouble -> console.err().println("responder: sessions in trouble: " + trouble));
    Optional<Report> first = run.reports().stream().findFirst();
    if (first.isEmpty()) {
      console.err().println("responder: the event led to no report");
      return SAYS_NO;
    }
    if (!out.remark().isEmpty()) {
      console.err().println("responder: " + out.remark());
    }
    String document = view.json(first.get());
    Path stored = out.leave(first.get(), document);
    if (json) {
      console.print(document);
    } else {
      console.print(view.lines(run, console.colouredOut(), stored.toString()));
    }
    return DONE;
  }

  private static String mode(String word) {
    if (!MODES.contains(word)) {
      throw new UsageException("--mode is observe, propose or act, not " + word + Suggestion.forWord(word, MODES));
    }
    return word;
  }
}
