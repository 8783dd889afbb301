package io.auroraresponder.notify.pager;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.notify.Moments;
import io.auroraresponder.notify.Notification;
import io.auroraresponder.notify.PlainText;
import io.auroraresponder.notify.Story;
import java.time.Instant;
import java.util.stream.Collectors;

/**
 * Events as PagerDuty takes them (Events API v2: routing key, action, dedup key of at most 255 characters, summary of at most 1,024).
 *
 * <p>The dedup key is the incident's id, the same from trigger to resolve; a person finds it in every message and report.
 */
public final class PagerEvent {
  private static final int MAX_SUMMARY = 1024;
  private static final int MAX_KEY = 255;
  private static final int MAX_DETAIL = 2000;

  /** What somebody does about an alert. */
  public enum Action {
    TRIGGER,
    ACKNOWLEDGE,
    RESOLVE;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private PagerEvent() {}

  /** {@code ending}: what tells a second alert of the same incident from the first, empty for the first. */
  static String key(Story story, String ending) {
    return PlainText.cut(story.incident(), MAX_KEY - ending.length()) + ending;
  }

  static JsonObject of(Action action, String key) {
    JsonObject json = new JsonObject();
    json.addProperty("event_action", action.word());
    json.addProperty("dedup_key", key);
    return json;
  }

  static JsonObject test(String key, Instant now) {
    JsonObject payload = new JsonObject();
    payload.addProperty("summary", "TEST: Aurora Responder can be heard here. Nothing is wrong, nothing is to be done");
    payload.addProperty("source", "./responder notify-test");
    payload.addProperty("severity", word(Severity.INFO));
    payload.addProperty("timestamp", now.toString());
    JsonObject json = of(Action.TRIGGER, key);
    json.addProperty("client", "Aurora Responder");
    json.add("payload", payload);
    return json;
  }

  static JsonObject triggered(Story story, Notification told, String key, Severity severity, String summary, Instant at) {
    JsonObject payload = new JsonObject();
    payload.addProperty("summary", PlainText.cut(PlainText.of(summary), MAX_SUMMARY));
    payload.addProperty("source", PlainText.of(story.cluster()));
    payload.addProperty("severity", word(severity));
    payload.addProperty("timestamp", at.toString());
    optional(payload, "component", told.instruction().place().member());
    optional(payload, "group", told.owner());
    optional(payload, "class", told.cause().word());
    JsonObject details = details(told);
    story.silence().ifPresent(quiet -> optional(details, "silenced", "until " + Moments.time(quiet.until(), at) + " by " + quiet.by() + ": "
        + quiet.why()));
    payload.add("custom_details", details);
    JsonObject json = of(Action.TRIGGER, key);
    json.addProperty("client", "Aurora Responder");
    json.add("payload", payload);
    JsonArray links = new JsonArray();
    told.links().stream().filter(link -> link.url().startsWith("https://")).forEach(link -> {
      JsonObject one = new JsonObject();
      one.addProperty("href", link.url());
      one.addProperty("text", PlainText.of(link.title()));
      links.add(one);
    });
    json.add("links", links);
    return json;
  }

  private static JsonObject details(Notification told) {
    JsonObject details = new JsonObject();
    optional(details, "impact", told.impact().text());
    optional(details, "cause", told.cause().chain().stream().map(Phrase::text).collect(Collectors.joining("; ")));
    told.instruction().steps().stream().findFirst().ifPresent(first -> instruct(details, first));
    optional(details, "responder", told.response().lines().stream().map(Phrase::text).collect(Collectors.joining(" ")));
    optional(details, "region", told.origin().region());
    optional(details, "account", told.origin().account());
    optional(details, "incident", told.incident());
    return details;
  }

  private static void instruct(JsonObject details, Advice first) {
    optional(details, "do", first.told().text());
    // Half a command is another command.
    if (first.command().text().length() <= MAX_DETAIL) {
      optional(details, "command", first.command().text());
    }
  }

  private static String word(Severity severity) {
    return switch (severity) {
      case CRITICAL -> "critical";
      case WARNING -> "warning";
      case INFO, OK -> "info";
    };
  }

  private static void optional(JsonObject json, String name, String value) {
    String clean = PlainText.cut(PlainText.of(value), MAX_DETAIL);
    if (!clean.isEmpty()) {
      json.addProperty(name, clean);
    }
  }
}
