package io.auroraresponder.notify;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What became of a lease, as JSON for machines: schema {@code aurora-responder/lease-news/1}. */
public final class NewsJson {
  public static final String SCHEMA = "aurora-responder/lease-news/1";

  private static final String UNREAD = "unread";

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private NewsJson() {}

  /**
   * Reads what {@link #of} wrote; facts are not part of the form.
   *
   * @throws IllegalArgumentException where it is not of this schema
   */
  public static News read(JsonObject json) {
    try {
      if (!json.get("schema").getAsString().equals(SCHEMA)) {
        throw new IllegalArgumentException("no lease news of schema " + SCHEMA);
      }
      return new News(
          json.get("cluster").getAsString(), json.get("key").getAsString(), json.get("kind").getAsString(),
          Severity.valueOf(json.get("severity").getAsString().toUpperCase(Locale.ROOT)),
          new Phrase(json.get("text").getAsString(), List.of()),
          Instant.parse(json.get("at").getAsString()), List.of(), 0, "", List.of(),
          json.has("slackChannel") ? json.get("slackChannel").getAsString() : "")
          .followedBy(nextLook(json), json.has("watch") ? Phrase.of(json.get("watch").getAsString()) : Phrase.EMPTY);
    } catch (NullPointerException | IllegalStateException | DateTimeParseException | UnsupportedOperationException broken) {
      throw new IllegalArgumentException("lease news without a part of its schema", broken);
    }
  }

  private static Reading<Optional<Instant>> nextLook(JsonObject json) {
    Instant at = Instant.parse(json.get("at").getAsString());
    String next = json.has("nextLook") ? json.get("nextLook").getAsString() : "";
    return next.equals(UNREAD) ? Reading.unavailable("it was not read")
        : Reading.known(next.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(next)), at);
  }

  /** {@code nextLook} is a time, {@value #UNREAD} where the ledger did not answer, or missing where no look follows by itself. */
  public static String of(News news) {
    JsonObject json = new JsonObject();
    json.addProperty("schema", SCHEMA);
    json.addProperty("cluster", PlainText.of(news.cluster()));
    json.addProperty("key", PlainText.of(news.incidentKey()));
    json.addProperty("kind", PlainText.of(news.kind()));
    json.addProperty("severity", news.severity().word());
    json.addProperty("at", news.at().toString());
    json.addProperty("text", PlainText.of(news.text().text()));
    JsonArray commands = new JsonArray();
    for (Advice command : news.commands()) {
      JsonObject one = new JsonObject();
      one.addProperty("text", PlainText.of(command.text().text()));
      one.addProperty("command", PlainText.of(command.command().text()));
      commands.add(one);
    }
    json.add("commands", commands);
    news.nextLook().map(look -> look.map(Instant::toString)).orElse(Optional.of(UNREAD))
        .ifPresent(look -> json.addProperty("nextLook", look));
    if (!news.watch().isEmpty()) {
      json.addProperty("watch", PlainText.of(news.watch().text()));
    }
    if (!news.slackChannel().isEmpty()) {
      json.addProperty("slackChannel", PlainText.of(news.slackChannel()));
    }
    if (!news.series().isEmpty()) {
      json.add("series", ReportJson.series(news.series()));
    }
    return GSON.toJson(json);
  }
}
