package io.auroraresponder.runbook;

import io.auroraresponder.database.Probed;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.observation.HealthyLook;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Everything that a runbook knows when it starts to think: readings only, nothing can be asked any more. */
public interface Evidence {
  /** The part that all runbooks have. */
  ClusterLook asked();

  /** "Now" for every check. */
  default Instant at() {
    return asked().at();
  }

  default Incident incident() {
    return asked().incident();
  }

  default Reading<ClusterState> cluster() {
    return asked().cluster();
  }

  /** What CloudWatch gave. */
  default Reading<Metrics> metrics() {
    return asked().metrics();
  }

  default Reading<List<RdsEvent>> events() {
    return asked().events();
  }

  /** What could not be read, with the reason; checks that need it say so themselves, these are the sources. */
  default List<Gap> gaps() {
    return asked().gaps();
  }

  /** AWS calls and SQL statements that gathering took. */
  default int calls() {
    return asked().calls();
  }

  /** What asking the database gave. */
  default Look look() {
    return new Look.NotTried("this runbook does not ask the database");
  }

  /** The DB instance whose database was asked, or would have been; empty where there is none, or where the cluster's endpoint chose. */
  default String member() {
    return "";
  }

  /** The DB instance that answered, where the server says so; else the one that was asked. */
  default String answering() {
    String answered = look() instanceof Look.Seen(Snapshot seen) ? seen.instanceAnswered() : "";
    return answered.isBlank() ? member() : answered;
  }

  /** The look as facts are made of it. */
  default Probed probed() {
    return new Probed(member(), look(), at());
  }

  /** A part of the probe's snapshot; unavailable, with the reason, where there was no look. */
  default <T> Reading<T> seen(Function<Snapshot, Reading<T>> part) {
    return probed().part(part);
  }

  /** How the live range relates to a lease. */
  default Reading<LeaseHistory.Situation> lease() {
    return Reading.unavailable("this runbook does not ask the ledger for leases");
  }

  /** The last healthy look, where the source has asked for it; else who needs it asks. */
  default Optional<Reading<HealthyLook>> healthyBefore() {
    return Optional.empty();
  }
}
