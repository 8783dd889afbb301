package io.auroraresponder.database;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What do the active sessions wait for, now? */
public final class WaitProfileCheck extends DatabaseCheck<WaitProfile> {
  private static final int SHOWN = 3;

  public WaitProfileCheck() {
    super(DatabaseLook::waits);
  }

  @Override
  public Cause cause(DatabaseLook look) {
    return look.profile().flatMap(WaitProfileCheck::dominant).map(WaitProfileCheck::word).orElse(Cause.NONE);
  }

  @Override
  List<Finding> judge(DatabaseLook look, Reading.Known<WaitProfile> known) {
    WaitProfile profile = known.value();
    Probed probed = look.probed();
    List<Phrase> top = new ArrayList<>();
    for (WaitProfile.EventLoad event : profile.events().stream().limit(SHOWN).toList()) {
      top.add(Phrase.of("{} {}", probed.word("wait event", event.event()),
          probed.number("sessions in " + event.event(), event.average(), "")));
    }
    Phrase seen =
        Phrase.of(
                "{} active sessions on average in {} samples",
                probed.judged("active sessions, average", profile.active(), "", DatabaseLimit.ACTIVE_SESSIONS),
                probed.count("wait samples", profile.samples(), ""))
            .and(": ", Phrase.join(", ", top));
    Phrase limit =
        Phrase.of(
            "{#} active; locks {}, internal {}, commits {}, reads {} of them",
            DatabaseLimit.ACTIVE_SESSIONS.at(look.at()), DatabaseLimit.LOCK_SHARE.at(look.at()),
            DatabaseLimit.CONTENTION_SHARE.at(look.at()),
            DatabaseLimit.COMMIT_SHARE.at(look.at()), DatabaseLimit.READ_SHARE.at(look.at()));
    return dominant(profile)
        .map(wait -> one(Severity.WARNING, seen, limit, look.at(), advice(look, wait)))
        .orElseGet(() -> one(Severity.OK, seen, limit, look.at()));
  }

  /** The wait that stands out among the active sessions; empty where few are active or none does. */
  static Optional<WaitClass> dominant(WaitProfile profile) {
    if (!DatabaseLimit.ACTIVE_SESSIONS.reached(profile.active())) {
      return Optional.empty();
    }
    return Stream.of(WaitClass.LOCK, WaitClass.INTERNAL, WaitClass.COMMIT, WaitClass.READ)
        .filter(wait -> profile.share(wait) >= share(wait))
        .findFirst();
  }

  private static Cause word(WaitClass wait) {
    return switch (wait) {
      case LOCK -> Cause.LOCK_PILEUP;
      case INTERNAL -> Cause.INTERNAL_CONTENTION;
      case COMMIT, READ -> Cause.COMMIT_OR_STORAGE_BOUND;
      case CPU, CLIENT, OTHER, IDLE -> Cause.NONE;
    };
  }

  private static double share(WaitClass wait) {
    return switch (wait) {
      case LOCK -> DatabaseLimit.LOCK_SHARE.value();
      case INTERNAL -> DatabaseLimit.CONTENTION_SHARE.value();
      case COMMIT -> DatabaseLimit.COMMIT_SHARE.value();
      case READ -> DatabaseLimit.READ_SHARE.value();
      case CPU, CLIENT, OTHER, IDLE -> Double.POSITIVE_INFINITY;
    };
  }

  private static Advice[] advice(DatabaseLook look, WaitClass wait) {
    return switch (wait) {
      case INTERNAL -> new Advice[] {InternalContention.who(look), Advice.of(InternalContention.ADVICE)};
      case COMMIT -> new Advice[] {CommitBound.who(look), Advice.of(CommitBound.ADVICE)};
      case READ -> new Advice[] {
          Queries.statementsBy("See which statements read most blocks: an index, or a cache that holds their tables, spares the way to "
              + "storage", "shared_blks_read", look.at())};
      // The blocker tree names the root; the others do not stand out.
      case LOCK, CPU, CLIENT, OTHER, IDLE -> new Advice[0];
    };
  }
}
