package io.auroraresponder.notify.slack;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.auroraresponder.notify.Details;
import io.auroraresponder.notify.Story;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The laws of every message to Slack whatever is in its report, as complaints about one. */
public final class SlackLaws {
  /** All that a message of ours may hold in angle brackets: a time, or a link to the console under words of ours. */
  private static final Pattern OURS =
      Pattern.compile("<(?:!date\\^\\d+\\^\\{time_secs}\\|[0-9: UTC]+|https://[a-z0-9.-]*console\\.[a-z0-9.-]+/[^<>|\\s]*\\|[^<>|]+)>");

  private SlackLaws() {}

  /** Of the message about a story. */
  public static List<String> complaints(Story story) {
    return complaints(SlackMessage.of(story, Details.NAMES));
  }

  /** What Slack's documentation would refuse, and what it would take for markup that is not ours. */
  static List<String> complaints(SlackMessage message) {
    List<String> wrong = new ArrayList<>();
    JsonObject json = message.json();
    if (message.text().isEmpty() || message.text().length() > 4000) {
      wrong.add("text of " + message.text().length());
    }
    if (message.blocks().size() > 50) {
      wrong.add(message.blocks().size() + " blocks");
    }
    for (String text : texts(json)) {
      if (text.isEmpty() || text.length() > 3000) {
        wrong.add("block text of " + text.length());
      }
    }
    List<String> all = new ArrayList<>(texts(json));
    all.add(message.text());
    for (String text : all) {
      String rest = OURS.matcher(text).replaceAll("");
      if (rest.contains("<") || rest.contains(">")) {
        wrong.add("markup of others: " + rest);
      }
      if (rest.replaceAll("&(?:amp|lt|gt);", "").contains("&")) {
        wrong.add("half an entity: " + rest);
      }
      if (!new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(text)) {
        wrong.add("half a character");
      }
    }
    return wrong;
  }

  static List<String> texts(JsonObject json) {
    List<String> texts = new ArrayList<>();
    JsonArray attachments = json.has("attachments") ? json.getAsJsonArray("attachments") : new JsonArray();
    for (JsonElement attachment : attachments) {
      for (JsonElement block : attachment.getAsJsonObject().getAsJsonArray("blocks")) {
        JsonObject one = block.getAsJsonObject();
        if (one.has("text")) {
          texts.add(one.getAsJsonObject("text").get("text").getAsString());
          if (!one.getAsJsonObject("text").get("verbatim").getAsBoolean()) {
            // Slack would make links and mentions of it; an empty text is a complaint.
            texts.add("");
          }
        }
        if (one.has("elements")) {
          one.getAsJsonArray("elements").forEach(element -> texts.add(element.getAsJsonObject().get("text").getAsString()));
        }
      }
    }
    return texts;
  }
}
