package io.auroraresponder.runbook.capacity;

import io.auroraresponder.diagnosis.Cause;
import java.util.Optional;

/** How one cause is proven. Pure; sees the whole picture, says nothing where its evidence is missing or speaks against it. */
interface CauseRule {
  Cause cause();

  Optional<Suspicion> suspect(CapacityPicture picture);
}
