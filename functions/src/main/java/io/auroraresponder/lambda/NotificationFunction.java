package io.auroraresponder.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.notify.News;
import io.auroraresponder.notify.NewsJson;
import io.auroraresponder.notify.PublishedLook;
import io.auroraresponder.notify.WebCall;
import io.auroraresponder.response.NoticeBoard;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Slack, pager and bus. A message of the findings topic is a hint that an incident may have changed: what is told is read from the
 * ledger. {@code {"test":true}} sends a test message through each channel, with {@code "channel"} through one; {@code {"notice":"KEY"}}
 * brings an incident's channels up to date by hand.
 *
 * <p>It fails where a channel was not told: Lambda repeats the invocation and at last hands the hint to its on-failure destination.
 */
public final class NotificationFunction implements Rehearsed {
  private static final Logger LOG = LoggerFactory.getLogger(NotificationFunction.class);

  private final NoticeBoard board;

  /** As Lambda makes it: from the environment, once a container. */
  public NotificationFunction() {
    this(Container.ofProcess().notifying());
    Rehearsed.beforeSnapshots(this);
  }

  NotificationFunction(NoticeBoard board) {
    this.board = board;
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
    Deadline deadline = Deadline.after(Duration.ofMillis(context.getRemainingTimeInMillis()).minus(TimeBudgets.RESERVE));
    answer.write(answer(event.readAllBytes(), context.getAwsRequestId(), deadline).toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The self-check asks Slack whether it takes the token; a rehearsal asks nobody. */
  @Override
  public void rehearse() {
    WebCall.prepare();
    var unused = hints(JsonParser.parseString("{\"Records\":[{\"Sns\":{\"Message\":\"{}\"}}]}").getAsJsonObject());
  }

  JsonObject answer(byte[] event, String run, Deadline deadline) {
    JsonObject request = object(new String(event, StandardCharsets.UTF_8)).orElseGet(JsonObject::new);
    if (request.has("selfcheck")) {
      return selfCheck(deadline);
    }
    if (request.has("test")) {
      return words(board.test(Optional.ofNullable(request.get("channel")).map(JsonElement::getAsString), deadline));
    }
    JsonObject answer = new JsonObject();
    JsonArray told = new JsonArray();
    JsonObject after = new JsonObject();
    List<String> failed = new ArrayList<>();
    List<Hint> hints = hints(request);
    if (hints.isEmpty()) {
      answer.addProperty("rejected", "expected a message of the findings topic, or one of notice, test");
      return answer;
    }
    for (Hint hint : hints) {
      NoticeBoard.Result result =
          hint.news().isPresent() ? board.announce(hint.news().get(), hint.dedup(), run, deadline)
          : board.update(hint.key(), hint.look(), run, deadline);
      result.channels().forEach(told::add);
      result.afterSeconds().forEach(after::addProperty);
      failed.addAll(result.failed());
    }
    if (!failed.isEmpty()) {
      throw new IllegalStateException("not told: " + String.join(", ", failed));
    }
    answer.add("told", told);
    if (!after.isEmpty()) {
      answer.add("afterSeconds", after);
    }
    return answer;
  }

  private JsonObject selfCheck(Deadline deadline) {
    Map<String, String> wrong = new LinkedHashMap<>(board.check(deadline));
    wrong.values().removeIf(NoticeBoard.DELIVERED::equals);
    JsonObject answer = new JsonObject();
    answer.addProperty("selfcheck", wrong.isEmpty() ? "awake" : "channels refuse: " + wrong);
    wrong.forEach((channel, why) -> LOG.atError().setMessage("channel refuses").addKeyValue("channel", channel).addKeyValue("code", why)
        .log());
    return answer;
  }

  private static JsonObject words(Map<String, String> answers) {
    JsonObject channels = new JsonObject();
    answers.forEach(channels::addProperty);
    JsonObject answer = new JsonObject();
    answer.add("channels", channels);
    return answer;
  }

  /**
   * What may have changed.
   *
   * @param key the incident's key
   * @param news where they belong to no incident
   * @param look where the message brings one
   */
  private record Hint(String key, Optional<News> news, Optional<PublishedLook> look, String dedup) {}

  /** Messages that are none of ours are no hint: who publishes to the topic has to be allowed to. */
  private static List<Hint> hints(JsonObject event) {
    List<Hint> hints = new ArrayList<>();
    text(event, "notice").ifPresent(key -> hints.add(new Hint(key, Optional.empty(), Optional.empty(), "")));
    if (event.has("Records") && event.get("Records").isJsonArray()) {
      for (JsonElement record : event.getAsJsonArray("Records")) {
        member(record, "Sns").flatMap(sns -> text(sns, "Message").flatMap(NotificationFunction::object).flatMap(message ->
            hint(message, dedup(sns)))).ifPresent(hint -> {
          hints.add(hint);
          // What stands in a channel says that it is silent; what was held back is told as soon as nobody wants it quiet.
          hint.news().filter(news -> news.kind().equals(News.SILENCED)).ifPresent(news ->
              hints.add(new Hint(news.cluster(), Optional.empty(), Optional.empty(), "")));
        });
      }
    }
    return hints;
  }

  private static Optional<Hint> hint(JsonObject message, String dedup) {
    Optional<String> ofReport = member(message, "incident").flatMap(incident -> text(incident, "key"));
    if (ofReport.isPresent()) {
      return ofReport.map(key -> new Hint(key, Optional.empty(), PublishedLook.read(message), dedup));
    }
    try {
      News news = NewsJson.read(message);
      boolean ofNone = news.incidentKey().equals(News.NO_INCIDENT);
      return Optional.of(new Hint(news.incidentKey(), ofNone ? Optional.of(news) : Optional.empty(), Optional.empty(), dedup));
    } catch (IllegalArgumentException other) {
      return Optional.empty();
    }
  }

  /** The publisher's own, else SNS's id of the message. */
  private static String dedup(JsonObject sns) {
    return member(sns, "MessageAttributes").flatMap(all -> member(all, "dedup")).flatMap(one -> text(one, "Value"))
        .or(() -> text(sns, "MessageId")).orElse("");
  }

  private static Optional<JsonObject> object(String text) {
    try {
      JsonElement tree = JsonParser.parseString(text);
      return tree.isJsonObject() ? Optional.of(tree.getAsJsonObject()) : Optional.empty();
    } catch (JsonParseException noJson) {
      return Optional.empty();
    }
  }

  private static Optional<JsonObject> member(JsonElement of, String name) {
    return of.isJsonObject() && of.getAsJsonObject().has(name) && of.getAsJsonObject().get(name).isJsonObject()
        ? Optional.of(of.getAsJsonObject().getAsJsonObject(name)) : Optional.empty();
  }

  private static Optional<String> text(JsonObject of, String name) {
    return of.has(name) && of.get(name).isJsonPrimitive() ? Optional.of(of.get(name).getAsString()) : Optional.empty();
  }
}
