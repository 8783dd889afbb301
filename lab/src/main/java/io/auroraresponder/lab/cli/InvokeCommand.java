package io.auroraresponder.lab.cli;

import io.auroraresponder.intake.Caller;
import io.auroraresponder.intake.RoutingTable;
import io.auroraresponder.lab.account.YamlValue;
import io.auroraresponder.lab.incident.EventSetting;
import io.auroraresponder.lab.incident.Invocation;
import io.auroraresponder.lambda.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Delivers one event to the functions' code in a simulated account and shows what it answers. */
public final class InvokeCommand implements Command {
  @Override
  public String name() {
    return "invoke";
  }

  @Override
  public String arguments() {
    return "FILE.json [--runbook R] [--world FILE.yaml] [--json]";
  }

  @Override
  public String summary() {
    return "delivers one event, shows the answer";
  }

  @Override
  public int run(List<String> given, Console console) {
    Arguments arguments = Arguments.of(name(), given, Set.of("--json"), Set.of("--runbook", "--world"));
    Path file = file(arguments.words());
    Caller caller = new Caller(arguments.value("--runbook").map(InvokeCommand::runbook).orElse(""), "lab-1");
    Optional<YamlValue> world = arguments.value("--world").map(path -> YamlValue.read(Path.of(path)));
    String event = JsonFile.text(file);
    EventSetting setting = world.map(yaml -> EventSetting.around(event, yaml)).orElseGet(() -> EventSetting.around(event));
    Invocation invocation = Invocation.in(setting);
    Answer answer = invocation.deliver(event, caller);
    if (answer.mustComeAgain()) {
      console.err().println("responder: a function that answers so fails, and Lambda delivers the event again");
    }
    if (arguments.has("--json")) {
      console.print(AnswerView.json(answer));
    } else {
      console.print(AnswerView.head(file, setting));
      console.print(AnswerView.lines(answer, invocation.account().published(), console.colouredOut()));
    }
    return DONE;
  }

  private static Path file(List<String> words) {
    if (words.isEmpty()) {
      throw new UsageException("invoke needs a file with an event, for example events/by-hand.json");
    }
    if (words.size() > 1) {
      throw new UsageException("invoke delivers one event, found also " + words.get(1));
    }
    return Path.of(words.getFirst());
  }

  private static String runbook(String word) {
    if (!RoutingTable.RUNBOOKS.contains(word)) {
      throw new UsageException(
          "--runbook is one of " + String.join(", ", RoutingTable.RUNBOOKS) + ", not " + word + Suggestion.forWord(word, RoutingTable.RUNBOOKS));
    }
    return word;
  }
}
