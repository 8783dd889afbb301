package io.auroraresponder.lab.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.auroraresponder.aws.FunctionInvocations;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.lambda.DeployedFunction;
import io.auroraresponder.notify.Channel;
import io.auroraresponder.notify.PlainText;
import io.auroraresponder.response.NoticeBoard;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sends one message that says that it is a test through each channel of a deployment, and shows what each answered. */
public final class NotifyTestCommand implements Command {
  /** Longer than the function may run, so that its end is seen. */
  private static final Duration WAIT = Duration.ofSeconds(65);

  private static final String NAME = "aurora-responder";

  @Override
  public String name() {
    return "notify-test";
  }

  @Override
  public String arguments() {
    return "[--channel slack|pager|bus] [--deployment NAME] (--aws | --endpoint-url U)";
  }

  @Override
  public String summary() {
    return "sends a test message through each channel of a deployment (Slack, pager, bus), and says delivered or why not";
  }

  @Override
  public int run(List<String> given, Console console) {
    Arguments arguments = Arguments.of(name(), given, Set.of("--aws"), Set.of("--channel", "--deployment", "--endpoint-url"));
    if (!arguments.words().isEmpty()) {
      throw new UsageException("notify-test takes options alone, found " + arguments.words().getFirst());
    }
    Optional<String> channel = arguments.value("--channel").map(NotifyTestCommand::channel);
    String function =
        arguments.value("--deployment").orElse(NAME) + "-" + DeployedFunction.NOTIFICATION.id() + ":live";
    Map<String, JsonElement> answers = channels(invocations(arguments), function, channel);
    if (answers.isEmpty()) {
      console.err().println("responder: the deployment has " + channel.map(one -> "no channel " + one).orElse("no channel beside mail")
          + "; docs/operations/who-gets-what.md says how one is set");
      return SAYS_NO;
    }
    answers.forEach((word, answer) -> console.print(String.format("  %-12s %s", word, PlainText.of(answer.getAsString()))));
    return answers.values().stream().allMatch(answer -> answer.getAsString().equals(NoticeBoard.DELIVERED)) ? DONE : SAYS_NO;
  }

  private static FunctionInvocations invocations(Arguments arguments) {
    Optional<URI> endpoint = arguments.value("--endpoint-url").map(RemoteAddress::read);
    if (arguments.has("--aws") == endpoint.isPresent()) {
      throw new UsageException("notify-test takes one of --aws and --endpoint-url: it says whose channels are tried");
    }
    String region = endpoint.isPresent() ? RemoteAddress.regionOr("eu-west-1") : RemoteAddress.region();
    return FunctionInvocations.of(region, endpoint);
  }

  private static Map<String, JsonElement> channels(FunctionInvocations functions, String function, Optional<String> channel) {
    JsonObject request = new JsonObject();
    request.addProperty("test", true);
    channel.ifPresent(one -> request.addProperty("channel", one));
    try {
      JsonElement answer = JsonParser.parseString(functions.ask(function, request.toString(), WAIT));
      return answer.getAsJsonObject().getAsJsonObject("channels").asMap();
    } catch (DependencyException refused) {
      throw new UsageException(function + " did not answer: " + refused.getMessage());
    } catch (JsonParseException | IllegalStateException | NullPointerException other) {
      throw new UsageException(function + " answered something that is no list of channels: is it of this version?");
    }
  }

  private static String channel(String word) {
    List<String> words = Arrays.stream(Channel.values()).filter(one -> one != Channel.MAIL).map(Channel::word).toList();
    if (!words.contains(word)) {
      throw new UsageException("--channel is one of " + String.join(", ", words) + ", not " + word + Suggestion.forWord(word, words));
    }
    return word;
  }
}
