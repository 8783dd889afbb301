package io.auroraresponder.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.auroraresponder.fake.FakeAurora;
import io.auroraresponder.fake.RemediationBench;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.RecordJson;
import io.auroraresponder.remediation.RaiseWish;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever may invoke the function tries every field of a wish, and fields that it does not have, through the handler's own JSON. */
class RaiseWishForgerTest {
  private static final ScalingRange ONE_STEP = ScalingRange.of(0.5, 12);
  private static final ScalingRange ONE_STEP_OF_MIN = ScalingRange.of(1, 8);

  /** One mutated request with what was mutated. */
  private record Forged(String what, JsonObject request) {}

  @Test
  void noFieldOfAWishMakesMoreThanTheOneStepThatTheTableOfCausesAllows() {
    List<Forged> all = forgeries();
    assertThat(all).hasSizeGreaterThan(150);
    List<String> acted = new ArrayList<>();
    for (Forged forged : all) {
      RemediationBench bench = new RemediationBench();

      String answer = handled(bench, forged.request().toString());

      assertThat(bench.aurora.calls()).as(forged.what()).extracting(FakeAurora.Call::range).isSubsetOf(ONE_STEP, ONE_STEP_OF_MIN);
      assertThat(bench.aurora.calls()).as(forged.what()).hasSizeLessThan(2);
      if (bench.aurora.calls().isEmpty()) {
        assertThat(answer).as(forged.what()).doesNotContain("\"result\":\"APPLIED\"");
        assertThat(bench.aurora.range()).as(forged.what()).isEqualTo(RemediationBench.BASE);
      } else {
        acted.add(forged.what());
        assertThat(bench.lease().base()).as(forged.what()).isEqualTo(RemediationBench.BASE);
        assertThat(bench.lease().until()).as(forged.what()).isEqualTo(bench.lease().openedAt().plus(bench.settings.limits().lease()));
        assertThat(bench.head().window()).as(forged.what()).singleElement()
            .satisfies(charge -> assertThat(charge.acuHours()).isGreaterThan(0));
      }
    }
    // What may still act are words about the wish: names for people, proof, baseline.
    assertThat(acted).noneMatch(what -> what.contains(".lookedAt") && what.contains("1999"));
  }

  @Test
  void namesNoOtherRemedyNoRangeToBeSetNoLeaseAndNoPolicy() {
    RemediationBench bench = new RemediationBench();
    JsonObject range = JsonParser.parseString("{\"minHalves\":256,\"maxHalves\":512,\"pauseSeconds\":0}").getAsJsonObject();
    for (String name : List.of("remedy", "to", "lease", "planId", "planHash", "policyDigest", "cost", "expiry", "charge")) {
      JsonObject request = request(bench);
      request.getAsJsonObject("decide").add(name, name.equals("to") ? range : new JsonPrimitive("UNDO"));
      assertThat(handled(bench, request.toString())).contains("rejected", "has no '" + name + "'");
    }
    for (String side : List.of("UNDO", "GIVE_BACK", "RAISE_MAX", "max", "")) {
      JsonObject request = request(bench);
      request.getAsJsonObject("decide").addProperty("side", side);
      assertThat(handled(bench, request.toString())).contains("rejected", "is no Side");
    }
    assertThat(bench.aurora.calls()).isEmpty();
    assertThat(bench.head().ver()).isZero();
  }

  private static List<Forged> forgeries() {
    List<Forged> all = new ArrayList<>();
    JsonObject whole = request(new RemediationBench());
    forge(whole, whole.getAsJsonObject("decide"), "decide", all);
    return all;
  }

  /** Each leaf in turn: gone, null, another type, other values of its own type, values of other fields. */
  private static void forge(JsonObject root, JsonElement at, String path, List<Forged> all) {
    if (at.isJsonObject()) {
      JsonObject object = at.getAsJsonObject();
      for (String name : List.copyOf(object.keySet())) {
        JsonElement genuine = object.get(name);
        object.remove(name);
        all.add(new Forged(path + "." + name + " gone", root.deepCopy()));
        for (JsonElement forged : instead(genuine)) {
          object.add(name, forged);
          all.add(new Forged(path + "." + name + " = " + forged, root.deepCopy()));
        }
        object.add(name, genuine);
        forge(root, genuine, path + "." + name, all);
      }
    } else if (at.isJsonArray()) {
      JsonArray array = at.getAsJsonArray();
      for (int i = 0; i < array.size(); i++) {
        forge(root, array.get(i), path + "[" + i + "]", all);
      }
    }
  }

  private static List<JsonElement> instead(JsonElement value) {
    List<JsonElement> all = new ArrayList<>(List.of(JsonNull.INSTANCE, new JsonObject(), new JsonArray()));
    if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber()) {
      for (double number : new double[] {0, -1, 1, 4, 24, 256, 512, 1e9}) {
        all.add(new JsonPrimitive(number == Math.rint(number) && number < 1e8 ? (Number) (int) number : number));
      }
    } else if (value.isJsonPrimitive()) {
      for (String text : List.of("", "x", "ACT", "NONE", "MIN", "MAX", "UNDO", "LOCK_PILEUP", "RAMP_LIMITED", "1999-01-01T00:00:00Z",
          "2099-01-01T00:00:00Z", "cluster-OTHER", "billing-db")) {
        all.add(new JsonPrimitive(text));
      }
    }
    return all;
  }

  private static JsonObject request(RemediationBench bench) {
    JsonObject request = new JsonObject();
    request.add("decide", JsonParser.parseString(RecordJson.write((RaiseWish) bench.wish("incident-1"))));
    return request;
  }

  private static String handled(RemediationBench bench, String payload) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      new RemediationFunction(bench.office, news -> {})
          .handleRequest(new ByteArrayInputStream(payload.getBytes(StandardCharsets.UTF_8)), answer, new LambdaContext());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return answer.toString(StandardCharsets.UTF_8);
  }
}
