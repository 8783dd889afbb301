package io.auroraresponder.lab.postgres;

import java.time.Instant;

/** Simulated time as a function of real time. */
public interface SimulatedTime {
  /** The simulated now. */
  Instant instant();

  /** What the simulated clock showed, or would have shown, at a real time up to now. */
  Instant simulated(Instant real);
}
