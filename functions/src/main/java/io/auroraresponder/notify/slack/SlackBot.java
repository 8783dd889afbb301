package io.auroraresponder.notify.slack;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.notify.UndeliveredException;
import io.auroraresponder.notify.WebCall;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Slack's Web API under a bot's token (scopes {@code chat:write}, and {@code chat:write.public} for channels that it was not invited to).
 * It answers 200 with {@code "ok":false} and a word where it refuses (Slack API, chat.postMessage and chat.update, errors).
 */
public final class SlackBot implements SlackClient {
  public static final URI API = URI.create("https://slack.com/api/");

  private static final String SLACK = "Slack";
  private static final int OK = 200;

  /** What was there is there no more, or never was for this bot. */
  private static final Set<String> GONE =
      Set.of("message_not_found", "thread_not_found", "cant_update_message", "edit_window_closed", "channel_not_found", "not_in_channel",
          "is_archived", "channel_is_archived", "restricted_action", "restricted_action_read_only_channel");

  /** Slack's own trouble: the same request may succeed. */
  private static final Set<String> LATER =
      Set.of("ratelimited", "rate_limited", "message_limit_exceeded", "internal_error", "fatal_error", "service_unavailable",
          "request_timeout", "team_added_to_org");

  private final WebCall web;
  private final URI api;
  private final Supplier<String> token;

  /** {@code token} is asked for with every call. */
  public SlackBot(WebCall web, URI api, Supplier<String> token) {
    this.web = web;
    this.api = api;
    this.token = token;
  }

  @Override
  public boolean edits() {
    return true;
  }

  @Override
  public Sent post(String channel, SlackMessage message, Deadline deadline) {
    JsonObject request = message.json();
    request.addProperty("channel", channel);
    JsonObject answer = call("chat.postMessage", request, deadline);
    return new Sent(text(answer, "channel"), text(answer, "ts"));
  }

  @Override
  public void edit(Sent earlier, SlackMessage message, Deadline deadline) {
    JsonObject request = message.json();
    request.remove("unfurl_links");
    request.remove("unfurl_media");
    request.addProperty("channel", earlier.channel());
    request.addProperty("ts", earlier.message());
    var unused = call("chat.update", request, deadline);
  }

  @Override
  public void reply(Sent to, SlackMessage message, boolean broadcast, Deadline deadline) {
    JsonObject request = message.json();
    request.addProperty("channel", to.channel());
    request.addProperty("thread_ts", to.message());
    request.addProperty("reply_broadcast", broadcast);
    var unused = call("chat.postMessage", request, deadline);
  }

  @Override
  public void check(Deadline deadline) {
    var unused = call("auth.test", new JsonObject(), deadline);
  }

  private JsonObject call(String method, JsonObject request, Deadline deadline) {
    WebCall.Answer answer =
        web.post(SLACK, api.resolve(method), Map.of("Authorization", "Bearer " + token.get()), request.toString(), deadline);
    JsonObject json = read(answer);
    if (json.get("ok") instanceof JsonPrimitive ok && ok.getAsBoolean()) {
      return json;
    }
    String code = text(json, "error");
    if (GONE.contains(code)) {
      throw new GoneException(code);
    }
    throw new UndeliveredException(SLACK, code.isEmpty() ? Integer.toString(answer.status()) : code, LATER.contains(code),
        Optional.empty());
  }

  private static JsonObject read(WebCall.Answer answer) {
    try {
      return JsonParser.parseString(answer.body()).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException noJson) {
      // A page of a proxy, half a body or nothing under a good status: nobody knows what became of the message.
      boolean unsure = answer.status() == OK;
      throw new UndeliveredException(SLACK, unsure ? "another answer than Slack's" : Integer.toString(answer.status()), unsure,
          Optional.empty());
    }
  }

  /** Slack's words are short; whatever else stands there is not repeated. */
  private static String text(JsonObject json, String name) {
    String text = json.has(name) && json.get(name).isJsonPrimitive() ? json.get(name).getAsString() : "";
    return text.matches("[\\w.-]{1,64}") ? text : "";
  }
}
