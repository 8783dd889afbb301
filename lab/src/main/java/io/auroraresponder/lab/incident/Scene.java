package io.auroraresponder.lab.incident;

import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.lab.account.BusEvent;
import io.auroraresponder.lab.account.Published;
import io.auroraresponder.lab.people.PagerDutyServer;
import io.auroraresponder.lab.people.SlackServer;
import io.auroraresponder.lab.postgres.SessionsAtWork;
import io.auroraresponder.notify.Story;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** The function code in its simulated world, as one run needs it. Not for use by several threads at once. */
public interface Scene extends AutoCloseable {

  /** Makes a scene. */
  interface Maker {

    /**
     * Builds the world of the script around the sessions that are at work, at the simulated time of the alarm.
     *
     * @param work the sessions, empty where the script has no real database
     */
    Scene make(Script script, Options options, Optional<SessionsAtWork> work);
  }

  /**
   * What the command line asked for.
   *
   * @param mode observe, propose or act; empty: as the world's tags say
   */
  record Options(Optional<String> mode) {}

  /** Delivers an event. */
  Meanwhile deliver(String event);

  /** Lets simulated time go on, with all that wakes the responder in production. */
  Meanwhile goOn(Duration time);

  /**
   * What happened in a part of the run.
   *
   * @param reports those that people were sent, in order
   * @param news what became of leases, and of signals that led to no report
   */
  record Meanwhile(List<Report> reports, List<News> news) {
    static final Meanwhile NOTHING = new Meanwhile(List.of(), List.of());

    public Meanwhile {
      reports = List.copyOf(reports);
      news = List.copyOf(news);
    }

    Meanwhile and(Meanwhile later) {
      return new Meanwhile(
          Stream.concat(reports.stream(), later.reports().stream()).toList(), Stream.concat(news.stream(), later.news().stream()).toList());
    }
  }

  /** Makes a change of the world that is due now. Those of sessions and database server are not its business. */
  void change(Script.Change change);

  /** From now on these sessions work behind the cluster, and every other one has a server at rest. */
  void work(String cluster, SessionsAtWork sessions);

  /** What was done so far. */
  Footprint footprint();

  /** What channels took so far. */
  default Heard heard() {
    return Heard.NOTHING;
  }

  /**
   * What people and machines got beside the topic's messages.
   *
   * @param slack messages, edits and replies in order
   * @param pager events in order
   * @param bus events in order
   * @param refused what a channel refused, with why
   * @param after how long after the alarm each channel had taken its first message, by the channel's word
   * @param story the incident of the cluster as it stands now; empty where there is none
   * @param pages the HTML of each incident's page as it was kept last, by the incident's id
   */
  record Heard(
      List<SlackServer.Taken> slack, List<PagerDutyServer.Taken> pager, List<BusEvent> bus, List<String> refused,
      Map<String, Duration> after,
      Optional<Story> story, Map<String, String> pages) {
    static final Heard NOTHING = new Heard(List.of(), List.of(), List.of(), List.of(), Map.of(), Optional.empty(), Map.of());

    public Heard {
      slack = List.copyOf(slack);
      pager = List.copyOf(pager);
      bus = List.copyOf(bus);
      refused = List.copyOf(refused);
      after = Collections.unmodifiableMap(new LinkedHashMap<>(after));
      pages = Collections.unmodifiableMap(new LinkedHashMap<>(pages));
    }
  }

  @Override
  void close();

  /**
   * A line of what happened after the first answer.
   *
   * @param word one or two words: helped, given back
   */
  record News(Instant at, String word, String text) {}

  /**
   * What the run left behind.
   *
   * @param cluster the cluster of the incident
   * @param begun its range at the alarm
   * @param now its range now; empty where it has none
   * @param requests ranges that were asked for with ModifyDBCluster, in order, whatever was answered
   * @param connections connections to the database that the probe tried
   * @param lease the word of the lease's end or phase, for example {@code held}, {@code given-back}; {@code none} without a lease
   * @param told every message that a topic took, whole
   * @param looks how often a cluster was looked into, whether or not people heard of it
   * @param lookBytes the most memory that a backend of the responder took for itself; empty where it was not measured
   * @param calls AWS calls and SQL statements so far
   * @param undeclared calls that no policy of the deployment would allow, see {@link Rights}
   */
  record Footprint(
      String cluster,
      Optional<ScalingRange> begun,
      Optional<ScalingRange> now,
      List<ScalingRange> requests,
      int connections,
      String lease,
      List<Published> told,
      int looks,
      OptionalLong lookBytes,
      int calls,
      Set<String> undeclared) {
    private static final Set<String> QUIET = Set.of(Severity.OK.word(), Severity.INFO.word());

    public Footprint {
      undeclared = Set.copyOf(undeclared);
      requests = List.copyOf(requests);
      told = List.copyOf(told);
    }

    /** What of it reaches people who subscribe as the documentation says: neither OK looks nor the good news of a lease. */
    List<Published> messages() {
      return told.stream().filter(message -> !QUIET.contains(message.attributes().getOrDefault("severity", ""))).toList();
    }
  }
}
