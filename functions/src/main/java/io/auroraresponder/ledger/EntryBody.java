package io.auroraresponder.ledger;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a chain entry says beside its kind, built field by field. Confined to one thread. */
public final class EntryBody {
  private final JsonObject json = new JsonObject();

  public static EntryBody of(PlannedChange plan) {
    return new EntryBody()
        .with("planId", plan.planId())
        .with("incident", plan.incident())
        .with("remedy", plan.remedy().word())
        .with("cause", plan.cause())
        .with("from", plan.from())
        .with("to", plan.to());
  }

  public static EntryBody of(Lease lease) {
    return new EntryBody().with("lease", lease.id()).with("incident", lease.incident()).with("base", lease.base())
        .with("current", lease.current());
  }

  public EntryBody with(String name, String value) {
    json.addProperty(name, value);
    return this;
  }

  public EntryBody with(String name, double value) {
    json.addProperty(name, value);
    return this;
  }

  public EntryBody with(String name, ScalingRange range) {
    json.add(name, RangeJson.write(range));
    return this;
  }

  public EntryBody with(String name, Phrase phrase) {
    json.add(name, phrase(phrase));
    return this;
  }

  public EntryBody with(String name, List<Phrase> phrases) {
    JsonArray all = new JsonArray();
    phrases.forEach(each -> all.add(phrase(each)));
    json.add(name, all);
    return this;
  }

  /** People are to hear of this entry. */
  public EntryBody say(Said said) {
    JsonObject words = new JsonObject();
    words.addProperty("severity", said.severity().word());
    words.addProperty("incident", said.incident());
    words.addProperty("incidentKey", said.incidentKey());
    words.addProperty("lease", said.lease());
    words.add("text", phrase(said.text()));
    JsonArray commands = new JsonArray();
    for (Advice command : said.commands()) {
      JsonObject each = new JsonObject();
      each.add("text", phrase(command.text()));
      each.add("command", phrase(command.command()));
      commands.add(each);
    }
    words.add("commands", commands);
    json.add("said", words);
    return this;
  }

  String canonical() {
    return CanonicalJson.of(json);
  }

  static Optional<Said> said(String body) {
    JsonObject json = JsonParser.parseString(body).getAsJsonObject();
    if (!json.has("said")) {
      return Optional.empty();
    }
    Fields said = new Fields("said", json.getAsJsonObject("said"));
    List<Advice> commands = new ArrayList<>();
    for (Fields each : said.list("commands")) {
      commands.add(new Advice(phrase(each.object("text")), phrase(each.object("command"))));
    }
    return Optional.of(
        new Said(
            Severity.valueOf(said.text("severity").toUpperCase(Locale.ROOT)), said.text("incident"), said.text("incidentKey"),
            said.text("lease"), phrase(said.object("text")), commands));
  }

  private static JsonObject phrase(Phrase phrase) {
    JsonObject json = new JsonObject();
    json.addProperty("text", phrase.text());
    json.add("facts", FactJson.write(phrase.facts()));
    return json;
  }

  private static Phrase phrase(Fields json) {
    List<Fact> facts = FactJson.read(json.list("facts"));
    return new Phrase(json.text("text"), facts);
  }
}
