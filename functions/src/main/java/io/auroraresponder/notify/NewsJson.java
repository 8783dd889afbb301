package io.auroraresponder.notify;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.auroraresponder.incident.Advice;

/** What became of a lease, as JSON for machines: schema {@code aurora-responder/lease-news/1}. */
public final class NewsJson {
  public static final String SCHEMA = "aurora-responder/lease-news/1";

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private NewsJson() {}

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
    return GSON.toJson(json);
  }
}
