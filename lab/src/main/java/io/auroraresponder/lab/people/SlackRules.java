package io.auroraresponder.lab.people;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What Slack's documentation allows of a message (Block Kit reference; chat.postMessage, chat.update), taken strictly: a block that it does
 * not name is refused, and a text that is only best kept shorter has to be.
 */
final class SlackRules {
  private static final int TEXT = 4000;
  private static final int BLOCKS = 50;
  private static final int ATTACHMENTS = 20;
  private static final int SECTION = 3000;
  private static final int FIELDS = 10;
  private static final int FIELD = 2000;
  private static final int HEADER = 150;
  private static final int CONTEXT = 10;
  private static final int ACTIONS = 25;
  private static final int BUTTON = 75;
  private static final int URL = 3000;
  private static final int VALUE = 2000;
  private static final int ID = 255;
  private static final Set<String> COLOURS = Set.of("good", "warning", "danger");

  private final List<String> wrong = new ArrayList<>();

  private SlackRules() {}

  /** A refusal: Slack's word, and what it is about. */
  record Refusal(String word, String about) {}

  /** Why Slack would not take it; empty where it would. */
  static Optional<Refusal> refusal(JsonObject message) {
    String text = text(message, "text");
    if (text.length() > TEXT) {
      return Optional.of(new Refusal("msg_too_long", "text has " + text.length() + " characters, at most " + TEXT));
    }
    JsonArray attachments = array(message, "attachments");
    if (text.isEmpty() && attachments.isEmpty() && array(message, "blocks").isEmpty()) {
      return Optional.of(new Refusal("no_text", "neither text nor blocks nor attachments"));
    }
    SlackRules rules = new SlackRules();
    rules.blocks(array(message, "blocks"));
    if (attachments.size() > ATTACHMENTS) {
      return Optional.of(new Refusal("too_many_attachments", attachments.size() + " attachments, at most " + ATTACHMENTS));
    }
    attachments.forEach(rules::attachment);
    return rules.wrong.isEmpty() ? Optional.empty() : Optional.of(new Refusal("invalid_blocks", String.join("; ", rules.wrong)));
  }

  private void attachment(JsonElement element) {
    JsonObject attachment = element.getAsJsonObject();
    String colour = text(attachment, "color");
    demand(colour.isEmpty() || COLOURS.contains(colour) || colour.matches("#?[0-9a-fA-F]{6}"), "color " + colour);
    blocks(array(attachment, "blocks"));
  }

  private void blocks(JsonArray blocks) {
    demand(blocks.size() <= BLOCKS, blocks.size() + " blocks, at most " + BLOCKS);
    blocks.forEach(block -> block(block.getAsJsonObject()));
  }

  private void block(JsonObject block) {
    demand(text(block, "block_id").length() <= ID, "block_id of " + text(block, "block_id").length());
    switch (text(block, "type")) {
      case "section" -> section(block);
      case "header" -> {
        demand(text(object(block, "text"), "type").equals("plain_text"), "header without plain_text");
        within("header", object(block, "text"), HEADER);
      }
      case "context" -> {
        JsonArray elements = array(block, "elements");
        demand(!elements.isEmpty() && elements.size() <= CONTEXT, "context of " + elements.size() + " elements");
        elements.forEach(one -> textObject("context", one.getAsJsonObject(), SECTION));
      }
      case "actions" -> {
        JsonArray elements = array(block, "elements");
        demand(!elements.isEmpty() && elements.size() <= ACTIONS, "actions of " + elements.size() + " elements");
        elements.forEach(one -> button(one.getAsJsonObject()));
      }
      case "divider" -> {}
      case String other -> wrong.add("block of type " + other);
    }
  }

  private void section(JsonObject block) {
    JsonArray fields = array(block, "fields");
    demand(block.has("text") || !fields.isEmpty(), "section without text and fields");
    if (block.has("text")) {
      textObject("section", object(block, "text"), SECTION);
    }
    demand(fields.size() <= FIELDS, fields.size() + " fields, at most " + FIELDS);
    fields.forEach(one -> textObject("field", one.getAsJsonObject(), FIELD));
  }

  private void button(JsonObject button) {
    demand(text(button, "type").equals("button"), "element of type " + text(button, "type"));
    within("button", object(button, "text"), BUTTON);
    demand(text(button, "url").length() <= URL, "url of " + text(button, "url").length());
    demand(text(button, "value").length() <= VALUE, "value of " + text(button, "value").length());
    demand(text(button, "action_id").length() <= ID, "action_id of " + text(button, "action_id").length());
  }

  private void textObject(String where, JsonObject text, int limit) {
    String type = text(text, "type");
    demand(type.equals("mrkdwn") || type.equals("plain_text"), where + " of type " + type);
    demand(!text.has("verbatim") || type.equals("mrkdwn"), where + ": verbatim belongs to mrkdwn");
    demand(!text.has("emoji") || type.equals("plain_text"), where + ": emoji belongs to plain_text");
    within(where, text, limit);
  }

  private void within(String where, JsonObject text, int limit) {
    int length = text(text, "text").length();
    demand(length >= 1 && length <= limit, where + " of " + length + " characters, 1 to " + limit);
  }

  private void demand(boolean holds, String complaint) {
    if (!holds) {
      wrong.add(complaint);
    }
  }

  private static JsonObject object(JsonObject of, String name) {
    return of.has(name) && of.get(name).isJsonObject() ? of.getAsJsonObject(name) : new JsonObject();
  }

  private static JsonArray array(JsonObject of, String name) {
    return of.has(name) && of.get(name).isJsonArray() ? of.getAsJsonArray(name) : new JsonArray();
  }

  static String text(JsonObject of, String name) {
    return of.has(name) && of.get(name).isJsonPrimitive() ? of.get(name).getAsString() : "";
  }
}
