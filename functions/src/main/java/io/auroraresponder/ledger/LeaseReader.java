package io.auroraresponder.ledger;

import io.auroraresponder.incident.Reading;

/** The ledger as those see it who plan and diagnose: reading only. Never throws; a ledger that does not answer is unavailable. */
public interface LeaseReader {
  Reading<LeaseNote> lease(String resourceId);

  /** How many changes of this cluster's range the ledger knows; 0 where it knows none. */
  Reading<Long> changeNo(String resourceId);
}
