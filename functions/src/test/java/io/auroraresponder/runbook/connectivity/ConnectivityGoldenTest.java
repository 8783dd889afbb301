package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.golden.Goldens;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.probe.Look;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole answers of the connectivity runbook as files that a person can read. */
class ConnectivityGoldenTest {
  record Golden(String name, Consumer<Scene> change) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Golden> goldens() {
    return Stream.of(
        new Golden("connectivity-healthy", one -> {}),
        new Golden("connectivity-security-group-shut", ConnectivityGoldenTest::shut),
        new Golden("connectivity-no-connection-left", ConnectivityGoldenTest::full),
        new Golden("connectivity-stale-writer", ConnectivityGoldenTest::stale),
        new Golden("connectivity-paused", ConnectivityGoldenTest::paused),
        new Golden("connectivity-addresses-and-certificate", ConnectivityGoldenTest::running));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void isWhatTheFilesSay(Golden golden) throws IOException {
    Scene scene = new Scene().with(golden.change());

    Goldens.check(golden.name(), scene.incident(), new FakeSources(scene).examine(), Scene.NOW);
  }

  private static void shut(Scene scene) {
    scene.groups = Reading.known(List.of(Scene.admitting(Scene.group("sg-other")), Scene.source()), Scene.NOW);
    scene.look = new Look.Failed("08001", "No answer in time: security group, subnet or route drop the packets.", Scene.NOW);
  }

  private static void full(Scene scene) {
    scene.members =
        List.of(Scene.member(Scene.WRITER, true, "available", "pending-reboot"), Scene.member(Scene.READER, false, "available", "in-sync"));
    scene.look = new Look.Failed("53300", "No connection is left: the server is full.", Scene.NOW);
  }

  private static void stale(Scene scene) {
    scene.look = new Look.Seen(Scene.snapshot(Scene.READER, true, Scene.connections(9, 800, 0)));
  }

  private static void paused(Scene scene) {
    scene.minAcu = 0;
    scene.metrics = Map.of(Scene.WRITER, Map.of(Metric.CAPACITY, Scene.series(0)), Scene.READER, Map.of(Metric.CAPACITY, Scene.series(0)));
  }

  /** Nothing is broken yet. */
  private static void running(Scene scene) {
    scene.network = Reading.known(Scene.network("active", true, Instant.parse("2026-12-10T00:00:00Z")), Scene.NOW);
    scene.subnets = Reading.known(List.of(Scene.subnet("subnet-a", 4), Scene.subnet("subnet-b", 0)), Scene.NOW);
    scene.groups = Reading.known(List.of(Scene.admitting("0.0.0.0/0"), Scene.source()), Scene.NOW);
  }
}
