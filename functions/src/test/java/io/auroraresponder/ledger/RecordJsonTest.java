package io.auroraresponder.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

public class RecordJsonTest {
  private static final Instant AT = Instant.parse("2026-11-24T10:15:30Z");

  /** Every record that stands in the ledger, alone or inside another. */
  public static Stream<Class<?>> stored() {
    return Stream.of(
        Head.class, FleetHead.class, ChainEntry.class, EntryMessage.class, Change.class, PlannedChange.class, Lease.class,
        ClosedLease.class, Charge.class, PlanNote.class, Pending.class, LateCall.class, Unclaimed.class, Look.class, Fork.class,
        StandingOrder.class, Order.class, ScalingRange.class, Phrase.class);
  }

  @ParameterizedTest
  @MethodSource("stored")
  void demandsEachComponentAndNothingElse(Class<?> type) {
    Object value = sample(type, "");
    String text = RecordJson.write(value);
    assertThat(RecordJson.read(text, type)).isEqualTo(value);

    JsonObject whole = JsonParser.parseString(text).getAsJsonObject();
    assertThat(whole.keySet()).containsExactlyElementsOf(Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList());
    for (String name : List.copyOf(whole.keySet())) {
      JsonObject lacking = whole.deepCopy();
      JsonElement taken = lacking.remove(name);
      refuses(type, lacking.toString(), "lacks '" + name + "'");
      lacking.add(name, com.google.gson.JsonNull.INSTANCE);
      refuses(type, lacking.toString(), "expected");
      lacking.add(name, taken.isJsonPrimitive() ? new JsonObject() : new com.google.gson.JsonPrimitive("x"));
      refuses(type, lacking.toString(), "expected");
    }
    JsonObject more = whole.deepCopy();
    more.addProperty("surprise", 1);
    refuses(type, more.toString(), "has no 'surprise'");
    String first = whole.keySet().iterator().next();
    refuses(type, "{\"" + first + "\":" + whole.get(first) + "," + text.substring(1), "twice");
  }

  private static void refuses(Class<?> type, String text, String why) {
    assertThatThrownBy(() -> RecordJson.read(text, type)).isInstanceOf(JsonParseException.class).hasMessageContaining(why);
  }

  @Test
  void refusesWordsThatAreNotOfTheList() {
    String text = RecordJson.write(new PlanNote(PlanNote.Result.APPLIED, 3, AT, "wish", ScalingRange.of(0.5, 8), ScalingRange.of(0.5, 12)));

    refuses(PlanNote.class, text.replace("APPLIED", "DONE"), "'DONE' is no Result");
    refuses(PlanNote.class, text.replace("APPLIED", "applied"), "'applied' is no Result");
  }

  @Test
  void refusesWhatTheRecordItselfRefuses() {
    refuses(ScalingRange.class, "{\"minHalves\":8,\"maxHalves\":2,\"pauseSeconds\":0}", "not a scaling range");
    refuses(ScalingRange.class, "{\"minHalves\":1.5,\"maxHalves\":2,\"pauseSeconds\":0}", "");
    refuses(ScalingRange.class, "{\"minHalves\":\"1\",\"maxHalves\":2,\"pauseSeconds\":0}", "expected number");
    refuses(Look.class, "{\"range\":[],\"begunAt\":\"yesterday\"}", "yesterday");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{", "{} {}", "{'range':[],'begunAt':'2026-11-24T10:15:30Z'}"})
  void refusesWhatIsNoObject(String text) {
    assertThatThrownBy(() -> RecordJson.read(text, Look.class)).isInstanceOf(JsonParseException.class);
  }

  @Test
  void refusesAnOptionalOfTwo() {
    refuses(Look.class, "{\"range\":[" + range() + "," + range() + "],\"begunAt\":\"2026-11-24T10:15:30Z\"}", "");
  }

  private static String range() {
    return RecordJson.write(ScalingRange.of(0.5, 8));
  }

  sealed interface Shape permits Round, Square {}

  record Round(double radius) implements Shape {}

  record Square(Reading<Double> side) implements Shape {}

  record Drawing(List<Shape> shapes) {}

  @Test
  void writesTheKindOfASealedInterfaceAndRefusesUnknownOnes() {
    Drawing drawing = new Drawing(List.of(new Round(1.5), new Square(Reading.known(2.0, AT)), new Square(Reading.unavailable("lost"))));
    String text = RecordJson.write(drawing);

    assertThat(RecordJson.read(text, Drawing.class)).isEqualTo(drawing);
    refuses(Drawing.class, text.replace("\"Round\"", "\"Oval\""), "no known kind of Shape");
    refuses(Drawing.class, text.replace("\"reason\":\"lost\"", "\"reason\":\"\""), "must say why");
    refuses(Drawing.class, text.replace("\"to\":", "\"till\":"), "needs 'to'");
    refuses(Drawing.class, text.replace("\"kind\":\"Round\",", ""), "'kind' must come first");
  }

  private static Object sample(Type type, String name) {
    if (type instanceof ParameterizedType parameterized) {
      Object inner = sample(parameterized.getActualTypeArguments()[0], name);
      Class<?> raw = (Class<?>) parameterized.getRawType();
      if (raw.equals(Optional.class)) {
        return Optional.of(inner);
      }
      if (raw.equals(List.class)) {
        return List.of(inner, inner);
      }
      if (raw.equals(Set.class)) {
        return Set.of(inner);
      }
      if (raw.equals(Reading.class)) {
        return Reading.known(inner, AT);
      }
      if (raw.equals(Map.class)) {
        return Map.of("key", sample(parameterized.getActualTypeArguments()[1], name));
      }
      throw new IllegalStateException("no sample of " + type);
    }
    Class<?> raw = (Class<?>) type;
    if (raw.equals(ScalingRange.class)) {
      return ScalingRange.of(0, 8, 300);
    }
    if (raw.isRecord()) {
      return record(raw);
    }
    if (raw.isEnum()) {
      return raw.getEnumConstants()[raw.getEnumConstants().length - 1];
    }
    Map<Class<?>, Object> plain =
        Map.of(
            String.class, name.isEmpty() ? "x" : name, int.class, 7, long.class, 8L, double.class, 2.5, boolean.class, true, Instant.class,
            AT, Duration.class, Duration.ofMinutes(90), Double.class, 4.5);
    return java.util.Objects.requireNonNull(plain.get(raw), raw.getName());
  }

  private static Object record(Class<?> type) {
    RecordComponent[] all = type.getRecordComponents();
    try {
      var constructor = type.getDeclaredConstructor(Arrays.stream(all).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(Arrays.stream(all).map(each -> sample(each.getGenericType(), each.getName())).toArray());
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(type + " cannot be made", impossible);
    }
  }
}
