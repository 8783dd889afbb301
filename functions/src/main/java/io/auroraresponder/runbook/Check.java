package io.auroraresponder.runbook;

/** One rule: evidence in, result out. Holds no state, asks nobody, knows no clock. */
public interface Check<E extends Evidence> {
  CheckResult examine(E evidence);

  /** The check's public id: its class name without "Check", also its anchor in docs/runbooks. */
  default String id() {
    String name = getClass().getSimpleName();
    return name.endsWith("Check") ? name.substring(0, name.length() - "Check".length()) : name;
  }
}
