package io.auroraresponder.lambda;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.auroraresponder.intake.ModifyCall;
import io.auroraresponder.remediation.RecordedRange;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A request to one of our functions that is no signal: one JSON object. What is no object is an empty request, which asks for nothing.
 *
 * <p>Runbook functions take two of them beside signals: {@code {"resume":"orders-db"}}, the patrol's request to take up a due incident,
 * which carries only its key because the signals are in the ledger; and {@code {"selfcheck":"deep","cluster":"orders-db"}}.
 */
record Request(JsonObject json) {
  private static final String RESUME = "resume";

  /** A command to a runbook function is two words and a cluster's name, 63 characters at most; what is much longer is a signal. */
  private static final int LONGEST_COMMAND = 1_000;

  static Request of(byte[] event) {
    try {
      JsonElement read = JsonParser.parseString(new String(event, StandardCharsets.UTF_8));
      return new Request(read.isJsonObject() ? read.getAsJsonObject() : new JsonObject());
    } catch (JsonParseException noJson) {
      return new Request(new JsonObject());
    }
  }

  /** The same for a function that takes signals too: these are not read here. */
  static Request besideSignals(byte[] event) {
    return event.length > LONGEST_COMMAND ? new Request(new JsonObject()) : of(event);
  }

  /** The text of a request to take up a due incident. */
  static String toResume(String key) {
    JsonObject request = new JsonObject();
    request.addProperty(RESUME, key);
    return request.toString();
  }

  /** The key of the incident to be taken up; empty where something else is asked, or anything besides. */
  Optional<String> resumed() {
    JsonElement key = json.get(RESUME);
    boolean isText = key != null && key.isJsonPrimitive() && key.getAsJsonPrimitive().isString() && !key.getAsString().isBlank();
    return isText && json.size() == 1 ? Optional.of(key.getAsString()) : Optional.empty();
  }

  /** The cluster whose attachment is to be checked; empty where something else is asked. */
  Optional<String> deeplyChecked() {
    return text("selfcheck").equals("deep") && !text("cluster").isEmpty() ? Optional.of(text("cluster")) : Optional.empty();
  }

  /** Whether it only wants to know that the function is awake. */
  boolean isSelfCheck() {
    return text("selfcheck").equals("true");
  }

  /** The text or truth of that name as text; empty where there is none. */
  String text(String name) {
    JsonElement value = json.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString().strip() : "";
  }

  /** What CloudTrail says of a range that somebody set; empty for every other record, and for one that lacks what is needed. */
  Optional<RecordedRange> recordedRange() {
    return ModifyCall.of(json.toString())
        .filter(call -> call.error().isEmpty() && !call.eventId().isBlank() && !call.cluster().isEmpty())
        .filter(call -> call.at().isPresent() && call.minAcu().isPresent() && call.maxAcu().isPresent())
        .map(call -> new RecordedRange(
            call.eventId(), call.at().orElseThrow(), call.cluster().substring(call.cluster().lastIndexOf(':') + 1),
            call.resourceId(),
            // A session's name is the caller's choice; what it may be is told by IAM, what it may look like is told here.
            call.actor().replaceAll("[^\\w+=,.@:/-]", "-"), call.role(), call.requestId(), call.agent(), call.minAcu().orElseThrow(),
            call.maxAcu().orElseThrow()));
  }

  boolean has(String name) {
    return json.has(name);
  }
}
