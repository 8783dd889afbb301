package io.auroraresponder.lab.incident;

import io.auroraresponder.incident.ScalingRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the author of an incident holds for right. Read by the scorer alone; empty parts are not judged.
 *
 * @param first what the first report must say
 * @param last what the last report must say, empty where there is no other
 * @param lease how the lease stands in the end
 * @param range the range in the end
 * @param changes how many changes of the range were sent
 * @param effort what the run may cost
 * @param wanted messages that somebody wants; any other is one too many. Empty: messages are not judged one by one
 * @param noReport whether no report at all is right
 * @param never what may not happen at any time
 * @param mustSay words of which each must be in what people were told
 * @param mustNotSay words that may not be in it
 */
record Expectation(
    Answer first,
    Optional<Answer> last,
    Optional<LeaseEnd> lease,
    Optional<ScalingRange> range,
    Optional<Integer> changes,
    Effort effort,
    List<Wanted> wanted,
    boolean noReport,
    List<Never> never,
    List<String> mustSay,
    List<String> mustNotSay) {

  /**
   * What one report must say.
   *
   * @param says who looked, and what stands in the report beside the cause
   * @param cause the word of the cause, or of the condition that ends the look
   * @param otherCauses words that must stand among the runners-up
   * @param conditions words of conditions that must hold
   * @param lever the lever that the report must name
   * @param result the word of the decision
   * @param refused levers that must be refused by name
   */
  record Answer(
      Says says,
      Optional<String> cause,
      List<String> otherCauses,
      List<String> conditions,
      Optional<String> lever,
      Optional<String> result,
      List<String> refused) {
    /** Nothing is expected of it. */
    static final Answer NOTHING =
        new Answer(
            new Says(Optional.empty(), Optional.empty(), List.of(), List.of(), List.of(), List.of()), Optional.empty(), List.of(),
            List.of(),
            Optional.empty(), Optional.empty(), List.of());

    Answer {
      otherCauses = List.copyOf(otherCauses);
      conditions = List.copyOf(conditions);
      refused = List.copyOf(refused);
    }
  }

  /**
   * What must stand in a report beside cause and decision.
   *
   * @param headline words that must be in the headline, in any case
   * @param found checks that must have found something worth a warning or more
   * @param notFound checks that may not
   * @param gaps checks or sources that the report must list as not checked
   */
  record Says(
      Optional<String> runbook, Optional<String> severity, List<String> headline, List<String> found, List<String> notFound,
      List<String> gaps) {
    Says {
      headline = List.copyOf(headline);
      found = List.copyOf(found);
      notFound = List.copyOf(notFound);
      gaps = List.copyOf(gaps);
    }
  }

  /**
   * What the whole run takes of people and of the database.
   *
   * @param looks how often a cluster was looked into
   * @param messages how many messages people got
   * @param lookMemory the most memory that a backend of the responder may take for itself, bytes
   */
  record Effort(Optional<Integer> looks, Optional<Integer> messages, Optional<Long> lookMemory) {}

  /**
   * Messages about a cluster that somebody wants.
   *
   * @param from simulated time, as {@code until}
   * @param atMost more of them are too many; one at least must come
   * @param says words that must be in one of them, in any case
   * @param why who wants them, and what for
   */
  record Wanted(String cluster, Instant from, Instant until, int atMost, List<String> says, String why) {
    Wanted {
      says = List.copyOf(says);
    }

    boolean isMeant(String about, Instant at) {
      return cluster.equals(about) && !at.isBefore(from) && !at.isAfter(until);
    }
  }

  /** How a lease stands at the end of the run. */
  enum LeaseEnd {
    NONE,
    HELD,
    GIVEN_BACK,
    OVERDUE,
    YIELDED,
    KEPT,
    ABANDONED
  }

  /** What may never happen. */
  enum Never {
    /** Any change of a range. */
    MODIFY,
    /** Any connection to the database. */
    CONNECT,
    RAISE_MAX,
    RAISE_MIN,
    /** A max lower than it was when the run began. */
    LOWER_MAX
  }

  /** Words of the causes that the first and the last report must name. */
  List<String> causes() {
    return Stream.concat(first.cause().stream(), last.flatMap(Answer::cause).stream()).toList();
  }

  Expectation {
    wanted = List.copyOf(wanted);
    never = List.copyOf(never);
    mustSay = List.copyOf(mustSay);
    mustNotSay = List.copyOf(mustNotSay);
  }
}
