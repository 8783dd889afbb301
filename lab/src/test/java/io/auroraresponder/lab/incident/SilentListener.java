package io.auroraresponder.lab.incident;

/** Nobody waits for progress in a test. */
enum SilentListener implements IncidentRun.Listener {
  INSTANCE;

  @Override
  public void begun(String step) {
    // Nobody waits.
  }

  @Override
  public void done(String detail) {
    // Nobody waits.
  }
}
