package io.auroraresponder.lab.people;

import static io.auroraresponder.lab.people.SlackRules.text;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.auroraresponder.lab.people.Posts.Reply;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * PagerDuty's Events API v2: 202 for an event that it takes, 400 with the reasons for one that is not valid. Keeps how each alert stands.
 * An acknowledge or a resolve without a key, or of an alert that nobody triggered, does nothing, as on PagerDuty. Safe for several threads.
 */
public final class PagerDutyServer implements AutoCloseable {
  /** Made up, of the form of an integration key; only this server takes it. */
  public static final String ROUTING_KEY = "0123456789abcdef0123456789abcdef";

  private static final int MOST_BYTES = 512 * 1024;
  private static final int KEY = 255;
  private static final int SUMMARY = 1024;
  private static final Set<String> ACTIONS = Set.of("trigger", "acknowledge", "resolve");
  private static final Set<String> SEVERITIES = Set.of("critical", "error", "warning", "info");

  /** An event that it took. */
  public record Taken(Instant at, JsonObject event) {}

  private final InstantSource clock;
  private final Posts posts;
  private final List<Taken> taken = new ArrayList<>();
  private final Map<String, String> alerts = new LinkedHashMap<>();

  /** {@code clock}: the time by which events are kept. */
  public PagerDutyServer(InstantSource clock) {
    this.clock = clock;
    this.posts = new Posts(this::answer);
  }

  public URI address() {
    return posts.address().resolve("/v2/enqueue");
  }

  /** What goes wrong with the next request that nothing was ordered for yet. */
  public void next(Fault fault) {
    posts.next(fault);
  }

  /** From now on each request takes at least that long. */
  public void delay(Duration each) {
    posts.delay(each);
  }

  /** What it took, oldest first; without the routing key. */
  public synchronized List<Taken> taken() {
    return List.copyOf(taken);
  }

  /** How each alert stands, by its key: triggered, acknowledged, resolved. */
  public synchronized Map<String, String> alerts() {
    return Map.copyOf(alerts);
  }

  private synchronized Reply answer(String path, Optional<String> authorization, Optional<JsonObject> body, int bytes) {
    if (!path.equals("/v2/enqueue")) {
      return Reply.text(404, "not found");
    }
    List<String> errors = body.map(event -> errors(event, bytes)).orElse(List.of("the body is no JSON object"));
    if (!errors.isEmpty()) {
      return Reply.json(400, invalid(errors));
    }
    JsonObject event = body.orElseThrow().deepCopy();
    event.remove("routing_key");
    String key = text(event, "dedup_key").isEmpty() ? "made-" + (taken.size() + 1) : text(event, "dedup_key");
    taken.add(new Taken(clock.instant(), event));
    move(key, text(event, "event_action"));
    JsonObject answer = new JsonObject();
    answer.addProperty("status", "success");
    answer.addProperty("message", "Event processed");
    answer.addProperty("dedup_key", key);
    return Reply.json(202, answer);
  }

  private void move(String key, String action) {
    boolean open = alerts.containsKey(key) && !alerts.get(key).equals("resolved");
    switch (action) {
      case "trigger" -> alerts.put(key, open ? alerts.get(key) : "triggered");
      case "acknowledge" -> alerts.computeIfPresent(key, (same, state) -> open ? "acknowledged" : state);
      case "resolve" -> alerts.computeIfPresent(key, (same, state) -> "resolved");
      default -> throw new IllegalStateException(action);
    }
  }

  private static List<String> errors(JsonObject event, int bytes) {
    List<String> errors = new ArrayList<>();
    demand(errors, bytes <= MOST_BYTES, "the event is larger than 512 KB");
    demand(errors, text(event, "routing_key").equals(ROUTING_KEY), "'routing_key' is invalid");
    String action = text(event, "event_action");
    demand(errors, ACTIONS.contains(action), "'event_action' is invalid (must be one of trigger, acknowledge, resolve)");
    demand(errors, text(event, "dedup_key").length() <= KEY, "'dedup_key' is longer than 255 characters");
    demand(errors, action.equals("trigger") || !text(event, "dedup_key").isEmpty(), "'dedup_key' is missing or blank");
    if (action.equals("trigger")) {
      JsonObject payload = event.has("payload") && event.get("payload").isJsonObject() ? event.getAsJsonObject("payload")
          : new JsonObject();
      String summary = text(payload, "summary");
      demand(errors, !summary.isBlank(), "'payload.summary' is missing or blank");
      demand(errors, summary.length() <= SUMMARY, "'payload.summary' is longer than 1024 characters");
      demand(errors, !text(payload, "source").isBlank(), "'payload.source' is missing or blank");
      demand(errors, SEVERITIES.contains(text(payload, "severity")),
          "'payload.severity' is invalid (must be one of the following: critical, warning, error, info)");
    }
    return errors;
  }

  private static void demand(List<String> errors, boolean holds, String complaint) {
    if (!holds) {
      errors.add(complaint);
    }
  }

  private static JsonObject invalid(List<String> errors) {
    JsonObject json = new JsonObject();
    json.addProperty("status", "invalid event");
    json.addProperty("message", "Event object is invalid");
    JsonArray all = new JsonArray();
    errors.forEach(all::add);
    json.add("errors", all);
    return json;
  }

  @Override
  public void close() {
    posts.close();
  }
}
