package io.auroraresponder.notify.sns;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.auroraresponder.incident.Report;
import io.auroraresponder.notify.MailReaders;
import io.auroraresponder.notify.Message;
import io.auroraresponder.notify.Notification;
import io.auroraresponder.notify.PlainText;
import io.auroraresponder.notify.ReportJson;
import java.nio.charset.StandardCharsets;

/**
 * One SNS message for every kind of subscriber (MessageStructure {@code json}): the mail for people, its subject alone where a protocol
 * shows one line, the report's JSON for queues and functions, together within the size that SNS takes.
 */
final class SnsBody {
  /** Ours: longer names say nothing more in a filter. */
  static final int MAX_ATTRIBUTE_CHARACTERS = 256;

  /** One SMS holds 160 characters, and the topic's display name goes in front of them (SNS Developer Guide, "Mobile text messaging"). */
  static final int MAX_DEFAULT_CHARACTERS = 140;

  /** The JSON stands twice in a message, for queues and for functions; the text and the attributes take the rest of SNS's 256 KiB. */
  static final int MAX_REPORT_BYTES = 100 * 1024;

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  record Sized(Message message, String json) {}

  private SnsBody() {}

  /** {@code attributeBytes}: what the message's attributes take at most; they count towards its size. */
  static Sized of(Report report, MailReaders readers, int attributeBytes) {
    Message message = readers.message(Notification.of(report));
    String machine = ReportJson.of(report);
    String json = json(message, machine);
    boolean fits = bytes(machine) <= MAX_REPORT_BYTES && bytes(json) + attributeBytes <= Message.MAX_BODY_BYTES;
    return new Sized(message, fits ? json : json(message, ReportJson.reference(report, MAX_ATTRIBUTE_CHARACTERS)));
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * {@code default} serves every protocol that is not named, SMS and push messages among them; SNS drops values that are not strings
   * without a word. A web hook gets the mail's text, as an e-mail address does.
   */
  static String json(Message message, String machine) {
    JsonObject protocols = new JsonObject();
    protocols.addProperty("default", PlainText.cut(PlainText.inert(message.subject()), MAX_DEFAULT_CHARACTERS));
    protocols.addProperty("email", message.body());
    protocols.addProperty("http", message.body());
    protocols.addProperty("https", message.body());
    protocols.addProperty("sqs", machine);
    protocols.addProperty("lambda", machine);
    return GSON.toJson(protocols);
  }
}
