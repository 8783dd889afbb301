package io.auroraresponder.intake;

import io.auroraresponder.intake.Unwrapped.Broken;
import io.auroraresponder.intake.Unwrapped.Envelope;
import io.auroraresponder.intake.Unwrapped.Event;
import io.auroraresponder.intake.Unwrapped.Words;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Takes an event out of everything that services wrap around it, in any order and number: SNS records and notifications, SQS and
 * Kinesis batches, bare lists from Pipes, events made by Pipes, on-failure records of Lambda, JSON inside JSON texts.
 */
final class Unwrapper {
  /** Four hops are common (bus, topic, queue, on-failure queue); each is at most three layers. */
  private static final int DEEPEST = 12;

  /** An SQS batch holds at most 10,000 messages (Lambda Developer Guide, SQS event source). */
  private static final int MOST_ITEMS = 10_000;

  /** Lambda's limit for a payload (Lambda quotas). */
  private static final int MOST_CHARACTERS = 6 * 1024 * 1024;

  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/\\s]{16,}={0,2}");

  /**
   * Where in the wrappers we are.
   *
   * @param batch whether everything outside is the batch that Lambda handed over, so that an item found here can be reported
   */
  private record AccountRegion(Envelope envelope, String item, boolean batch, boolean bySns, int depth) {
    AccountRegion deeper() {
      return new AccountRegion(envelope, item, batch, bySns, depth + 1);
    }

    AccountRegion inside() {
      return new AccountRegion(envelope, item, false, bySns, depth + 1);
    }

    AccountRegion ofItem(String id) {
      return new AccountRegion(envelope, batch && item.isEmpty() ? id : item, false, bySns, depth + 1);
    }

    AccountRegion ofSns(Envelope inner) {
      return new AccountRegion(inner, item, false, true, depth + 1);
    }
  }

  private final List<Unwrapped> found = new ArrayList<>();

  private Unwrapper() {}

  static List<Unwrapped> unwrap(String raw) {
    Unwrapper unwrapper = new Unwrapper();
    unwrapper.openText(raw, new AccountRegion(Envelope.NONE, "", true, false, 0));
    return List.copyOf(unwrapper.found);
  }

  private void openText(String text, AccountRegion place) {
    String trimmed = text.strip();
    if (trimmed.isEmpty()) {
      broken(IntakeReason.EMPTY, "an empty text where an event was expected", place);
      return;
    }
    if (trimmed.length() > MOST_CHARACTERS) {
      broken(IntakeReason.TOO_LARGE, "larger than Lambda accepts", place);
      return;
    }
    Optional<JsonTree> parsed = JsonTree.parse(trimmed);
    Optional<String> encoded = parsed.isPresent() ? Optional.empty() : jsonInBase64(trimmed);
    if (parsed.isPresent()) {
      open(parsed.get(), place);
    } else if (encoded.isPresent() && place.depth() <= DEEPEST) {
      openText(encoded.get(), place.inside());
    } else if (looksLikeJson(trimmed)) {
      broken(IntakeReason.MALFORMED, JsonTree.isTooDeep(trimmed) ? "JSON nested more deeply than any event"
          : "not valid JSON, perhaps cut off", place);
    } else {
      found.add(new Words(trimmed, place.envelope(), place.bySns(), place.item()));
    }
  }

  /** Some senders encode what they put into a queue; words for people never decode to an object. */
  private static Optional<String> jsonInBase64(String text) {
    if (!BASE64.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8).strip())
          .filter(decoded -> decoded.startsWith("{") || decoded.startsWith("["));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private void open(JsonTree tree, AccountRegion place) {
    if (place.depth() > DEEPEST) {
      broken(IntakeReason.TOO_DEEP, "wrapped in more than " + DEEPEST + " layers", place);
    } else if (isOffloaded(tree)) {
      JsonTree where = tree.elements().getLast();
      broken(IntakeReason.OFFLOADED, "the message lies in s3://" + CleanText.excerpt(where.text("s3BucketName")) + "/"
          + CleanText.excerpt(where.text("s3Key")) + ", which no function reads", place);
    } else if (tree.isList()) {
      openAll(tree.elements(), place);
    } else if (tree.isText()) {
      openText(tree.asText(), place.inside());
    } else if (tree.isObject()) {
      openObject(tree, place);
    } else {
      broken(IntakeReason.EMPTY, "a bare value where an event was expected", place);
    }
  }

  private void openAll(List<JsonTree> items, AccountRegion place) {
    if (items.isEmpty()) {
      broken(IntakeReason.EMPTY, "an empty list where events were expected", place);
    } else if (items.size() > MOST_ITEMS) {
      broken(IntakeReason.TOO_MANY_ITEMS, "more than " + MOST_ITEMS + " items", place);
    } else {
      items.forEach(item -> open(item, place.deeper()));
    }
  }

  private void openObject(JsonTree tree, AccountRegion place) {
    if (tree.has("detail-type")) {
      openBridged(tree, place);
    } else if (tree.at("Records").isList()) {
      openAll(tree.items("Records"), place);
    } else if (tree.at("Sns").isObject()) {
      openSns(tree.at("Sns"), place);
    } else if (isSnsNotification(tree)) {
      openSns(tree, place);
    } else if (isSqsRecord(tree)) {
      openMember(tree, "body", place.ofItem(tree.text("messageId")));
    } else if (tree.at("kinesis").at("data").isText()) {
      openBase64(tree.at("kinesis").text("data"), place.ofItem(tree.at("kinesis").text("sequenceNumber")));
    } else if (tree.text("eventSource").equals("aws:kinesis") && tree.at("data").isText()) {
      openBase64(tree.text("data"), place.ofItem(tree.text("sequenceNumber")));
    } else if (tree.has("requestPayload") && tree.at("requestContext").isObject()) {
      openMember(tree, "requestPayload", place.inside());
    } else {
      found.add(new Event(BareDetail.inEnvelope(tree), place.envelope(), place.item()));
    }
  }

  /** An event of EventBridge, or one that Pipes made around what it took from elsewhere. */
  private void openBridged(JsonTree event, AccountRegion place) {
    if (event.text("detail-type").startsWith("Event from aws:") && event.has("detail")) {
      openMember(event, "detail", place.inside());
    } else {
      found.add(new Event(event, place.envelope(), place.item()));
    }
  }

  private void openSns(JsonTree sns, AccountRegion place) {
    Envelope envelope = new Envelope(sns.text("TopicArn"), sns.text("MessageId"), sns.at("MessageAttributes"));
    openMember(sns, "Message", place.ofSns(envelope));
  }

  private void openMember(JsonTree tree, String name, AccountRegion place) {
    JsonTree member = tree.at(name);
    if (member.isText()) {
      openText(member.asText(), place);
    } else if (member.isEmpty()) {
      broken(IntakeReason.EMPTY, "nothing in '" + name + "', where an event was expected", place);
    } else {
      open(member, place);
    }
  }

  private void openBase64(String data, AccountRegion place) {
    try {
      openText(new String(Base64.getMimeDecoder().decode(data), StandardCharsets.UTF_8), place);
    } catch (IllegalArgumentException notBase64) {
      broken(IntakeReason.MALFORMED, "data is not base64", place);
    }
  }

  /** What Amazon's extended clients for SQS and SNS send in place of a long message: a class name and where the text lies. */
  private static boolean isOffloaded(JsonTree tree) {
    List<JsonTree> parts = tree.elements();
    return parts.size() == 2 && parts.getFirst().asText().endsWith("S3Pointer") && parts.getLast().has("s3Key");
  }

  private static boolean isSnsNotification(JsonTree tree) {
    boolean named = tree.text("Type").equals("Notification") || (!tree.has("Type") && !tree.text("TopicArn").isEmpty());
    return named && tree.has("Message") && !tree.has("detail-type");
  }

  private static boolean isSqsRecord(JsonTree tree) {
    return tree.text("eventSource").equals("aws:sqs") || (tree.has("body") && tree.has("messageId"));
  }

  private static boolean looksLikeJson(String text) {
    char first = text.charAt(0);
    return first == '{' || first == '[' || first == '"';
  }

  private void broken(IntakeReason reason, String text, AccountRegion place) {
    found.add(new Broken(reason, text, place.item()));
  }
}
