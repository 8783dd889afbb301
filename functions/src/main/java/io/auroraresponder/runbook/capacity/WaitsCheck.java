package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.WaitClass;
import io.auroraresponder.runbook.WaitProfile;
import io.auroraresponder.runbook.WaitProfile.EventLoad;
import java.util.ArrayList;
import java.util.List;

/** What do the active sessions wait for, now? */
final class WaitsCheck extends PictureCheck {
  private static final int SHOWN = 3;

  WaitsCheck(CapacityThresholds thresholds) {
    super(thresholds);
  }

  @Override
  CheckResult examine(CapacityPicture picture) {
    if (picture.waits() instanceof Reading.Unavailable<WaitProfile> gap) {
      return open(picture, gap);
    }
    WaitProfile profile = picture.waits().orElse(WaitProfile.of(List.of(), java.util.Set.of()));
    if (profile.samples() < picture.thresholds().minSamples()) {
      return open(picture, "only " + profile.samples() + " of " + picture.thresholds().minSamples() + " wait samples could be taken");
    }
    Phrase seen =
        Phrase.of(
            "{} active sessions on average in {} samples",
            picture.probed("active sessions, average", profile.active(), ""),
            picture.probedCount("wait samples", profile.samples(), ""));
    List<Phrase> top = new ArrayList<>();
    for (EventLoad event : profile.events().stream().limit(SHOWN).toList()) {
      top.add(Phrase.of("{} {}", picture.probedWord("wait event", event.event()),
          picture.probed("sessions in " + event.event(), event.average(), "")));
    }
    Phrase line = top.isEmpty() ? seen : seen.and(": ", Phrase.join(", ", top));
    Phrase limit =
        Phrase.of(
            "internal locks {}, commits {}, reads {} of active sessions",
            share(picture, "contentionShare", picture.thresholds().contentionShare()),
            share(picture, "commitShare", picture.thresholds().commitShare()),
            share(picture, "readShare", picture.thresholds().readShare()));
    boolean bad =
        profile.active() >= picture.thresholds().contentionSessions()
            && (profile.share(WaitClass.INTERNAL) >= picture.thresholds().contentionShare()
                || profile.share(WaitClass.COMMIT) >= picture.thresholds().commitShare()
                || profile.share(WaitClass.READ) >= picture.thresholds().readShare());
    return judged(bad, Severity.WARNING, line, limit, picture.probedAt());
  }

  private static io.auroraresponder.incident.Fact share(CapacityPicture picture, String name, double part) {
    return limit(picture, name, part * 100, "%");
  }
}
