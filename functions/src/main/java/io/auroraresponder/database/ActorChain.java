package io.auroraresponder.database;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Privacy;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.probe.Snapshot.Backend;
import io.auroraresponder.probe.Snapshot.ConnectionGroup;
import io.auroraresponder.probe.Snapshot.Connections;
import io.auroraresponder.probe.Snapshot.LockTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A cause as a chain of actors, from the root to those who suffer: each with application, login, address and statement, a sentence each.
 *
 * <p>Causes whose actors are no sessions have no chain; neither has a cause that was proven without a look into the database.
 */
public final class ActorChain {
  /** Ours: as much of a redacted statement as tells it from others. */
  private static final int SHOWN_STATEMENT = 100;

  /** Ours: a queue of more applications is everybody's. */
  private static final int SHOWN_APPLICATIONS = 3;

  private final Probed probed;

  private ActorChain(Probed probed) {
    this.probed = probed;
  }

  /** Empty where the look saw nothing. */
  public static List<Phrase> of(Probed probed, Cause cause) {
    ActorChain chain = new ActorChain(probed);
    return switch (cause) {
      case LOCK_PILEUP, IDLE_TRANSACTION_LEAK -> chain.story(cause).map(chain::queue).orElse(List.of());
      case RUNAWAY_STATEMENT -> chain.runaways();
      case CONNECTION_SATURATION -> probed.part(Snapshot::connections).map(chain::holding).orElse(List.of());
      default -> List.of();
    };
  }

  /** The queue that the headline speaks of. */
  private Optional<LockTree> story(Cause cause) {
    Optional<LockTree> leak =
        cause == Cause.IDLE_TRANSACTION_LEAK ? IdleTransactionLeak.leaking(probed).stream().findFirst() : Optional.empty();
    return leak.or(() -> LockPileup.queue(probed));
  }

  private List<Phrase> queue(LockTree tree) {
    List<Phrase> actors = new ArrayList<>(List.of(root(tree)));
    tree.amplifiers().stream()
        .findFirst()
        .ifPresent(middle -> actors.add(Phrase.of("{} has waited for it for {}{}: {}", who(middle),
            SessionWords.age(probed, middle.statementAge()), SessionWords.holding(probed, middle), statement(middle))));
    Fact blocked = Fact.counted("probe " + probed.instance() + " sessions blocked (pg_blocking_pids)", probed.at(), tree.blocked(),
        "session waits", "sessions wait");
    Phrase queue = Phrase.of("{} behind it, the longest for {}", blocked, SessionWords.age(probed, tree.longestWait()));
    Phrase where = relation(tree).isEmpty() ? queue : Phrase.of("{}, for {}", queue, probed.name("relation of the lock", relation(tree)));
    // Followers of a leader are no requests.
    String whose = AdvisoryQueue.of(probed, tree) == AdvisoryQueue.EITHER ? ", of " : ", requests of ";
    actors.add(where.and(whose, waiters(tree)).and(": ", waiting(tree)));
    return actors;
  }

  /** The applications that wait, or their logins where they have no name, those with most sessions first. */
  private Phrase waiters(LockTree tree) {
    Map<String, Long> names =
        listed(tree).collect(Collectors.groupingBy(one -> one.application().isBlank() ? one.user() : one.application(), TreeMap::new,
            Collectors.counting()));
    return Phrase.join(", ", names.entrySet().stream()
        .filter(one -> !one.getKey().isBlank())
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(SHOWN_APPLICATIONS)
        .map(one -> Phrase.of("{}", probed.name("application that waits", one.getKey())))
        .toList());
  }

  /** The sessions that wait and were listed, longest first, without those that stand in the middle. */
  private Stream<Backend> listed(LockTree tree) {
    List<Backend> running = probed.part(Snapshot::running).orElse(List.of());
    Set<Integer> middle = tree.amplifiers().stream().map(Backend::pid).collect(Collectors.toSet());
    return tree.waits().stream()
        .filter(wait -> !middle.contains(wait.session()))
        .sorted(Comparator.comparing(Snapshot.LockWait::waited).reversed())
        .flatMap(wait -> running.stream().filter(one -> one.pid() == wait.session()));
  }

  /** The statement that has waited longest, of those that were listed; who stands in the middle has a line of its own. */
  private Phrase waiting(LockTree tree) {
    return listed(tree)
        .filter(one -> !one.statement().isBlank())
        .findFirst()
        .map(one -> Phrase.of("{}", statement(one)))
        .orElse(Phrase.EMPTY);
  }

  private Phrase root(LockTree tree) {
    Backend root = tree.root();
    if (root.pid() == 0) {
      return Phrase.of("{} holds its locks until it is committed or rolled back", SessionWords.of(probed, root));
    }
    Fact open = SessionWords.age(probed, root.transactionAge());
    if (root.isIdle()) {
      return Phrase.of("{} has been idle for {}{}. Last statement: {}", who(root), SessionWords.age(probed, root.stateAge()),
          SessionWords.holding(probed, root), statement(root));
    }
    return root.isIdleInTransaction()
        ? Phrase.of("{} has had a transaction open for {}{} and is idle. Last statement: {}", who(root), open,
        SessionWords.holding(probed, root),
        statement(root))
        : Phrase.of("{} has had a transaction open for {}{} and runs: {}", who(root), open, SessionWords.holding(probed, root),
        statement(root));
  }

  /** The old statements that carry the load, as far as their sessions were listed. */
  private List<Phrase> runaways() {
    DatabaseLook look = DatabaseLook.of("", probed, probed.instance(), Reading.unavailable("a chain needs no past"));
    return look.profile().map(RunawayStatement::old).orElse(List.of()).stream()
        .flatMap(load -> look.running(load.pid()).stream())
        .map(one -> Phrase.of("{} has run for {}{}: {}", who(one), SessionWords.age(probed, one.statementAge()),
            SessionWords.holding(probed, one), statement(one)))
        .toList();
  }

  private static String relation(LockTree tree) {
    return tree.waits().stream().map(Snapshot.LockWait::relation).filter(name -> !name.isBlank()).findFirst()
        .or(() -> BlockerTreeCheck.written(tree))
        .orElse("");
  }

  /** The application that holds most connections, where it holds at least half of them. */
  private List<Phrase> holding(Connections connections) {
    return connections.groups().stream()
        .max(Comparator.comparingInt(ConnectionGroup::sessions))
        .filter(group -> 2 * group.sessions() >= connections.clients())
        .map(group -> List.of(holder(group, connections.clients())))
        .orElse(List.of());
  }

  private Phrase holder(ConnectionGroup group, int clients) {
    return Phrase.of(
        "{} holds {} of {}, {}, the oldest for {}", named(group.application(), "", group.user(), group.clientAddress(), group.database()),
        probed.count("connections of that client", group.sessions(), ""),
        Fact.counted("probe " + probed.instance() + " client connections", probed.at(), clients, "connection", "connections"),
        probed.word("state of these connections", group.state()), SessionWords.age(probed, group.oldestState()));
  }

  private Phrase who(Backend session) {
    return named(session.application(), Integer.toString(session.pid()), session.user(), session.clientAddress(), session.database());
  }

  /** {@code repricing (pid 28663, app@10.20.3.7, database orders)}; what is not known is left out. */
  private Phrase named(String application, String pid, String user, String address, String database) {
    List<Phrase> marks = new ArrayList<>();
    if (!pid.isEmpty()) {
      marks.add(Phrase.of("pid {}", probed.word("pid", pid)));
    }
    String login = user + (address.isBlank() ? "" : "@" + address);
    if (!login.isBlank()) {
      marks.add(Phrase.of("{}", probed.name("login and address" + (pid.isEmpty() ? "" : " of pid " + pid), login)));
    }
    if (!database.isBlank()) {
      marks.add(Phrase.of("database {}", probed.name("database", database)));
    }
    Phrase inside = Phrase.join(", ", marks);
    return application.isBlank() ? inside : Phrase.of("{} ({})", probed.name("application", application), inside);
  }

  private Fact statement(Backend session) {
    String text = session.statement().strip();
    boolean cut = text.codePointCount(0, text.length()) > SHOWN_STATEMENT;
    String shown = cut ? text.substring(0, text.offsetByCodePoints(0, SHOWN_STATEMENT)) + "…" : text;
    Fact said = probed.word("statement of pid " + session.pid() + ", redacted", shown.isEmpty() ? "(not visible)" : shown);
    return shown.isEmpty() ? said : said.as(Privacy.STATEMENT);
  }
}
