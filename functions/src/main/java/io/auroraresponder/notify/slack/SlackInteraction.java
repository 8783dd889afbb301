package io.auroraresponder.notify.slack;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Somebody pressed one of our buttons (Slack API, "block_actions payload"). Ids are Slack's own words for things, so nothing else passes
 * for
 * one.
 *
 * @param planHash the plan that the button stands for
 */
public record SlackInteraction(String team, String app, String channel, String user, boolean yes, String planHash) {
  /** Action ids of our buttons. */
  static final String APPROVE = "approve";
  static final String REFUSE = "refuse";

  private static final String PAYLOAD = "payload=";
  private static final Pattern TEAM = Pattern.compile("T[A-Z0-9]{2,20}");
  private static final Pattern APP = Pattern.compile("A[A-Z0-9]{2,20}");
  private static final Pattern CHANNEL = Pattern.compile("[CG][A-Z0-9]{2,20}");
  private static final Pattern USER = Pattern.compile("[UW][A-Z0-9]{2,20}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  /** Reads the body of a request whose signature holds; empty where it is no press of one button of ours. */
  public static Optional<SlackInteraction> read(byte[] body) {
    try {
      JsonObject payload = JsonParser.parseString(payload(new String(body, StandardCharsets.UTF_8))).getAsJsonObject();
      JsonObject action = payload.getAsJsonArray("actions").get(0).getAsJsonObject();
      String pressed = text(action, "action_id");
      boolean one = payload.getAsJsonArray("actions").size() == 1 && (pressed.equals(APPROVE) || pressed.equals(REFUSE));
      SlackInteraction read =
          new SlackInteraction(
              text(payload.getAsJsonObject("team"), "id"), text(payload, "api_app_id"), text(payload.getAsJsonObject("channel"), "id"),
              text(payload.getAsJsonObject("user"), "id"), pressed.equals(APPROVE), text(action, "value"));
      return one && text(payload, "type").equals("block_actions") && read.isWhole() ? Optional.of(read) : Optional.empty();
    } catch (JsonParseException | IllegalStateException | IllegalArgumentException | NullPointerException | ClassCastException
        | IndexOutOfBoundsException other) {
      return Optional.empty();
    }
  }

  private boolean isWhole() {
    return TEAM.matcher(team).matches() && APP.matcher(app).matches() && CHANNEL.matcher(channel).matches() && USER.matcher(user).matches()
        && HASH.matcher(planHash).matches();
  }

  /** A form of one field. */
  private static String payload(String form) {
    if (!form.startsWith(PAYLOAD) || form.indexOf('&') >= 0) {
      throw new IllegalArgumentException("no form with the field payload alone");
    }
    return URLDecoder.decode(form.substring(PAYLOAD.length()), StandardCharsets.UTF_8);
  }

  private static String text(JsonObject of, String name) {
    JsonElement value = of.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }
}
