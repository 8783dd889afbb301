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

  /** Standard output holds the whole run, or one thing alone; then progress goes to standard error. */
  private enum Form {
    RUN,
    JSON,
    MAIL;

    static Form of(Arguments arguments) {
      if (arguments.has("--json") && arguments.has("--message")) {
        throw new UsageException("--json and --message are two forms of one answer; give one of them");
      }
      return arguments.has("--json") ? JSON : arguments.has("--message") ? MAIL : RUN;
    }
  }

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
    return "[NAME|FILE.yaml] [--mode observe|propose|act] [--as-lambda] [--json] [--message] [--out DIR]";
  }

  @Override
  public String summary() {
    return "plays one incident (load-growth) on a real PostgreSQL and a simulated account, and shows its mail";
  }

  @Override
  public int run(List<String> given, Console console) {
    Arguments arguments = Arguments.of(name(), given, Set.of("--json", "--message", "--as-lambda"), Set.of("--mode", "--out"));
    if (arguments.words().size() > 1) {
      throw new UsageException("incident runs one incident, found also " + arguments.words().get(1) + "; score takes several");
    }
    IncidentFile file = IncidentChoice.one(arguments.words().isEmpty() ? BundledIncidents.names().getFirst()
        : arguments.words().getFirst());
    Scene.Options options = new Scene.Options(arguments.value("--mode").map(IncidentCommand::mode));
    Form form = Form.of(arguments);
    OutFolder out =
        arguments.value("--out").map(folder -> OutFolder.asked(Path.of(folder)))
            .orElseGet(() -> OutFolder.usual(Path.of(System.getProperty("responder.root", "."))));
    if (form == Form.RUN) {
      console.print("Aurora Responder lab · incident " + file.script().name() + " · " + file.script().title());
    }
    Run run = run(arguments.has("--as-lambda") ? lambdaRuns : runs, file, options, console, form);
    return show(run, out, console, form);
  }

  private static Run run(Supplier<IncidentRun> runs, IncidentFile file, Scene.Options options, Console console, Form form) {
    try (IncidentRun runner = runs.get();
        Progress progress = Progress.of(console, form != Form.RUN)) {
      return runner.run(file.script(), options, progress);
    }
  }

  private int show(Run run, OutFolder out, Console console, Form form) {
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
    List<String> pages = run.heard().pages().entrySet().stream().map(page -> out.page(page.getKey(), page.getValue()).toString()).toList();
    SlackView.json(run.heard().slack()).ifPresent(json -> OutFolder.beside(stored, "-slack.json", json));
    switch (form) {
      case JSON -> console.print(document);
      case MAIL -> console.print(view.mail(first.get(), console.colouredOut()));
      case RUN -> console.print(view.lines(run, console.colouredOut(), pages.isEmpty() ? List.of(stored.toString()) : pages));
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
