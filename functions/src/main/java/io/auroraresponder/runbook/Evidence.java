package io.auroraresponder.runbook;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Reading;
import java.time.Instant;
import java.util.List;

/** Everything that a runbook knows when it starts to think: readings only, nothing can be asked any more. */
public interface Evidence {
  /** "Now" for every check. */
  Instant at();

  Reading<ClusterState> cluster();

  /** What could not be read, with the reason; checks that need it say so themselves, these are the sources. */
  List<Gap> gaps();

  /** AWS calls and SQL statements that gathering took. */
  int calls();
}
