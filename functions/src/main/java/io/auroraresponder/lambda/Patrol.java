package io.auroraresponder.lambda;

import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.IncidentLogEntry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rounds: hands what is due back to the functions whose work it is, and sees that every function is awake and somebody listens. */
public final class Patrol {
  private static final Logger LOG = LoggerFactory.getLogger(Patrol.class);

  private final IncidentLog incidents;
  private final FunctionCalls functions;
  private final Map<String, String> byId;
  private final Audience audience;
  private final InstantSource clock;

  /**
   * Who hears of anything.
   *
   * @param topics ARN of each topic, by the word that people know it by
   * @param confirmed how many have confirmed that they listen to a topic; throws {@link DependencyException} where that is not known
   */
  public record Audience(Map<String, String> topics, ToIntFunction<String> confirmed) {}

  /** {@code byId}: the alias of each function, by its id. */
  public Patrol(IncidentLog incidents, FunctionCalls functions, Map<String, String> byId, Audience audience, InstantSource clock) {
    this.incidents = incidents;
    this.functions = functions;
    this.byId = new LinkedHashMap<>(byId);
    this.audience = audience;
    this.clock = clock;
  }

  /** What a round did. */
  public record Round(int due, int handedBack) {}

  /** Hands back every incident that is due; what could not be handed back is due again in a minute. */
  public Round handBack() {
    List<IncidentLog.Reminder> due = incidents.due(clock.instant());
    int handedBack = 0;
    for (IncidentLog.Reminder one : due) {
      for (String runbook : runbooks(one.key())) {
        handedBack += handBack(one.key(), runbook);
      }
    }
    return new Round(due.size(), handedBack);
  }

  private int handBack(String key, String runbook) {
    String function = byId.get(runbook);
    if (function == null) {
      LOG.atError().setMessage("incident belongs to no function").addKeyValue("incident", key).addKeyValue("runbook", runbook).log();
      return 0;
    }
    try {
      functions.send(function, Request.toResume(key));
      return 1;
    } catch (DependencyException failure) {
      LOG.atWarn().setMessage("incident not handed back").addKeyValue("incident", key).addKeyValue("code", failure.code()).log();
      return 0;
    }
  }

  /** Those whose signals wait; where none waits, the one that looked last. */
  private Set<String> runbooks(String key) {
    Optional<IncidentLogEntry> entry = incidents.recall(key);
    if (entry.isEmpty()) {
      incidents.settle(key, clock.instant());
      return Set.of();
    }
    Set<String> waiting = new LinkedHashSet<>();
    entry.get().pending().values().forEach(incident -> waiting.add(incident.runbook()));
    if (waiting.isEmpty()) {
      String last = entry.get().look().runbook();
      Optional<String> runbook = last.isEmpty() ? entry.get().incident().map(Incident::runbook) : Optional.of(last);
      runbook.ifPresentOrElse(waiting::add, () -> incidents.settle(key, clock.instant()));
    }
    return waiting;
  }

  /** Wakes every function, all at the same time; answers with those that did not answer, and why. */
  Map<String, String> asleep() {
    Map<String, String> silent = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<String, Future<String>> asked = new LinkedHashMap<>();
      byId.forEach((id, function) -> asked.put(id, threads
          .submit(() -> functions.ask(function, "{\"selfcheck\":true}", TimeBudgets.SELF_CHECK_INVOKE))));
      List<Map.Entry<String, Future<String>>> all = new ArrayList<>(asked.entrySet());
      for (Map.Entry<String, Future<String>> one : all) {
        silence(one.getValue()).ifPresent(why -> silent.put(one.getKey(), why));
      }
    }
    return silent;
  }

  /** The topics to which nobody listens, or of which that is not known, and why. */
  Map<String, String> unheard() {
    Map<String, String> unheard = new TreeMap<>();
    audience.topics().forEach((word, topic) -> {
      try {
        if (audience.confirmed().applyAsInt(topic) == 0) {
          unheard.put(word, "no confirmed subscriber");
        }
      } catch (DependencyException unknown) {
        unheard.put(word, unknown.code().isEmpty() ? "no answer" : unknown.code());
      }
    });
    return unheard;
  }

  private static Optional<String> silence(Future<String> asked) {
    try {
      String answer = asked.get();
      return answer.contains("awake") ? Optional.empty() : Optional.of("unexpected answer");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    } catch (ExecutionException failed) {
      return Optional.of(failed.getCause() instanceof DependencyException why && !why.code().isEmpty() ? why.code() : "no answer");
    }
  }
}
