package io.auroraresponder.lab.cli;

import io.auroraresponder.lab.account.BadFileException;
import io.auroraresponder.lab.incident.BundledIncidents;
import io.auroraresponder.lab.incident.FindingsRecord;
import io.auroraresponder.lab.incident.IncidentFile;
import io.auroraresponder.lab.incident.IncidentRun;
import io.auroraresponder.lab.incident.Run;
import io.auroraresponder.lab.incident.Scene;
import io.auroraresponder.lab.incident.Score;
import io.auroraresponder.lab.incident.Scorer;
import io.auroraresponder.lab.postgres.LabException;
import io.auroraresponder.notify.page.ReportPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Runs incidents and holds each against what its author expected. */
public final class ScoreCommand implements Command {
  private final Supplier<IncidentRun> runs;

  public ScoreCommand(Supplier<IncidentRun> runs) {
    this.runs = runs;
  }

  @Override
  public String name() {
    return "score";
  }

  @Override
  public String arguments() {
    return "[NAME|FILE.yaml|DIR]... [--json] [--findings FILE] [--pages DIR] [--stories DIR]";
  }

  @Override
  public String summary() {
    return "expected against decided, for all incidents or the given ones; exit 1 on a wrong one; --findings writes what each came to, "
        + "--pages its page, --stories what pages are made of";
  }

  @Override
  public int run(List<String> given, Console console) {
    Arguments arguments = Arguments.of(name(), given, Set.of("--json"), Set.of("--findings", "--pages", "--stories"));
    IncidentChoice.Found chosen = IncidentChoice.all(arguments.words().isEmpty() ? BundledIncidents.names() : arguments.words());
    boolean json = arguments.has("--json");
    Optional<OutFolder> pages = arguments.value("--pages").map(folder -> OutFolder.asked(Path.of(folder)));
    Optional<OutFolder> stories = arguments.value("--stories").map(folder -> OutFolder.asked(Path.of(folder)));
    List<Score> scores = new ArrayList<>();
    List<String> unrun = new ArrayList<>(chosen.broken());
    FindingsRecord found = new FindingsRecord();
    try (IncidentRun runner = runs.get();
        Progress progress = Progress.of(console, json)) {
      for (IncidentFile file : chosen.incidents()) {
        one(file, runner, progress, scores, found, unrun).ifPresent(run -> run.heard().story().ifPresent(story -> {
          pages.ifPresent(folder -> folder.page(run.script().name(), ReportPage.of(story)));
          stories.ifPresent(folder -> folder.story(run.script().name(), story));
        }));
      }
    }
    if (json) {
      console.print(ScoreTable.json(scores));
    } else {
      console.print(ScoreTable.lines(scores));
      List<String> differences = found.differences(FindingsRecord.bundled());
      if (!differences.isEmpty()) {
        console.print(List.of("", "Other findings than on record (incidents/findings.txt), - before, + now:"));
        console.print(differences);
      }
    }
    arguments.value("--findings").ifPresent(file -> write(found, Path.of(file)));
    chosen.remarks().forEach(line -> console.err().println("responder: " + line));
    unrun.forEach(line -> console.err().println("responder: could not be run: " + line));
    return scores.stream().allMatch(Score::isRight) ? (unrun.isEmpty() ? DONE : BAD_INPUT) : SAYS_NO;
  }

  private static void write(FindingsRecord found, Path file) {
    try {
      found.writeInto(file);
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException("the findings cannot be written into " + file + ": " + e.getMessage());
    }
  }

  /** The run, unless it could not be made. */
  private static Optional<Run> one(IncidentFile file, IncidentRun runner, Progress progress, List<Score> scores, FindingsRecord found,
      List<String> unrun) {
    Whole whole = new Whole(file.script().name(), progress);
    progress.begun(whole.name());
    try {
      Run run = runner.run(file.script(), new Scene.Options(Optional.empty()), whole);
      Score score = Scorer.judge(file, run);
      found.add(run);
      scores.add(score);
      progress.done(whole.name() + ": " + (score.isRight() ? "right, " + score.decided()
          : "WRONG, " + score.differences().getFirst().sentence()));
      return Optional.of(run);
    } catch (LabException | BadFileException e) {
      progress.abandon();
      unrun.add(file.script().name() + ": " + e.getMessage());
    } catch (RuntimeException defect) {
      // One that nobody thought of must not take the results of the others along.
      progress.abandon();
      unrun.add(file.script().name() + ": it broke off: " + defect + at(defect));
    }
    return Optional.empty();
  }

  private static String at(RuntimeException defect) {
    return Arrays.stream(defect.getStackTrace()).filter(frame -> frame.getClassName().startsWith("io.auroraresponder.")).findFirst()
        .map(frame -> " at " + frame.getFileName() + ":" + frame.getLineNumber()).orElse("");
  }

  /** One line for the whole incident: its steps show as they go, its end is told by the score. */
  private record Whole(String name, Progress progress) implements IncidentRun.Listener {
    @Override
    public void begun(String step) {
      progress.during(name + ": " + step);
    }

    @Override
    public void done(String detail) {
      progress.during(name + ": " + detail);
    }
  }
}
