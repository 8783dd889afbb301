package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.Probed;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.WaitClass;
import io.auroraresponder.runbook.WaitProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What do the active sessions wait for, now? */
final class WaitProfileCheck extends SlowQueryCheck<WaitProfile> {
  private static final int SHOWN = 3;

  WaitProfileCheck(SlowQueryThresholds limits) {
    super(limits, SlowQueryEvidence::waits);
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Reading.Known<WaitProfile> known) {
    WaitProfile profile = known.value();
    Probed probed = evidence.probed();
    List<Phrase> top = new ArrayList<>();
    for (WaitProfile.EventLoad event : profile.events().stream().limit(SHOWN).toList()) {
      top.add(Phrase.of("{} {}", probed.word("wait event", event.event()),
          probed.number("sessions in " + event.event(), event.average(), "")));
    }
    Phrase seen =
        Phrase.of(
                "{} active sessions on average in {} samples",
                probed.number("active sessions, average", profile.active(), ""), probed.count("wait samples", profile.samples(), ""))
            .and(": ", Phrase.join(", ", top));
    Phrase limit =
        Phrase.of(
            "{} active; locks {}, internal {}, commits {}, reads {} of them",
            limit(evidence, "activeSessions", limits().activeSessions(), ""),
            percent(evidence, "lockShare", limits().lockShare()),
            percent(evidence, "contentionShare", limits().contentionShare()),
            percent(evidence, "commitShare", limits().commitShare()),
            percent(evidence, "readShare", limits().readShare()));
    return dominant(profile, limits())
        .map(wait -> result(Severity.WARNING, seen, limit, probed.at(), Advice.of(advice(wait))))
        .orElseGet(() -> result(Severity.OK, seen, limit, probed.at()));
  }

  /** The wait that most of the active sessions share; empty where few are active or none leads. */
  static Optional<WaitClass> dominant(WaitProfile profile, SlowQueryThresholds limits) {
    if (profile.active() < limits.activeSessions()) {
      return Optional.empty();
    }
    return List.of(WaitClass.LOCK, WaitClass.INTERNAL, WaitClass.COMMIT, WaitClass.READ).stream()
        .filter(wait -> profile.share(wait) >= share(wait, limits))
        .findFirst();
  }

  private static double share(WaitClass wait, SlowQueryThresholds limits) {
    return switch (wait) {
      case LOCK -> limits.lockShare();
      case INTERNAL -> limits.contentionShare();
      case COMMIT -> limits.commitShare();
      case READ -> limits.readShare();
      case CPU, CLIENT, OTHER, IDLE -> Double.POSITIVE_INFINITY;
    };
  }

  private static String advice(WaitClass wait) {
    return switch (wait) {
      case LOCK -> "Find the root of the blocker tree; more capacity does not help those who wait.";
      case INTERNAL -> "Run fewer sessions at a time, spread hot rows, touch fewer partitions and indexes a query.";
      case COMMIT -> "Put more rows into a transaction; I/O-Optimized storage for what has to be many.";
      case READ -> "Look for a missing index and for scans that read more than the cache holds.";
      case CPU, CLIENT, OTHER, IDLE -> "Look at the statements that carry the load.";
    };
  }

  private Fact percent(SlowQueryEvidence evidence, String name, double part) {
    return limit(evidence, name, part * 100, "%");
  }
}
