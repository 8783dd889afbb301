package io.auroraresponder.ledger;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.auroraresponder.diagnosis.Pressure;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Reading;
import java.time.Instant;
import java.util.List;

/** Facts and the readings of a pressure baseline as the ledger stores them. */
final class FactJson {
  private FactJson() {}

  static JsonArray write(List<Fact> facts) {
    JsonArray all = new JsonArray();
    for (Fact fact : facts) {
      JsonObject json = new JsonObject();
      json.addProperty("source", fact.source());
      json.addProperty("at", fact.at().toString());
      json.addProperty("value", fact.value());
      json.addProperty("unit", fact.unit());
      all.add(json);
    }
    return all;
  }

  static List<Fact> read(List<Fields> all) {
    return all.stream().map(json -> new Fact(json.text("source"), json.time("at"), json.text("value"), json.text("unit"))).toList();
  }

  static JsonObject write(Pressure pressure) {
    JsonObject json = new JsonObject();
    json.add("capacityAcu", write(pressure.capacityAcu()));
    json.add("cpuAcu", write(pressure.cpuAcu()));
    json.add("activeSessions", write(pressure.activeSessions()));
    json.add("vcpu", write(pressure.vcpu()));
    json.add("commitLatencyMillis", write(pressure.commitLatencyMillis()));
    json.add("lockWaiters", write(pressure.lockWaiters()));
    return json;
  }

  static Pressure pressure(Fields json) {
    return new Pressure(
        reading(json.object("capacityAcu")), reading(json.object("cpuAcu")), reading(json.object("activeSessions")),
        reading(json.object("vcpu")), reading(json.object("commitLatencyMillis")), reading(json.object("lockWaiters")));
  }

  private static JsonObject write(Reading<Double> reading) {
    JsonObject json = new JsonObject();
    switch (reading) {
      case Reading.Known<Double>(Double value, Instant from, Instant to) -> {
        json.addProperty("value", value);
        json.addProperty("from", from.toString());
        json.addProperty("to", to.toString());
      }
      case Reading.Unavailable<Double>(String reason) -> json.addProperty("reason", reason);
    }
    return json;
  }

  private static Reading<Double> reading(Fields json) {
    return json.has("reason")
        ? Reading.unavailable(json.text("reason"))
        : Reading.known(json.number("value"), json.time("from"), json.time("to"));
  }
}
