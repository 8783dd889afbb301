package io.auroraresponder.lambda;

import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;

/** What the probe's function is asked: whom to look at, and in how many milliseconds. */
record ProbeCall(ProbeRequest look, long withinMillis) {

  /** What it answers. */
  record Answer(Look look) {}
}
