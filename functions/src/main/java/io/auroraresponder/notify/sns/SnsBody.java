package io.auroraresponder.notify.sns;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.auroraresponder.incident.Report;
import io.auroraresponder.notify.MailText;
import io.auroraresponder.notify.Message;
import io.auroraresponder.notify.Notification;
import io.auroraresponder.notify.PlainText;
import io.auroraresponder.notify.ReportJson;
import java.nio.charset.StandardCharsets;

/**
 * One SNS message for every kind of subscriber (MessageStructure {@code json}): text for people, the report's JSON for queues and
 * functions, together within the size that SNS takes.
 */
final class SnsBody {
  /** Ours: longer names say nothing more in a filter. */
  static final int MAX_ATTRIBUTE_CHARACTERS = 256;

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  record Sized(Message message, String json) {}

  private SnsBody() {}

  /** The machine's JSON goes only where the text leaves room for it; the text is short by itself. */
  static Sized of(Report report, int attributeBytes) {
    Message message = MailText.of(Notification.of(report));
    String json = json(message.body(), ReportJson.of(report));
    boolean fits = json.getBytes(StandardCharsets.UTF_8).length + attributeBytes <= Message.MAX_BODY_BYTES;
    return new Sized(message, fits ? json : json(message.body(), reference(report)));
  }

  /** {@code default} serves every protocol that is not named; SNS drops values that are not strings without a word. */
  static String json(String text, String machine) {
    JsonObject protocols = new JsonObject();
    protocols.addProperty("default", text);
    protocols.addProperty("email", text);
    protocols.addProperty("sqs", machine);
    protocols.addProperty("lambda", machine);
    return GSON.toJson(protocols);
  }

  /** In place of a report that is too large to be sent: where it is. */
  private static String reference(Report report) {
    JsonObject incident = new JsonObject();
    incident.addProperty("id", name(report.incident().id()));
    incident.addProperty("key", name(report.incident().key()));
    JsonObject reference = new JsonObject();
    reference.addProperty("schema", "aurora-responder/report-reference/1");
    reference.add("incident", incident);
    reference.addProperty("reason", "the report is larger than a message may be; it is stored with the incident");
    return GSON.toJson(reference);
  }

  private static String name(String raw) {
    return PlainText.cut(PlainText.of(raw), MAX_ATTRIBUTE_CHARACTERS);
  }
}
