package io.auroraresponder.incident;

import java.util.Locale;

/** How bad a finding is, best last; the order is the order of the constants. */
public enum Severity {
  /** The likely cause, act now. */
  CRITICAL,
  /** Real, look at it. */
  WARNING,
  /** Context or hygiene; never the headline over a live cause. */
  INFO,
  /** Looked at and in order. */
  OK;

  public Severity worse(Severity other) {
    return compareTo(other) <= 0 ? this : other;
  }

  /** As it stands in reports: lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
