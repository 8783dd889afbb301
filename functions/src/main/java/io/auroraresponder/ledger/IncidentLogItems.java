package io.auroraresponder.ledger;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Report;
import io.auroraresponder.ledger.IncidentLogEntry.Claim;
import io.auroraresponder.ledger.IncidentLogEntry.Look;
import io.auroraresponder.ledger.IncidentLogEntry.Told;
import io.auroraresponder.ledger.Table.Item;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How an entry of the incident log stands in the table: conditions and times at the top, the rest as JSON texts. */
final class IncidentLogItems {
  static final String VERSION = "ver";
  static final String TIME_TO_LIVE = "ttl";

  private IncidentLogItems() {}

  static Table.Key key(String incidentKey) {
    return new Table.Key("INCIDENT#" + incidentKey, "STATE");
  }

  static Item write(IncidentLogEntry entry, long version, long timeToLive) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("state", entry.state().name().toLowerCase(Locale.ROOT));
    entry.incident().ifPresent(incident -> texts.put("incident", RecordJson.write(incident)));
    putLook(texts, entry.look());
    entry.told().ifPresent(told -> {
      texts.put("toldEvent", told.event());
      texts.put("told", told.answer());
    });
    texts.put("changes", json(entry.changes()).toString());
    texts.put("openings", json(entry.openings()).toString());
    texts.put("pending", pending(entry.pending()).toString());
    entry.claim().ifPresent(claim -> texts.put("claimedBy", claim.owner()));

    Map<String, Long> numbers = new LinkedHashMap<>();
    numbers.put(VERSION, version);
    numbers.put(TIME_TO_LIVE, timeToLive);
    numbers.put("latestAt", entry.look().at().toEpochMilli());
    entry.look().next().ifPresent(next -> {
      numbers.put("nextLook", next.at().toEpochMilli());
      next.saidAgain().ifPresent(again -> numbers.put("saidAgain", again.toEpochMilli()));
    });
    entry.told().ifPresent(told -> numbers.put("toldAt", told.at().toEpochMilli()));
    numbers.put("claim", entry.claim().map(claim -> claim.until().toEpochMilli()).orElse(0L));
    return new Item(key(entry.key()), texts, numbers);
  }

  static IncidentLogEntry read(String incidentKey, Item item) {
    Map<String, String> texts = item.texts();
    long claimedUntil = item.numbers().getOrDefault("claim", 0L);
    return new IncidentLogEntry(
        incidentKey,
        item.numbers().getOrDefault(VERSION, 0L),
        Optional.ofNullable(texts.get("incident")).map(text -> RecordJson.read(text, Incident.class)),
        Report.State.valueOf(texts.getOrDefault("state", "resolved").toUpperCase(Locale.ROOT)),
        claimedUntil == 0
            ? Optional.empty()
            : Optional.of(new Claim(texts.getOrDefault("claimedBy", ""), Instant.ofEpochMilli(claimedUntil))),
        look(item),
        told(item),
        times(texts.getOrDefault("changes", "{}")),
        openings(texts.getOrDefault("openings", "[]")),
        incidents(texts.getOrDefault("pending", "{}")));
  }

  private static void putLook(Map<String, String> texts, Look look) {
    texts.put("event", look.event());
    texts.put("lookRunbook", look.runbook());
    texts.put("report", look.report());
    texts.put("plan", look.plan());
    texts.put("result", look.result());
    texts.put("latestCause", look.cause());
    JsonArray sent = new JsonArray();
    look.sent().stream().sorted().forEach(sent::add);
    texts.put("sent", sent.toString());
  }

  private static Look look(Item item) {
    Map<String, String> texts = item.texts();
    Set<String> sent = new LinkedHashSet<>();
    JsonParser.parseString(texts.getOrDefault("sent", "[]")).getAsJsonArray().forEach(channel -> sent.add(channel.getAsString()));
    return new Look(
        texts.getOrDefault("event", ""),
        texts.getOrDefault("lookRunbook", ""),
        texts.getOrDefault("report", ""),
        texts.getOrDefault("plan", ""),
        texts.getOrDefault("result", ""),
        texts.getOrDefault("latestCause", ""),
        Instant.ofEpochMilli(item.numbers().getOrDefault("latestAt", 0L)),
        sent,
        Optional.ofNullable(item.numbers().get("nextLook")).map(at -> new Report.NextLook(
            Instant.ofEpochMilli(at), Optional.ofNullable(item.numbers().get("saidAgain")).map(Instant::ofEpochMilli))));
  }

  private static Optional<Told> told(Item item) {
    Map<String, String> texts = item.texts();
    return Optional.ofNullable(item.numbers().get("toldAt"))
        .map(at -> new Told(texts.getOrDefault("toldEvent", ""), texts.getOrDefault("told", ""), Instant.ofEpochMilli(at)));
  }

  private static JsonObject json(Map<String, Instant> times) {
    JsonObject all = new JsonObject();
    times.forEach((name, at) -> all.addProperty(name, at.toEpochMilli()));
    return all;
  }

  private static JsonArray json(List<Instant> times) {
    JsonArray all = new JsonArray();
    times.forEach(at -> all.add(at.toEpochMilli()));
    return all;
  }

  private static JsonObject pending(Map<String, Incident> incidents) {
    JsonObject all = new JsonObject();
    incidents.forEach((event, incident) -> all.addProperty(event, RecordJson.write(incident)));
    return all;
  }

  private static Map<String, Instant> times(String text) {
    Map<String, Instant> all = new LinkedHashMap<>();
    JsonParser.parseString(text).getAsJsonObject().asMap().forEach((name, at) -> all.put(name, Instant.ofEpochMilli(at.getAsLong())));
    return all;
  }

  private static List<Instant> openings(String text) {
    List<Instant> all = new ArrayList<>();
    JsonParser.parseString(text).getAsJsonArray().forEach(at -> all.add(Instant.ofEpochMilli(at.getAsLong())));
    return all;
  }

  private static Map<String, Incident> incidents(String text) {
    Map<String, Incident> all = new LinkedHashMap<>();
    JsonParser.parseString(text).getAsJsonObject().asMap().forEach((event, one) ->
        all.put(event, RecordJson.read(one.getAsString(), Incident.class)));
    return all;
  }
}
