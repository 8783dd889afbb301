package io.auroraresponder.runbook.slowquery;

import java.util.Optional;

/** How one cause is proven. Pure; says nothing where its evidence is missing or speaks against it. */
interface CauseRule {
  Optional<Suspicion> suspect(SlowQueryEvidence evidence, SlowQueryThresholds limits);
}
