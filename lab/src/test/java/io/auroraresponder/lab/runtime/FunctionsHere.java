package io.auroraresponder.lab.runtime;

import java.util.Optional;

/** Whether this machine can run functions; where not, one line says which tests are skipped, and why. */
public final class FunctionsHere {
  private FunctionsHere() {}

  /** For {@code FunctionHostTest}. */
  static boolean possible() {
    return possible("FunctionHostTest");
  }

  /** {@code test} is skipped otherwise. */
  public static boolean possible(String test) {
    Optional<String> hindrance = FunctionHost.hindrance();
    hindrance.ifPresent(why -> System.out.println("skipped: " + test + " " + why));
    return hindrance.isEmpty();
  }
}
