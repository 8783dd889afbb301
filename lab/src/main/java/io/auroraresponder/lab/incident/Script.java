package io.auroraresponder.lab.incident;

import io.auroraresponder.lab.account.World;
import io.auroraresponder.lab.postgres.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An incident as everybody but the scorer may know it: the world, what happens in it, and no word about what is wrong.
 *
 * @param name the file's name without its ending
 * @param title a few words for lists
 * @param story what happened, for the reader
 * @param world the section {@code world}, in the form of docs/world.md; its {@code now} is the time of the alarm
 * @param event JSON as it arrives at the function; empty: what wakes it comes later
 * @param afterwards how simulated time goes on after the first answer
 */
public record Script(
    String name, String title, String story, World world, String event, Database database, Afterwards afterwards) {

  /** Simulated time of the alarm. */
  public Instant now() {
    return world.now();
  }

  /** Whether sessions work behind one of the clusters at any time. */
  boolean hasSessions() {
    return database instanceof Database.Real
        || afterwards.changes().stream().anyMatch(change -> change instanceof Change.SessionsBegin);
  }

  /** What answers where the cluster's database should be. */
  public sealed interface Database {

    /**
     * A real PostgreSQL with sessions at work.
     *
     * @param workloads one a database, at least one; the settings of the first are the server's
     * @param first the database that the responder's first connection goes to
     * @param dies real time after the alarm at which the server is killed, empty: it lives
     * @param everywhere whether it stands behind every cluster of the world, and not the first one alone
     */
    record Real(List<Workload> workloads, String first, Optional<Duration> dies, boolean everywhere) implements Database {
      public Real {
        workloads = List.copyOf(workloads);
      }
    }

    /** Something that is no help. */
    record Broken(Way way) implements Database {}

    /**
     * A server that turns every session away.
     *
     * @param sqlState five characters
     */
    record Refusing(String sqlState, String message) implements Database {}

    /** Nothing is there, and nobody is expected to look. */
    record Absent() implements Database {}
  }

  /** How a database is out of reach. */
  public enum Way {
    /** The port answers with a reset. */
    REFUSED,
    /** The port takes the connection and never says a word. */
    SILENT,
    /** The server is there and does not know the responder's login. */
    NO_LOGIN,
    /** The endpoint's name cannot be resolved. */
    NO_NAME
  }

  /**
   * Simulated time after the first answer, with all that wakes the responder in production. Sessions work on until they are ended.
   *
   * @param time how long it goes on
   * @param changes in order of time
   */
  public record Afterwards(Duration time, List<Change> changes) {
    public Afterwards {
      changes = List.copyOf(changes);
    }
  }

  /** Something that happens at a time after the alarm. */
  public sealed interface Change {
    Duration at();

    /** Somebody sets the range of a cluster past the responder. */
    record RangeSet(Duration at, String cluster, double min, double max, String by) implements Change {}

    /**
     * Somebody sets tags of a cluster.
     *
     * @param tags by their full keys; an empty value takes the tag away
     */
    record TagsSet(Duration at, String cluster, Map<String, String> tags) implements Change {
      public TagsSet {
        tags = Map.copyOf(tags);
      }
    }

    /** A cluster gets another name. */
    record Renamed(Duration at, String cluster, String to) implements Change {}

    /** The blue/green deployment of a cluster is switched over. */
    record SwitchedOver(Duration at, String cluster) implements Change {}

    /** A person says something to what is open of a cluster, approve, refuse, undo or keep, or silences it for two hours and lifts that. */
    record Said(Duration at, String cluster, Word word) implements Change {
      /** What a person may say. */
      public enum Word {
        APPROVE,
        REFUSE,
        UNDO,
        KEEP,
        SILENCE,
        LIFT
      }
    }

    /** The same event is delivered once more. */
    record EventAgain(Duration at) implements Change {}

    /** Another event is delivered. */
    record OtherEvent(Duration at, String json) implements Change {}

    /** The machine's clock is set forward or back. */
    record ClockSet(Duration at, Duration by) implements Change {}

    /** The kill switch is set. */
    record SwitchSet(Duration at, boolean run) implements Change {}

    /** Somebody presses a button in Slack: agrees to the plan that waits, or refuses it. */
    record Pressed(Duration at, boolean yes) implements Change {}

    /** Sessions begin to work behind a cluster; those that worked before end, and every other cluster has a server at rest. */
    record SessionsBegin(Duration at, String cluster, Database.Real database) implements Change {}

    /** Sessions end; an empty name means all. */
    record SessionsEnd(Duration at, String name) implements Change {}

    /** The database server is killed. */
    record DatabaseDies(Duration at) implements Change {}
  }
}
