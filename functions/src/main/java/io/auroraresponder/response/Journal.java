package io.auroraresponder.response;

import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Report;
import io.auroraresponder.remediation.Decision;
import io.auroraresponder.remediation.Wish;
import io.auroraresponder.runbook.Examination;
import java.util.Optional;

/** Remembers how far the answer to a signal has come, so that a run that breaks off is finished and not repeated. */
interface Journal {
  /** Before anything follows from a diagnosis. */
  void examined(Incident incident, Examination examination, Wish wish);

  /** When the wish has been answered. */
  void decided(Incident incident, Decision decision);

  /** What follows by itself after an answer of this cause and result; empty where nothing does, and where nobody knows. */
  default Optional<Report.NextLook> nextLook(String cause, String result) {
    return Optional.empty();
  }

  /** When people have been told. */
  void told(Report report);
}
