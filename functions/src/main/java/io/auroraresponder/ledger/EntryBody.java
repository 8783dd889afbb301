package io.auroraresponder.ledger;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.auroraresponder.incident.Numbers;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a chain entry says beside its kind, built field by field. Confined to one thread. */
public final class EntryBody {
  private static final String SAID = "said";
  private static final String MEASURED = "measured";
  private static final String NOTHING = "-";

  /** Ours: seven metrics of four members, which is what the page draws. */
  private static final int MOST_SERIES = 28;

  /** Ours: some twenty kilobytes of an item's 400, written with each head until the next entry. */
  private static final int MOST_VALUES = 4000;


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
    json.add(name, tree(range));
    return this;
  }

  public EntryBody with(String name, Phrase phrase) {
    json.add(name, tree(phrase));
    return this;
  }

  public EntryBody with(String name, List<Phrase> phrases) {
    JsonArray all = new JsonArray();
    phrases.forEach(each -> all.add(tree(each)));
    json.add(name, all);
    return this;
  }

  /** Whether people are to hear of this entry. */
  public boolean isSaid() {
    return json.has(SAID);
  }

  /** People are to hear of this entry. */
  public EntryBody say(EntryMessage message) {
    json.add(SAID, tree(message));
    return this;
  }

  /**
   * The minutes that led there, where people hear of the entry: whoever shows it needs no right to read metrics. Values stand as texts, a
   * blank between them, {@code -} where nothing was published; of the first {@value #MOST_SERIES} series, in longer steps where their
   * minutes are more than {@value #MOST_VALUES}.
   */
  public EntryBody measured(List<Report.Measured> series) {
    if (json.has(SAID) && !series.isEmpty()) {
      JsonArray all = new JsonArray();
      Report.Measured.within(MOST_VALUES, series.stream().limit(MOST_SERIES).toList()).forEach(one -> {
        JsonObject measured = new JsonObject();
        measured.addProperty("member", one.member());
        measured.addProperty("metric", one.metric());
        measured.addProperty("unit", one.unit());
        measured.addProperty("start", one.start().toString());
        if (one.step().toMinutes() > 1) {
          measured.addProperty("minutes", Long.toString(one.step().toMinutes()));
        }
        measured.addProperty("values", one.values().stream().map(value -> value.map(Numbers::plain).orElse(NOTHING))
            .collect(Collectors.joining(" ")));
        all.add(measured);
      });
      json.add(MEASURED, all);
    }
    return this;
  }

  static List<Report.Measured> measured(String body) {
    List<Report.Measured> series = new ArrayList<>();
    if (JsonParser.parseString(body).getAsJsonObject().get(MEASURED) instanceof JsonArray all) {
      for (JsonElement each : all) {
        JsonObject one = each.getAsJsonObject();
        List<Optional<Double>> values =
            Pattern.compile(" ").splitAsStream(one.get("values").getAsString())
                .map(value -> value.equals(NOTHING) ? Optional.<Double>empty() : Optional.of(Double.valueOf(value))).toList();
        series.add(new Report.Measured(one.get("member").getAsString(), one.get("metric").getAsString(), one.get("unit").getAsString(),
            Instant.parse(one.get("start").getAsString()),
            Duration.ofMinutes(one.has("minutes") ? Long.parseLong(one.get("minutes").getAsString()) : 1), values));
      }
    }
    return series;
  }

  String canonical() {
    return CanonicalJson.of(json);
  }

  /** The plan that an entry is about. */
  public static Optional<String> planId(String body) {
    return Optional.ofNullable(JsonParser.parseString(body).getAsJsonObject().get("planId")).map(JsonElement::getAsString);
  }

  /** A range that an entry names. */
  public static Optional<ScalingRange> range(String body, String name) {
    // Numbers stand in entries as decimal texts.
    return Optional.ofNullable(JsonParser.parseString(body).getAsJsonObject().get(name)).map(JsonElement::getAsJsonObject)
        .map(range -> new ScalingRange(
            range.get("minHalves").getAsInt(), range.get("maxHalves").getAsInt(), range.get("pauseSeconds").getAsInt()));
  }

  static Optional<EntryMessage> said(String body) {
    JsonObject json = JsonParser.parseString(body).getAsJsonObject();
    return json.has(SAID) ? Optional.of(RecordJson.read(json.get(SAID).toString(), EntryMessage.class)) : Optional.empty();
  }

  private static JsonElement tree(Object value) {
    return JsonParser.parseString(RecordJson.write(value));
  }
}
