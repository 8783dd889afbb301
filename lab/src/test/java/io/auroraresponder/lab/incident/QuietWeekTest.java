package io.auroraresponder.lab.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.lab.postgres.LabPostgres;
import io.auroraresponder.lambda.log.LogOutput;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Seven days of ten clusters with real sessions where something is wrong: whoever is woken wanted to be. */
class QuietWeekTest {
  /** More messages a week than this and people stop to read them. */
  private static final int MOST = 13;

  @Test
  void sendsNoMessageThatNobodyWanted() {
    LogOutput.redirect(OutputStream.nullOutputStream());
    IncidentFile file = IncidentFile.read(Path.of("weeks", "quiet.yaml"));
    try (IncidentRun runs = new IncidentRun(ResponderScene.maker(Clock.systemUTC()), LabPostgres::open, Clock.systemUTC())) {
      Score score = Scorer.judge(file, runs.run(file.script(), new Scene.Options(Optional.empty()), SilentListener.INSTANCE));

      assertThat(score.differences()).isEmpty();
      assertThat(score.told()).hasSizeBetween(3, MOST).allSatisfy(message -> assertThat(message.why()).isPresent());
    }
  }
}
