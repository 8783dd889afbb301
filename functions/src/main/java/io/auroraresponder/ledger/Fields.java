package io.auroraresponder.ledger;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A stored JSON object, read strictly: what is missing or of another type is a broken item, never a default. */
record Fields(String name, JsonObject json) {

  String text(String field) {
    return member(field).getAsString();
  }

  long whole(String field) {
    return member(field).getAsBigDecimal().longValueExact();
  }

  double number(String field) {
    return member(field).getAsDouble();
  }

  boolean flag(String field) {
    return member(field).getAsBoolean();
  }

  Instant time(String field) {
    return Instant.parse(text(field));
  }

  boolean has(String field) {
    return json.has(field);
  }

  Fields object(String field) {
    return new Fields(name + "." + field, member(field).getAsJsonObject());
  }

  List<Fields> list(String field) {
    List<Fields> all = new ArrayList<>();
    for (JsonElement each : member(field).getAsJsonArray()) {
      all.add(new Fields(name + "." + field, each.getAsJsonObject()));
    }
    return all;
  }

  <T> Optional<T> optional(String field, Function<Fields, T> read) {
    return has(field) ? Optional.of(read.apply(object(field))) : Optional.empty();
  }

  private JsonElement member(String field) {
    JsonElement member = json.get(field);
    if (member == null) {
      throw new IllegalStateException(name + " lacks " + field);
    }
    return member;
  }
}
