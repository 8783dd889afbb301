package io.auroraresponder.postgres;

import java.time.Duration;

/** Lets time pass between two samples; a port, so that tests need not wait. */
interface Pause {
  void of(Duration duration) throws InterruptedException;

  /** Real time. */
  static Pause real() {
    return Thread::sleep;
  }
}
