package io.auroraresponder.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.lab.incident.ByHand;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What figures count, which no machine changes. How long something takes is for {@code ./responder bench}. */
final class FiguresTest {
  private static Map<String, Measured> of(Figure figure) {
    List<Measured> measured = figure.measure(step -> {});
    assertThat(measured).as(figure.name()).isNotEmpty();
    return measured.stream().collect(Collectors.toMap(Measured::what, Function.identity(), (first, second) -> first));
  }

  @Test
  void aStormMovesEachClusterOnceWhoseEvidenceCarriesItAndLosesNothing() {
    Map<String, Measured> measured = of(new StormFigure(40, 600));

    assertThat(measured).containsKeys(
        "second actions for a cluster", "clusters that a raise would have helped, without one", "actions for clusters at rest",
        "second incidents of a cluster under a lease", "signals lost");
    assertThat(measured.values().stream().filter(one -> one.goal().equals(new Goal.AtMost(0)))).hasSize(5)
        .allSatisfy(one -> assertThat(one.isMet()).as(one.what() + " " + one.value()).isTrue());
    assertThat(measured).hasEntrySatisfying("messages", told -> assertThat(told.value()).isPositive());
  }

  @Test
  void aResponseAsksTheLedgerAsSeldomAsItMayAndNothingTwice() {
    Map<String, Measured> measured = of(new ResponseFigure(1));

    assertThat(measured.values().stream().filter(one -> one.unit().equals("calls"))).hasSize(3)
        .allSatisfy(one -> assertThat(one.isMet()).as(one.what() + " " + one.value()).isTrue());
    assertThat(measured).hasEntrySatisfying("the runbook as a person's commands", byHand -> assertThat(byHand.unit())
        .isEqualTo(ByHand.lacks().map(program -> "not measured: no " + program + " here").orElse("x the response")));
  }
}
