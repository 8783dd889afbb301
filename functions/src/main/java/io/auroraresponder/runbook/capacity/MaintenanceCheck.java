package io.auroraresponder.runbook.capacity;

import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.MaintenanceWork;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.WaitProfile;
import java.util.List;

/** Is maintenance under way, and does it carry the load? */
final class MaintenanceCheck extends PictureCheck {
  MaintenanceCheck(CapacityThresholds thresholds) {
    super(thresholds);
  }

  @Override
  CheckResult examine(CapacityPicture picture) {
    return switch (picture.evidence().seen(Snapshot::maintenance)) {
      case Reading.Unavailable<List<MaintenanceWork>> gap -> open(picture, gap);
      case Reading.Known<List<MaintenanceWork>> known -> judge(picture, known.value());
    };
  }

  private CheckResult judge(CapacityPicture picture, List<MaintenanceWork> work) {
    if (!work.isEmpty() && picture.profile().isEmpty()) {
      return open(picture, "maintenance is in progress, but there are not enough wait samples to tell what part of the load it is");
    }
    double share = picture.profile().map(WaitProfile::maintenance).orElse(0.0);
    Phrase seen =
        work.isEmpty()
            ? Phrase.of("none in progress")
            : Phrase.of(
                "{} in progress, first {}, {} of the active load",
                picture.probedCount("maintenance commands", work.size(), ""),
                picture.probedWord("maintenance", work.getFirst().kind()),
                picture.percent("share of maintenance", share));
    Phrase limit = Phrase.of("{} of the active load",
        limit(picture, "maintenanceShare", picture.thresholds().maintenanceShare() * 100, "%"));
    return judged(share >= picture.thresholds().maintenanceShare() && picture.pressed(), Severity.WARNING, seen, limit, picture.probedAt());
  }
}
