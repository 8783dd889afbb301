package io.auroraresponder.notify.slack;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.slack.api.model.Attachment;
import com.slack.api.model.block.LayoutBlock;
import io.auroraresponder.notify.Details;
import io.auroraresponder.notify.Story;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * A finished message: a line of text, which notifications show, and blocks inside of one attachment, whose colour is the state.
 *
 * @param text the headline in Slack's markup
 * @param colour of the bar at the side, {@code #rrggbb}; empty for a message without blocks
 */
public record SlackMessage(String text, String colour, List<LayoutBlock> blocks) {
  /** Slack API, chat.postMessage: text is best kept under 4,000 characters. */
  public static final int MAX_TEXT = 4000;

  /** Block Kit reference, section: text. */
  public static final int MAX_SECTION = 3000;

  /** Block Kit reference: blocks of a message. */
  public static final int MAX_BLOCKS = 50;

  /** Block Kit reference, context: elements. */
  public static final int MAX_CONTEXT_ELEMENTS = 10;

  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES).create();

  public SlackMessage {
    blocks = List.copyOf(blocks);
  }

  /** The message that shows the story as it is now. */
  public static SlackMessage of(Story story, Details details) {
    return of(story, details, 0);
  }

  /** The same with buttons to answer by, where the plan that waits leads to a max of at most that many ACU. */
  public static SlackMessage of(Story story, Details details, double answersUpTo) {
    return new SlackLayout(story, details, answersUpTo).message();
  }

  /** The line that calls the channel to the message that it has. */
  static SlackMessage calling(Story story, Details details) {
    return new SlackLayout(story, details, 0).call();
  }

  /** The line that goes into the thread. */
  public static SlackMessage of(Story.Event event, Story story) {
    // What becomes of a lease tells of no session.
    return new SlackLayout(story, Details.FULL, 0).reply(event);
  }

  static SlackMessage line(String text) {
    return new SlackMessage(text, "", List.of());
  }

  /** What web hook and Web API have in common: nothing in it is turned into a link, a mention or a preview behind our back. */
  public JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("text", text);
    json.addProperty("unfurl_links", false);
    json.addProperty("unfurl_media", false);
    json.addProperty("link_names", false);
    if (!blocks.isEmpty()) {
      JsonArray attachments = new JsonArray();
      attachments.add(GSON.toJsonTree(Attachment.builder().color(colour).fallback(text).blocks(blocks).build()));
      json.add("attachments", attachments);
    }
    return json;
  }

  /** The same for the same message. */
  String digest() {
    return UUID.nameUUIDFromBytes(json().toString().getBytes(StandardCharsets.UTF_8)).toString();
  }
}
