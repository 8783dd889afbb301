package io.auroraresponder.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.lab.postgres.LabException;
import io.auroraresponder.lab.runtime.FunctionsHere;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** That starts are measured, not how long they take: that is for {@code ./responder bench}. */
final class ColdStartFigureTest {
  private static final Path JAR = Path.of("..", "functions", "target", "functions-deploy.jar");
  private static final Path USUAL = Path.of("..", "bench", "target", "usual-functions.jar");

  @Test
  void eachFunctionIsHeldAgainstTheEmptyOne() {
    boolean built = Files.isRegularFile(JAR) && Files.isRegularFile(USUAL);
    if (!built) {
      System.out.println("skipped: ColdStartFigureTest needs " + JAR + " and " + USUAL + ", which mvn package makes");
    }
    Assumptions.assumeTrue(built && FunctionsHere.possible("ColdStartFigureTest"));

    List<Measured> measured = new ColdStartFigure(JAR, USUAL, 1).measure(step -> {});

    assertThat(measured).extracting(Measured::what).contains(
        "empty, by the clock", "capacity, by the clock", "capacity, memory", "remediation, by the processor", "probe, by the clock",
        "capacity rehearsed for a snapshot, by the clock", "capacity written the usual way, by the clock",
        "notification written the usual way, by the clock");
    assertThat(measured).allSatisfy(one -> assertThat(one.value()).as(one.what()).isPositive());
  }

  @Test
  void aMissingJarIsSaid() {
    Assumptions.assumeTrue(Files.isRegularFile(JAR) && FunctionsHere.possible("ColdStartFigureTest"));

    assertThatThrownBy(() -> new ColdStartFigure(JAR, Path.of("nowhere.jar")).measure(step -> {}))
        .isInstanceOf(LabException.class).hasMessageContaining("nowhere.jar").hasMessageContaining("mvn package");
  }
}
