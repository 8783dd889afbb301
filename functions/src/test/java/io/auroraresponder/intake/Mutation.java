package io.auroraresponder.intake;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Changes one place of a JSON value, chosen by a number. */
final class Mutation {
  private static final List<JsonElement> NOTHING = List.of(new JsonPrimitive(""), new JsonArray(), new JsonObject(), JsonNull.INSTANCE,
      new JsonPrimitive("{}"), new JsonPrimitive(0));

  private Mutation() {}

  /** A copy with one member or element replaced. */
  static JsonElement replaceOne(JsonElement event, int which, JsonElement other) {
    JsonElement copy = event.deepCopy();
    List<Runnable> places = new ArrayList<>();
    collect(copy, other, places);
    if (!places.isEmpty()) {
      places.get(Math.floorMod(which, places.size())).run();
    }
    return copy;
  }

  /** A copy in which {@code share} of all members and elements are gone or say nothing. */
  static JsonElement empty(JsonElement event, double share, Random random) {
    return switch (event) {
      case JsonObject object -> {
        JsonObject copy = new JsonObject();
        for (Map.Entry<String, JsonElement> member : object.entrySet()) {
          if (random.nextDouble() >= share) {
            copy.add(member.getKey(), empty(member.getValue(), share, random));
          } else if (random.nextBoolean()) {
            copy.add(member.getKey(), NOTHING.get(random.nextInt(NOTHING.size())));
          }
        }
        yield copy;
      }
      case JsonArray array -> {
        JsonArray copy = new JsonArray();
        for (JsonElement element : array) {
          if (random.nextDouble() >= share) {
            copy.add(empty(element, share, random));
          }
        }
        yield copy;
      }
      default -> event;
    };
  }

  /** A copy with a field that no service sends in one of its objects. */
  static JsonElement addField(JsonElement event, int where, JsonElement extra) {
    JsonElement copy = event.deepCopy();
    List<JsonObject> objects = new ArrayList<>();
    collectObjects(copy, "", objects);
    objects.get(Math.floorMod(where, objects.size())).add("x-unknown-field", extra);
    return copy;
  }

  /** Removes the member at a dotted path. */
  static void remove(JsonObject event, String path) {
    JsonObject here = event;
    String[] names = path.split("\\.", -1);
    for (int at = 0; at < names.length - 1; at++) {
      here = here.getAsJsonObject(names[at]);
    }
    if (here.remove(names[names.length - 1]) == null) {
      throw new IllegalArgumentException("no such field: " + path);
    }
  }

  private static void collect(JsonElement element, JsonElement other, List<Runnable> places) {
    if (element instanceof JsonObject object) {
      for (String name : List.copyOf(object.keySet())) {
        places.add(() -> object.add(name, other));
        collect(object.get(name), other, places);
      }
    } else if (element instanceof JsonArray array) {
      for (int at = 0; at < array.size(); at++) {
        int index = at;
        places.add(() -> array.set(index, other));
        collect(array.get(at), other, places);
      }
    }
  }

  /** All objects but maps of dimensions, where every field is a dimension by definition. */
  private static void collectObjects(JsonElement element, String name, List<JsonObject> found) {
    if (element instanceof JsonObject object && !name.equals("dimensions")) {
      found.add(object);
      object.asMap().forEach((member, value) -> collectObjects(value, member, found));
    } else if (element instanceof JsonArray array) {
      array.forEach(item -> collectObjects(item, name, found));
    }
  }
}
