package io.auroraresponder.database;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.HeldLock;
import io.auroraresponder.probe.Snapshot.LockTree;
import io.auroraresponder.probe.Snapshot.LockWait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who waits behind whom, and who is the root? */
public final class BlockerTreeCheck extends DatabaseCheck<List<LockTree>> {
  private static final int SHOWN = 5;

  public BlockerTreeCheck() {
    super(look -> look.part(Snapshot::lockTrees));
  }

  @Override
  public String harm() {
    return "Requests for the locked rows or tables hang until the blocker ends.";
  }

  @Override
  public boolean essential() {
    return true;
  }

  @Override
  public Cause cause(DatabaseLook look) {
    return Cause.LOCK_PILEUP;
  }

  @Override
  List<Finding> judge(DatabaseLook look, Reading.Known<List<LockTree>> known) {
    Phrase limit =
        Phrase.of(
            "{} of waiting behind one root; critical from {} with {}, from {} with one, or from {} at once",
            DatabaseLimit.LOCK_WAIT.at(look.at()), DatabaseLimit.LOCK_WAIT_LONG.at(look.at()),
            DatabaseLimit.LOCK_WAITERS_SOME.at(look.at()), DatabaseLimit.LOCK_WAIT_ALONE.at(look.at()),
            DatabaseLimit.LOCK_WAITERS.at(look.at()));
    List<Finding> findings = new ArrayList<>();
    int ordinary = 0;
    for (LockTree tree : known.value()) {
      Severity severity = severity(look.probed(), tree);
      if (severity == Severity.OK) {
        ordinary++;
      } else if (findings.size() < SHOWN) {
        findings.add(found(look.probed(), tree, severity, limit));
      }
    }
    if (!findings.isEmpty()) {
      return findings;
    }
    Phrase seen =
        ordinary == 0
            ? Phrase.of("no session waits for a lock")
            : Phrase.of(
                ordinary == 1 ? "{} short lock wait" : "{} short lock waits",
                look.probed().count("trees of short waits", ordinary, ""));
    return one(Severity.OK, seen, limit, look.at());
  }

  /** A root that was not there in both looks is a hot row that changes hands, not somebody who does not let go. */
  static Severity severity(Probed look, LockTree tree) {
    boolean waits = DatabaseLimit.LOCK_WAIT.reached(tree.longestWait());
    boolean waitsLong = DatabaseLimit.LOCK_WAIT_LONG.reached(tree.longestWait());
    boolean many = DatabaseLimit.LOCK_WAITERS.reached(tree.blocked());
    boolean some = waitsLong && DatabaseLimit.LOCK_WAITERS_SOME.reached(tree.blocked());
    boolean woken = tree.stable() && (many || some || DatabaseLimit.LOCK_WAIT_ALONE.reached(tree.longestWait()));
    Severity least = waits ? Severity.INFO : Severity.OK;
    return switch (AdvisoryQueue.of(look, tree)) {
      case FOLLOWERS -> least;
      case EITHER -> waitsLong || (waits && many) ? Severity.WARNING : least;
      case NONE, REQUESTS -> woken ? Severity.CRITICAL : many || waits ? Severity.WARNING : Severity.OK;
    };
  }

  /** Many wait behind a root that stays, or one waits long: enough for a cause, which wakes somebody where {@link #severity} says so. */
  static boolean firm(Probed look, LockTree tree) {
    boolean requests =
        switch (AdvisoryQueue.of(look, tree)) {
          case NONE, REQUESTS -> true;
          case FOLLOWERS, EITHER -> false;
        };
    return tree.stable() && requests
        && (DatabaseLimit.LOCK_WAITERS.reached(tree.blocked()) || DatabaseLimit.LOCK_WAIT_LONG.reached(tree.longestWait()));
  }

  private Finding found(Probed probed, LockTree tree, Severity severity, Phrase limit) {
    AdvisoryQueue queue = AdvisoryQueue.of(probed, tree);
    boolean either = queue == AdvisoryQueue.EITHER;
    Phrase seen = queue == AdvisoryQueue.FOLLOWERS ? following(probed, tree) : !tree.stable() ? moving(probed, tree)
        : either ? standing(probed, tree).and("; ", either(probed, tree)) : standing(probed, tree);
    // Whoever waits by design is not to be freed: ending the leader makes another one, in the middle of its work.
    List<Advice> advice = severity == Severity.INFO ? List.of() : either ? SessionSql.unblockRequests(probed, tree)
        : SessionSql.unblock(probed, tree);
    return finding(severity, seen, limit, probed.at().minus(tree.longestWait()), advice.toArray(Advice[]::new))
        .within(tree.root().database());
  }

  /** Both that it may be, with what a person tells them apart by: who came last, and who they are. */
  private static Phrase either(Probed probed, LockTree tree) {
    Duration shortest = tree.waits().stream().map(LockWait::waited).min(Duration::compareTo).orElse(tree.longestWait());
    return Phrase.of("the last came {} ago", SessionWords.age(probed, shortest))
        .and(", ", Phrase.of("and those that wait may be followers of a leader or requests: the evidence does not say which"));
  }

  /** No trouble, and told as none. */
  private static Phrase following(Probed probed, LockTree tree) {
    return Phrase.of(tree.blocked() == 1 ? "{} follows " : "{} follow ", SessionWords.waiting(probed, tree.blocked()))
        .and("", SessionWords.of(probed, tree.root()))
        .and("", SessionWords.inTheWay(probed, tree.root()))
        .and(", ", SessionWords.statement(probed, tree.root()))
        .and("", Phrase.of("; the longest for {}: they wait for an advisory lock by design, as for an elected leader",
        SessionWords.age(probed, tree.longestWait())));
  }

  private static Phrase standing(Probed probed, LockTree tree) {
    return Phrase.of("{} behind ", SessionWords.waiting(probed, tree.blocked()))
        .and("", SessionWords.of(probed, tree.root()))
        .and("", SessionWords.inTheWay(probed, tree.root()))
        .and(", ", SessionWords.statement(probed, tree.root()))
        .and("", Phrase.of("; longest wait {}", SessionWords.age(probed, tree.longestWait())))
        .and(", ", wanted(probed, tree));
  }

  /** Whoever stands in front changes from moment to moment, so the sentence names what is queued for and nobody. */
  private static Phrase moving(Probed probed, LockTree tree) {
    boolean rows = tree.waits().stream().allMatch(wait -> wait.lockType().equals("transactionid") || wait.lockType().equals("tuple"));
    Phrase what = rows ? Phrase.of("for rows that the others change").and(" of ", writtenTo(probed, tree)) : wanted(probed, tree);
    return Phrase.of(
            "{} in a queue that moves, the longest for {}", SessionWords.waiting(probed, tree.blocked()),
            SessionWords.age(probed, tree.longestWait()))
        .and(", ", what);
  }

  /** What the first of them waits for. */
  private static Phrase wanted(Probed probed, LockTree tree) {
    if (tree.waits().isEmpty()) {
      return Phrase.EMPTY;
    }
    LockWait first = tree.waits().getFirst();
    String on = first.relation().isBlank() ? first.database().isBlank() ? "" : " in " + first.database() : " on " + first.relation();
    return switch (first.lockType()) {
      case "transactionid" -> Phrase.of("for the end of its transaction");
      case "virtualxid" -> Phrase.of("for the end of its snapshot, as a concurrent index build does");
      case "notify" -> Phrase.of("for the one commit at a time that NOTIFY allows");
      case "advisory" -> Phrase.of("for an advisory lock, which the application chose to take");
      default -> Phrase.of("for {}", probed.name("lock waited for", first.mode() + " (" + first.lockType() + ")" + on));
    };
  }

  /** The relation in which the root changes rows; empty where its name was not read. */
  static Optional<String> written(LockTree tree) {
    return tree.held().stream()
        .filter(lock -> lock.mode().equals("RowExclusiveLock") && !lock.relation().isBlank())
        .map(HeldLock::relation)
        .findFirst();
  }

  /** The same in a sentence. */
  static Phrase writtenTo(Probed probed, LockTree tree) {
    return written(tree).map(name -> Phrase.of("{}", probed.name("relation of the lock held", name)))
        .orElse(Phrase.EMPTY);
  }
}
