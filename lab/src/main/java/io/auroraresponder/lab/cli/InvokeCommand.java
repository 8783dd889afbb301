package io.auroraresponder.lab.cli;

import io.auroraresponder.intake.Caller;
import io.auroraresponder.intake.RoutingTable;
import io.auroraresponder.lab.account.YamlValue;
import io.auroraresponder.lab.incident.Containers;
import io.auroraresponder.lab.incident.Delivery;
import io.auroraresponder.lab.incident.EventSetting;
import io.auroraresponder.lab.incident.Invocation;
import io.auroraresponder.lab.incident.RemoteAccount;
import io.auroraresponder.response.Answer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Delivers one event to the functions' code in a simulated account and shows what it answers. */
public final class InvokeCommand implements Command {
  @Override
  public String name() {
    return "invoke";
  }

  @Override
  public String arguments() {
    return "FILE.json [--runbook R] [--world FILE.yaml | --endpoint-url U | --aws] [--as-lambda] [--json]";
  }

  @Override
  public String summary() {
    return "delivers one event and shows the answer";
  }

  @Override
  public int run(List<String> given, Console console) {
    Arguments arguments = Arguments.of(name(), given, Set.of("--json", "--aws", "--as-lambda"),
        Set.of("--runbook", "--world", "--endpoint-url"));
    Path file = file(arguments.words());
    Caller caller = new Caller(arguments.value("--runbook").map(InvokeCommand::runbook).orElse(""), "lab-1");
    Place place = place(arguments, JsonFile.text(file));
    try (Delivery delivery = place.open().get()) {
      return show(delivery, place, file, caller, arguments, console);
    }
  }

  /** Where the event is delivered, in words and in deed. */
  private record Place(String words, String event, Supplier<Delivery> open) {}

  private static Place place(Arguments arguments, String event) {
    Optional<YamlValue> world = arguments.value("--world").map(path -> YamlValue.read(Path.of(path)));
    Optional<URI> endpoint = arguments.value("--endpoint-url").map(RemoteAddress::read);
    boolean aws = arguments.has("--aws");
    if ((world.isPresent() ? 1 : 0) + (endpoint.isPresent() ? 1 : 0) + (aws ? 1 : 0) > 1) {
      throw new UsageException("invoke takes one of --world, --endpoint-url and --aws: each says in which account the event is delivered");
    }
    boolean asLambda = arguments.has("--as-lambda");
    if (asLambda && (aws || endpoint.isPresent())) {
      throw new UsageException(
          "--as-lambda runs the deployed jar in the simulated account; it goes with --world, not with --endpoint-url or --aws");
    }
    if (aws) {
      return new Place("your AWS account, looking only", event, () -> RemoteAccount.onlyLooking(RemoteAddress.region(), event));
    }
    if (endpoint.isPresent()) {
      return new Place("the account at " + endpoint.get(), event, () ->
          RemoteAccount.at(endpoint.get(), RemoteAddress.regionOr("eu-west-1"), event));
    }
    EventSetting setting = world.map(yaml -> EventSetting.around(event, yaml)).orElseGet(() -> EventSetting.around(event));
    return asLambda
        ? new Place(AnswerView.place(setting) + ", the deployed jar as Lambda runs it", event, () ->
        Containers.in(setting, DeployedJar.path()))
        : new Place(AnswerView.place(setting), event, () -> Invocation.in(setting));
  }

  private static int show(Delivery delivery, Place place, Path file, Caller caller, Arguments arguments, Console console) {
    Answer answer = delivery.deliver(place.event(), caller);
    if (answer.mustComeAgain()) {
      console.err().println("responder: a function that answers so fails, and Lambda delivers the event again");
    }
    if (arguments.has("--json")) {
      console.print(AnswerView.json(answer));
    } else {
      console.print(AnswerView.head(file, place.words()));
      console.print(AnswerView.lines(answer, delivery.published(), console.colouredOut()));
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
          "--runbook is one of " + String.join(", ", RoutingTable.RUNBOOKS) + ", not " + word
          + Suggestion.forWord(word, RoutingTable.RUNBOOKS));
    }
    return word;
  }
}
