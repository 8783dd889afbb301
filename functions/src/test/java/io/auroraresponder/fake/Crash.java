package io.auroraresponder.fake;

/** The machine is gone: an error that nobody may catch. */
public final class Crash extends Error {
  private static final long serialVersionUID = 1L;

  public Crash() {
    super("crash", null, false, false);
  }
}
