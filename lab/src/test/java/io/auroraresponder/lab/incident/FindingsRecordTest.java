package io.auroraresponder.lab.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.lambda.log.LogOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingsRecordTest {
  /** Of each runbook some that need no PostgreSQL, so that the record is held against the code in seconds; score holds all of them. */
  private static final List<String> QUICK =
      List.of(
          "key-is-lost", "retention-of-one-day", "minimum-nobody-uses", "never-falls-asleep", "paused", "evidence-missing",
          "failover-under-way", "password-changed", "snapshot-stands-still");

  @BeforeAll
  static void keepsTheLogOutOfTheWay() {
    LogOutput.redirect(OutputStream.nullOutputStream());
  }

  private static FindingsRecord record(String cause, String name) {
    IncidentFile file = IncidentFile.parse(name + ".yaml", "title: x\nworld: {clusters: {}}\nevent: {byHand: orders-db}\nexpect: {}\n");
    Scene.Footprint footprint =
        new Scene.Footprint("orders-db", Optional.of(ScalingRange.of(1, 8)), Optional.empty(), List.of(), 0, "none", List.of(), 1,
        OptionalLong.empty(), 1,
        Set.of());
    FindingsRecord record = new FindingsRecord();
    record.add(
        new Run(file.script(), List.of(Reports.report(cause, List.of(), "none", "refused", List.of(), List.of())), List.of(), footprint,
            List.of()));
    return record;
  }

  @Test
  void knowsEveryBundledIncidentAndNoOther() {
    assertThat(FindingsRecord.bundled().incidents()).containsExactlyInAnyOrderElementsOf(BundledIncidents.names());
  }

  @Test
  void whateverWakesSomebodyHasACommandToPaste() {
    assertThat(FindingsRecord.bundled().lines()).noneMatch(line -> line.contains(FoundLine.NO_COMMAND));
  }

  @Test
  void quickIncidentsComeToWhatIsOnRecord() {
    FindingsRecord now = new FindingsRecord();
    try (IncidentRun runner =
        new IncidentRun(
            ResponderScene.maker(Clock.systemUTC()), () -> {
              throw new AssertionError("no PostgreSQL is needed");
            }, Clock.systemUTC())) {
      for (String name : QUICK) {
        now.add(runner.run(BundledIncidents.named(name).script(), new Scene.Options(Optional.empty()), SilentListener.INSTANCE));
      }
    }

    assertThat(now.incidents()).containsExactlyElementsOf(QUICK);
    assertThat(now.differences(FindingsRecord.bundled())).isEmpty();
  }

  @Test
  void tellsWhatDiffers() {
    assertThat(record("load-growth", "a").differences(record("load-growth", "a"))).isEmpty();
    assertThat(record("load-growth", "a").differences(record("lock-pileup", "b"))).isEmpty();
    assertThat(record("load-growth", "a").differences(record("lock-pileup", "a")))
        .containsExactly(
            "- a  first  capacity: lock-pileup critical, nothing leads, no command",
            "+ a  first  capacity: load-growth critical, nothing leads, no command");
  }

  @Test
  void writesAnIncidentAnewAndLeavesTheOthers(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("findings.txt");
    record("lock-pileup", "a").writeInto(file);
    record("lock-pileup", "b").writeInto(file);
    record("load-growth", "a").writeInto(file);

    assertThat(Files.readAllLines(file))
        .containsExactly(
            "a  first  capacity: load-growth critical, nothing leads, no command",
            "b  first  capacity: lock-pileup critical, nothing leads, no command");
  }

  @Test
  void refusesALineThatIsNone(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("findings.txt"), "nonsense\n");

    assertThatThrownBy(() -> record("load-growth", "a").writeInto(file)).hasMessageContaining("found 'nonsense'");
  }
}
