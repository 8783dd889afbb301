package io.auroraresponder.lab.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.auroraresponder.lab.people.SlackServer;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Slack's messages at a terminal: the first as it was posted, then each edit by what it changed, replies behind an arrow. */
final class SlackView {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final Gson INDENTED = new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();
  private static final int LABEL = 17;
  private static final int WIDTH = 120;

  /** Colours of the bar as words, and as the terminal's own. */
  private record Bar(String word, String colour) {}

  private static final Map<String, Bar> BARS =
      Map.of(
          "#d92d20", new Bar("red", TerminalLines.RED), "#e8a317", new Bar("amber", TerminalLines.YELLOW), "#2e9d4c",
          new Bar("green", TerminalLines.GREEN), "#8a8f98", new Bar("grey", TerminalLines.PLAIN));

  private final List<String> lines = new ArrayList<>();
  private final Map<String, List<String>> shown = new HashMap<>();
  private final boolean colours;

  private SlackView(boolean colours) {
    this.colours = colours;
  }

  static List<String> of(List<SlackServer.Taken> taken, boolean colours) {
    SlackView view = new SlackView(colours);
    taken.forEach(view::add);
    return view.lines;
  }

  /** What Slack took, as it was sent, with time and name of each message; empty where it took nothing. */
  static Optional<String> json(List<SlackServer.Taken> taken) {
    if (taken.isEmpty()) {
      return Optional.empty();
    }
    JsonArray all = new JsonArray();
    for (SlackServer.Taken one : taken) {
      JsonObject json = new JsonObject();
      json.addProperty("at", one.at().toString());
      json.addProperty("method", one.method());
      json.addProperty("ts", one.ts());
      json.add("request", one.request());
      all.add(json);
    }
    return Optional.of(INDENTED.toJson(all) + "\n");
  }

  private void add(SlackServer.Taken taken) {
    String text = plain(taken.request().get("text").getAsString());
    if (taken.isReply()) {
      boolean toAll = taken.request().get("reply_broadcast").getAsBoolean();
      String label = (toAll ? "  > all   " : "  >       ") + CLOCK.format(taken.at());
      for (String line : text.lines().toList()) {
        put(label, line, TerminalLines.PLAIN);
        label = "";
      }
      return;
    }
    Bar bar = bar(taken.request());
    put(padded(bar.word(), 10) + CLOCK.format(taken.at()), text, bar.colour());
    List<String> body = body(taken.request());
    List<String> before = shown.getOrDefault(taken.ts(), List.of());
    body.stream().filter(line -> !before.contains(line)).forEach(line -> put("", line, TerminalLines.PLAIN));
    shown.put(taken.ts(), body);
  }

  private static Bar bar(JsonObject request) {
    JsonArray attachments = request.has("attachments") ? request.getAsJsonArray("attachments") : new JsonArray();
    String colour = attachments.isEmpty() ? "" : attachments.get(0).getAsJsonObject().get("color").getAsString();
    return BARS.getOrDefault(colour, new Bar("", TerminalLines.PLAIN));
  }

  private static List<String> body(JsonObject request) {
    List<String> lines = new ArrayList<>();
    if (!request.has("attachments")) {
      return lines;
    }
    for (JsonElement element : request.getAsJsonArray("attachments").get(0).getAsJsonObject().getAsJsonArray("blocks")) {
      JsonObject block = element.getAsJsonObject();
      if (block.has("text")) {
        plain(block.getAsJsonObject("text").get("text").getAsString()).lines().forEach(lines::add);
      } else {
        List<String> parts = new ArrayList<>();
        block.getAsJsonArray("elements").forEach(part -> parts.add(words(part.getAsJsonObject())));
        lines.add(String.join("  ", parts));
      }
    }
    return lines;
  }

  /** Buttons in double brackets. */
  private static String words(JsonObject element) {
    return element.get("text") instanceof JsonObject button ? "[[" + button.get("text").getAsString() + "]]"
        : plain(element.get("text").getAsString());
  }

  /** As Slack shows it: links by their words, times in UTC, entities as characters. */
  private static String plain(String markup) {
    return markup.replaceAll("<!date\\^\\d+\\^[^|>]*\\|([^>]*)>", "$1").replaceAll("<https://[^|>]*\\|([^>]*)>", "[$1]")
        .replace("```", "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }

  /** Commands stay on one line, as in the message. */
  private void put(String label, String text, String colour) {
    String head = "  " + padded(label, LABEL + 1) + " ";
    String rest = text;
    String indent = head;
    while (rest.length() > WIDTH - head.length() && !isCommand(text)) {
      int gap = rest.lastIndexOf(' ', WIDTH - head.length());
      int end = gap > 0 ? gap : rest.length();
      line(indent + rest.substring(0, end), colour);
      rest = rest.substring(end).stripLeading();
      indent = " ".repeat(head.length());
    }
    line(indent + rest, isCommand(text) ? TerminalLines.CYAN : colour);
  }

  private void line(String text, String colour) {
    lines.add(colours && !colour.isEmpty() ? colour + text.stripTrailing() + TerminalLines.RESET : text.stripTrailing());
  }

  private static boolean isCommand(String line) {
    return TerminalMail.isCommand(line);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
