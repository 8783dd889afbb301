package io.auroraresponder.runbook.scaling;

import static io.auroraresponder.runbook.scaling.ScalingScene.DAY;
import static io.auroraresponder.runbook.scaling.ScalingScene.NOW;
import static io.auroraresponder.runbook.scaling.ScalingScene.WRITER;

import io.auroraresponder.golden.Goldens;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Signal;
import java.io.IOException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole answers of the scaling runbook as files that a person can read. */
class ScalingGoldenTest {
  record Golden(String name, Supplier<ScalingScene> scene) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Golden> goldens() {
    return Stream.of(
        new Golden("scaling-fits", ScalingScene::new),
        new Golden("scaling-min-too-low", () -> new ScalingScene().climb(100, 8).climb(300, 8).climb(500, 8)),
        new Golden("scaling-waste", ScalingGoldenTest::waste),
        new Golden("scaling-cannot-pause", () -> new ScalingScene().range(0, 8).proxies("orders-proxy")
        .parameter("rds.logical_replication", "1")),
        new Golden("scaling-range-changed-by", ScalingGoldenTest::changed),
        new Golden("scaling-metrics-missing", () -> new ScalingScene().broken("metrics").broken("proxies")));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void isWhatTheFilesSay(Golden golden) throws IOException {
    ScalingScene scene = golden.scene().get();

    Goldens.check(golden.name(), scene.incident(), scene.examine(), NOW);
  }

  private static ScalingScene waste() {
    return new ScalingScene().range(4, 8).fill(WRITER, Metric.CAPACITY, 4, DAY).fill(WRITER, Metric.ACU_UTILIZATION, 50, DAY)
        .fill(WRITER, Metric.CPU, 10, DAY);
  }

  private static ScalingScene changed() {
    return new ScalingScene()
        .range(0.5, 4)
        .signal(new Signal("cloudtrail", "cloudtrail-1", "ModifyDBCluster by arn:aws:iam::111122223333:user/ada", "",
        NOW.minusSeconds(90)));
  }
}
