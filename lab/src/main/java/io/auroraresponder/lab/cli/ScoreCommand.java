package io.auroraresponder.lab.cli;

import io.auroraresponder.lab.incident.BundledIncidents;
import io.auroraresponder.lab.incident.IncidentFile;
import io.auroraresponder.lab.incident.IncidentRun;
import io.auroraresponder.lab.incident.Scene;
import io.auroraresponder.lab.incident.Score;
import io.auroraresponder.lab.incident.Scorer;
import io.auroraresponder.lab.postgres.LabException;
import java.util.ArrayList;
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
    return "[NAME|FILE.yaml|DIR]... [--json]";
  }

  @Override
  public String summary() {
    return "expected against decided, for all incidents or the given ones; exit 1 on a wrong one";
  }

  @Override
  public int run(List<String> given, Console console) {
    Arguments arguments = Arguments.of(name(), given, Set.of("--json"), Set.of());
    List<IncidentFile> files = IncidentChoice.all(arguments.words().isEmpty() ? BundledIncidents.names() : arguments.words());
    boolean json = arguments.has("--json");
    List<Score> scores = new ArrayList<>();
    List<String> unrun = new ArrayList<>();
    try (IncidentRun runner = runs.get();
        Progress progress = Progress.of(console, json)) {
      for (IncidentFile file : files) {
        one(file, runner, progress, scores, unrun);
      }
    }
    if (json) {
      console.print(ScoreTable.json(scores));
    } else {
      console.print(ScoreTable.lines(scores));
    }
    unrun.forEach(line -> console.err().println("responder: could not be run: " + line));
    return scores.stream().allMatch(Score::isRight) ? (unrun.isEmpty() ? DONE : BAD_INPUT) : SAYS_NO;
  }

  private static void one(IncidentFile file, IncidentRun runner, Progress progress, List<Score> scores, List<String> unrun) {
    Whole whole = new Whole(file.script().name(), progress);
    progress.begun(whole.name());
    try {
      Score score = Scorer.judge(file, runner.run(file.script(), new Scene.Options(Optional.empty()), whole));
      scores.add(score);
      progress.done(whole.name() + ": " + (score.isRight() ? "right, " + score.decided()
          : "WRONG, " + score.differences().getFirst().sentence()));
    } catch (LabException e) {
      progress.abandon();
      unrun.add(file.script().name() + ": " + e.getMessage());
    }
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
