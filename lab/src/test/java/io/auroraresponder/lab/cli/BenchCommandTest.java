package io.auroraresponder.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.auroraresponder.lab.bench.Figure;
import io.auroraresponder.lab.bench.Goal;
import io.auroraresponder.lab.bench.Measured;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class BenchCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<String> measured = new ArrayList<>();

  private final class Known implements Figure {
    private final String name;
    private final double value;

    Known(String name, double value) {
      this.name = name;
      this.value = value;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String summary() {
      return name + " against nothing";
    }

    @Override
    public List<Measured> measure(Consumer<String> progress) {
      measured.add(name);
      return List.of(
          new Measured(name + " in all", "x empty", value, value - 0.5, value + 1, new Goal.AtMost(8)),
          new Measured(name + " itself", "ms", 120, 100, 150, new Goal.None()));
    }
  }

  private int run(String... words) {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    Console console = new Console(stream, stream, false, false, false);
    return new BenchCommand(List.of(new Known("start", 4), new Known("slow-start", 8.5))).run(List.of(words), console);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void saysEachValueWithItsSpreadAndWhetherItsGoalIsMet() {
    assertThat(run("start")).isEqualTo(Command.DONE);

    assertThat(measured).containsExactly("start");
    assertThat(out()).containsPattern("start in all +4\\.00 x empty +\\(3\\.50 to 5\\.00\\) +met: at most 8")
        .containsPattern("start itself +120\\.00 ms +\\(100\\.00 to 150\\.00\\)\\R").contains("processors, load ");
  }

  @Test
  void aMissedGoalIsExitCodeOne() {
    assertThat(run()).isEqualTo(Command.SAYS_NO);

    assertThat(measured).containsExactly("start", "slow-start");
    assertThat(out()).containsPattern("slow-start in all +8\\.50 .*MISSED: at most 8");
  }

  @Test
  void jsonHasGoalValueAndSpread() {
    assertThat(run("slow-start", "--json")).isEqualTo(Command.SAYS_NO);

    JsonObject bench = JsonParser.parseString(out().substring(out().indexOf('{'))).getAsJsonObject();
    JsonObject first = bench.getAsJsonArray("figures").get(0).getAsJsonObject();
    assertThat(bench.get("schema").getAsString()).isEqualTo("aurora-responder/bench/1");
    assertThat(bench.get("machine").getAsString()).contains("processors");
    assertThat(first.get("atMost").getAsDouble()).isEqualTo(8);
    assertThat(first.get("value").getAsDouble()).isEqualTo(8.5);
    assertThat(first.get("least").getAsDouble()).isEqualTo(8);
    assertThat(first.get("most").getAsDouble()).isEqualTo(9.5);
    assertThat(first.get("met").getAsBoolean()).isFalse();
  }

  @Test
  void aFigureThatIsNotThereIsSaidWithTheNearest() {
    assertThatThrownBy(() -> run("strat")).isInstanceOf(UsageException.class).hasMessageContaining("there is no figure strat")
        .hasMessageContaining("start");
    assertThatThrownBy(() -> run("start", "slow-start")).isInstanceOf(UsageException.class).hasMessageContaining("one figure or none");
  }
}
