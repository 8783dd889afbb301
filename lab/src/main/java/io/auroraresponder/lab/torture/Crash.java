package io.auroraresponder.lab.torture;

/** The machine died. Nobody catches it, as nobody can. */
final class Crash extends Error {
  private static final long serialVersionUID = 1L;

  Crash() {
    super("the machine died", null, false, false);
  }
}
