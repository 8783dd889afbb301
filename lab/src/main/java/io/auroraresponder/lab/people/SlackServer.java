package io.auroraresponder.lab.people;

import static io.auroraresponder.lab.people.SlackRules.text;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.auroraresponder.lab.people.Posts.Reply;
import io.auroraresponder.notify.slack.SlackSignature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Slack's Web API as far as it takes messages, and one incoming web hook. The API answers 200 whatever it thinks of a request, with {@code
 * "ok":false} and the documented word where it refuses; the web hook answers by status. Safe for several threads.
 */
public final class SlackServer implements AutoCloseable {
  /** Made up; only this server takes it. */
  public static final String TOKEN = "xoxb-lab-token";

  /** A channel that takes messages. */
  public static final String CHANNEL = "#operations";

  /** With it Slack signs what it sends of this app. */
  public static final String SIGNING_SECRET = "lab-signing-secret";

  public static final String TEAM = "T00000LAB1";
  public static final String APP = "A00000LAB1";

  /** Somebody who presses buttons. */
  public static final String USER = "U00000LAB1";

  private static final String HOOK = "/services/T0LAB/B0LAB/hook";
  private static final String ARCHIVED = "#archive";
  private static final String NOT_IN = "#strangers";
  private static final Map<String, String> CHANNELS =
      Map.of(CHANNEL, "C0000000001", "#shop", "C0000000002", ARCHIVED, "C0000000003", NOT_IN, "C0000000004");
  private static final Set<String> REQUIRED_OF_UPDATES = Set.of("channel", "ts");

  /**
   * Something that the server took.
   *
   * @param method {@code chat.postMessage}, {@code chat.update} or {@code webhook}
   * @param ts names the message; for a reply its own
   */
  public record Taken(Instant at, String method, String ts, JsonObject request) {
    /** Whether it stands in a thread. */
    public boolean isReply() {
      return request.has("thread_ts");
    }
  }

  private record Message(String channel, boolean deleted) {}

  private final InstantSource clock;
  private final Posts posts;
  private final List<Taken> taken = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private final Map<String, Message> messages = new LinkedHashMap<>();
  private int made;

  /** {@code clock}: the time by which messages are stamped. */
  public SlackServer(InstantSource clock) {
    this.clock = clock;
    this.posts = new Posts(this::answer);
  }

  /** The Web API, with a slash at its end. */
  public URI api() {
    return posts.address().resolve("/api/");
  }

  public URI hook() {
    return posts.address().resolve(HOOK);
  }

  /** What goes wrong with the next request that nothing was ordered for yet. */
  public void next(Fault fault) {
    posts.next(fault);
  }

  /** From now on each request takes at least that long. */
  public void delay(Duration each) {
    posts.delay(each);
  }

  /** Somebody deletes a message. */
  public synchronized void delete(String ts) {
    messages.computeIfPresent(ts, (same, message) -> new Message(message.channel(), true));
  }

  /** The id of a channel. */
  public static String idOf(String channel) {
    return channel(channel).orElseThrow(() -> new IllegalArgumentException("no channel " + channel));
  }

  /**
   * Somebody presses the button of that action id in the newest message that has one, and Slack sends it, signed, to the app's address.
   *
   * @return the status that the app answered with
   * @throws IllegalStateException where no message has such a button
   */
  public int press(String action, String user, URI app) {
    byte[] body = ("payload=" + URLEncoder.encode(pressed(action, user).toString(), StandardCharsets.UTF_8))
        .getBytes(StandardCharsets.UTF_8);
    SlackSignature signature = SlackSignature.made(clock.instant(), body, SIGNING_SECRET);
    HttpRequest request =
        HttpRequest.newBuilder(app).header("Content-Type", "application/x-www-form-urlencoded")
            .header("X-Slack-Request-Timestamp", signature.timestamp()).header("X-Slack-Signature", signature.signature())
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException lost) {
      throw new UncheckedIOException(lost);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stopped);
    }
  }

  /** Slack API, "block_actions payload". */
  private synchronized JsonObject pressed(String action, String user) {
    Taken message = newestWith(action);
    JsonObject button = button(message.request(), action).orElseThrow();
    JsonObject pressed = new JsonObject();
    pressed.addProperty("action_id", action);
    pressed.addProperty("type", "button");
    pressed.addProperty("value", text(button, "value"));
    JsonArray actions = new JsonArray();
    actions.add(pressed);
    JsonObject payload = new JsonObject();
    payload.addProperty("type", "block_actions");
    payload.addProperty("api_app_id", APP);
    payload.add("team", named(TEAM));
    payload.add("user", named(user));
    payload.add("channel", named(messages.getOrDefault(message.ts(), new Message("", true)).channel()));
    payload.add("message", message.request());
    payload.add("actions", actions);
    return payload;
  }

  private static JsonObject named(String id) {
    JsonObject named = new JsonObject();
    named.addProperty("id", id);
    return named;
  }

  /** Each message as it was edited last. */
  private Taken newestWith(String action) {
    Map<String, Taken> shown = new LinkedHashMap<>();
    taken.stream().filter(one -> !one.isReply()).forEach(one -> shown.put(one.ts(), one));
    return shown.values().stream().filter(one -> button(one.request(), action).isPresent()).reduce((first, second) -> second)
        .orElseThrow(() -> new IllegalStateException("no message has a button to " + action));
  }

  private static Optional<JsonObject> button(JsonObject message, String action) {
    if (!(message.get("attachments") instanceof JsonArray attachments)) {
      return Optional.empty();
    }
    for (JsonElement block : attachments.get(0).getAsJsonObject().getAsJsonArray("blocks")) {
      if (text(block.getAsJsonObject(), "type").equals("actions")) {
        for (JsonElement element : block.getAsJsonObject().getAsJsonArray("elements")) {
          if (text(element.getAsJsonObject(), "action_id").equals(action)) {
            return Optional.of(element.getAsJsonObject());
          }
        }
      }
    }
    return Optional.empty();
  }

  /** What it took, oldest first. */
  public synchronized List<Taken> taken() {
    return List.copyOf(taken);
  }

  /** What it refused, each with the word and what it is about. */
  public synchronized List<String> refusals() {
    return List.copyOf(refusals);
  }

  private synchronized Reply answer(String path, Optional<String> authorization, Optional<JsonObject> body, int bytes) {
    if (path.equals(HOOK)) {
      return hooked(body);
    }
    if (path.startsWith("/services/")) {
      return refusedHook(404, "no_service");
    }
    if (!path.startsWith("/api/")) {
      return Reply.text(404, "not found");
    }
    if (authorization.isEmpty()) {
      return refused("not_authed", path);
    }
    if (!authorization.get().equals("Bearer " + TOKEN)) {
      return refused("invalid_auth", path);
    }
    if (body.isEmpty()) {
      return refused("invalid_json", path);
    }
    return switch (path.substring("/api/".length())) {
      case "auth.test" -> ok(new JsonObject());
      case "chat.postMessage" -> posted(body.get());
      case "chat.update" -> updated(body.get());
      case String unknown -> refused("unknown_method", unknown);
    };
  }

  private Reply posted(JsonObject request) {
    Optional<String> channel = channel(text(request, "channel"));
    if (channel.isEmpty()) {
      return refused("channel_not_found", text(request, "channel"));
    }
    Optional<Reply> closed = closed(channel.get());
    if (closed.isPresent()) {
      return closed.get();
    }
    String thread = text(request, "thread_ts");
    if (!thread.isEmpty() && !isThere(thread, channel.get())) {
      return refused("thread_not_found", thread);
    }
    if (request.has("reply_broadcast") && request.get("reply_broadcast").getAsBoolean() && thread.isEmpty()) {
      return refused("invalid_arguments", "reply_broadcast without thread_ts");
    }
    Optional<SlackRules.Refusal> refusal = SlackRules.refusal(request);
    if (refusal.isPresent()) {
      return refused(refusal.get().word(), refusal.get().about());
    }
    String ts = stamp();
    messages.put(ts, new Message(channel.get(), false));
    taken.add(new Taken(clock.instant(), "chat.postMessage", ts, request.deepCopy()));
    return ok(sent(channel.get(), ts));
  }

  private Reply updated(JsonObject request) {
    if (!request.keySet().containsAll(REQUIRED_OF_UPDATES)) {
      return refused("invalid_arguments", "chat.update needs channel and ts");
    }
    // Names are for posting; an edit takes the channel's id alone.
    String channel = text(request, "channel");
    if (!CHANNELS.containsValue(channel)) {
      return refused("channel_not_found", channel);
    }
    Optional<Reply> closed = closed(channel);
    if (closed.isPresent()) {
      return closed.get();
    }
    String ts = text(request, "ts");
    if (!isThere(ts, channel)) {
      return refused("message_not_found", ts);
    }
    Optional<SlackRules.Refusal> refusal = SlackRules.refusal(request);
    if (refusal.isPresent()) {
      return refused(refusal.get().word(), refusal.get().about());
    }
    taken.add(new Taken(clock.instant(), "chat.update", ts, request.deepCopy()));
    return ok(sent(channel, ts));
  }

  private Reply hooked(Optional<JsonObject> body) {
    if (body.isEmpty()) {
      return refusedHook(400, "invalid_payload");
    }
    Optional<SlackRules.Refusal> refusal = SlackRules.refusal(body.get());
    if (refusal.isPresent()) {
      refusals.add(refusal.get().word() + ": " + refusal.get().about());
      return Reply.text(400, refusal.get().word());
    }
    taken.add(new Taken(clock.instant(), "webhook", stamp(), body.get().deepCopy()));
    return Reply.text(200, "ok");
  }

  private Reply refusedHook(int status, String word) {
    refusals.add(word);
    return Reply.text(status, word);
  }

  private Optional<Reply> closed(String channel) {
    if (channel.equals(CHANNELS.get(ARCHIVED))) {
      return Optional.of(refused("is_archived", channel));
    }
    return channel.equals(CHANNELS.get(NOT_IN)) ? Optional.of(refused("not_in_channel", channel)) : Optional.empty();
  }

  private static Optional<String> channel(String named) {
    return CHANNELS.containsValue(named) ? Optional.of(named)
        : Optional.ofNullable(CHANNELS.get(named.startsWith("#") ? named : "#" + named));
  }

  private boolean isThere(String ts, String channel) {
    Message message = messages.get(ts);
    return message != null && !message.deleted() && message.channel().equals(channel);
  }

  /** Unique within a channel, as Slack's are. */
  private String stamp() {
    made++;
    return clock.instant().getEpochSecond() + String.format(Locale.ROOT, ".%06d", made);
  }

  private static JsonObject sent(String channel, String ts) {
    JsonObject json = new JsonObject();
    json.addProperty("channel", channel);
    json.addProperty("ts", ts);
    return json;
  }

  private static Reply ok(JsonObject json) {
    json.addProperty("ok", true);
    return Reply.json(200, json);
  }

  private Reply refused(String word, String about) {
    refusals.add(word + ": " + about);
    JsonObject json = new JsonObject();
    json.addProperty("ok", false);
    json.addProperty("error", word);
    return Reply.json(200, json);
  }

  @Override
  public void close() {
    posts.close();
  }
}
