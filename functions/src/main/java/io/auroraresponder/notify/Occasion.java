package io.auroraresponder.notify;

import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Severity;

/** A reason for telling something. */
public enum Occasion {
  OK_LOOK("a look that finds all in order"),
  INFO("INFO"),
  WARNING("WARNING"),
  CRITICAL("CRITICAL"),
  PROPOSAL("a change that waits for a person"),
  LEASE_EVENT("what becomes of a lease"),
  LEASE_IN_TROUBLE("a lease that needs a person"),
  SILENCE("a silence that begins"),
  OWN_FAILURE("a failure of the responder itself");

  private final String spoken;

  Occasion(String spoken) {
    this.spoken = spoken;
  }

  public String spoken() {
    return spoken;
  }

  static Occasion of(Report report) {
    return report.decision().result().equals("proposed") ? PROPOSAL : of(report.verdict().severity());
  }

  static Occasion of(Story.Event event) {
    return event.needsAPerson() ? LEASE_IN_TROUBLE : LEASE_EVENT;
  }

  private static Occasion of(Severity severity) {
    return switch (severity) {
      case CRITICAL -> CRITICAL;
      case WARNING -> WARNING;
      case INFO -> INFO;
      case OK -> OK_LOOK;
    };
  }
}
