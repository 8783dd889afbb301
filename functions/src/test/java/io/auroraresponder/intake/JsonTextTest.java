package io.auroraresponder.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.auroraresponder.intake.JsonText.Bare;
import io.auroraresponder.intake.JsonText.Elements;
import io.auroraresponder.intake.JsonText.Members;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTextTest {
  private static final int DEEPEST = 100;

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "tru", "truex", "TRUE", "nul", "{", "[", "[1,]", "[,1]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}",
      "{'a':1}", "01", "-", "+1", ".5", "1.", "1e", "0x1", "NaN", "\"a", "\"\\x\"", "\"\\u12g4\"", "\"\\u00", "\"a\nb\"", "\"\t\"",
      "1 2", "[1] x", "// a\n1", "[1;2]", "\u00a01", "\"\\u\u0661\u0661\u0661\u0661\"", "\"a\\"})
  void whatTheGrammarDoesNotAllowIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> JsonText.value(text, DEEPEST));
  }

  @Test
  void readsEveryKindOfValue() {
    Object value = JsonText.value(
        "\ufeff {\"a\": [1, -0.5e+3, true, false, null, \"x\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"],\r\n\t\"b\": {}, \"c\": []} ", DEEPEST);

    assertThat(tree(value)).isEqualTo(JsonParser.parseString(
        "{\"a\": [1, -0.5e+3, true, false, null, \"x\\\"\\\\/\\b\\f\\n\\r\\t\u00e9\"], \"b\": {}, \"c\": []}"));
  }

  @Test
  void halfACharacterCostsThatCharacter() {
    assertThat(JsonText.value("\"a\\ud83d b\\ud83d\\ude00 \\ude00\ud83d\"", DEEPEST)).isEqualTo("a\ufffd b\ud83d\ude00 \ufffd\ufffd");
  }

  @Test
  void nothingIsFollowedDeeperThanSaid() {
    assertThat(JsonText.value("[".repeat(DEEPEST) + "]".repeat(DEEPEST), DEEPEST)).isNotNull();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonText.value("[".repeat(DEEPEST + 1) + "]".repeat(DEEPEST + 1), DEEPEST));
  }

  /** Every sample with one character left out, doubled or replaced is read as another strict reader reads it, or refused as there. */
  @Property(seed = "31", tries = 2_000)
  void readsAndRefusesWhatAnotherStrictReaderDoes(@ForAll("samples") String sample, @ForAll double where, @ForAll("pieces") String piece,
      @ForAll boolean instead) {
    String event = Samples.event(sample);
    int at = (int) (Math.abs(where) % 1 * (event.length() - 1));
    String changed = event.substring(0, at) + piece + event.substring(instead ? at + 1 : at);

    assertThat(read(changed)).isEqualTo(strictly(changed));
  }

  @Provide
  Arbitrary<String> samples() {
    return Arbitraries.of(Samples.eventNames());
  }

  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.of("", "\"", "\\", "{", "}", "[", "]", ",", ":", "0", "-", "e", ".", " ", "\n", "\u0001", "\u00a0", "t", "null",
        "\\u0041", "\\u12", "\"\"", "{}", "\u2028", "😀");
  }

  private static Optional<JsonElement> read(String text) {
    try {
      return Optional.of(tree(JsonText.value(text, DEEPEST)));
    } catch (IllegalArgumentException notJson) {
      return Optional.empty();
    }
  }

  private static Optional<JsonElement> strictly(String text) {
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      reader.setStrictness(Strictness.STRICT);
      reader.setNestingLimit(DEEPEST);
      JsonElement read = JsonParser.parseReader(reader);
      return reader.peek() == JsonToken.END_DOCUMENT ? Optional.of(read) : Optional.empty();
    } catch (RuntimeException | IOException notJson) {
      return Optional.empty();
    }
  }

  private static JsonElement tree(Object value) {
    return switch (value) {
      case Members members -> {
        JsonObject object = new JsonObject();
        members.forEach((name, member) -> object.add(name, tree(member)));
        yield object;
      }
      case Elements elements -> {
        JsonArray array = new JsonArray();
        elements.forEach(element -> array.add(tree(element)));
        yield array;
      }
      case String text -> new JsonPrimitive(text);
      case Bare bare when bare.equals(JsonText.NULL) -> JsonNull.INSTANCE;
      case Bare bare when bare.text().equals("true") || bare.text().equals("false") -> new JsonPrimitive(bare.text().equals("true"));
      case Bare bare -> new JsonPrimitive(new BigDecimal(bare.text()));
      default -> throw new IllegalArgumentException("no value of JSON: " + value.getClass());
    };
  }
}
