package io.auroraresponder.diagnosis;

import io.auroraresponder.incident.Reading;

/**
 * How hard it was before a change, to be compared with how hard it is after. Never a ratio to max: raising max lowers those by
 * arithmetic.
 *
 * @param capacityAcu capacity of the member under pressure
 * @param cpuAcu CPU in use, in ACUs (CPUUtilization times max): falls only when there is less to do
 * @param activeSessions average active sessions (DBLoad, else the probe's samples)
 * @param vcpu vCPU that the capacity gives
 * @param commitLatencyMillis CommitLatency
 * @param lockWaiters sessions waiting for a lock
 */
public record Pressure(
    Reading<Double> capacityAcu,
    Reading<Double> cpuAcu,
    Reading<Double> activeSessions,
    Reading<Double> vcpu,
    Reading<Double> commitLatencyMillis,
    Reading<Double> lockWaiters) {

  /** Nothing was measured, for this reason. */
  public static Pressure none(String reason) {
    Reading<Double> unmeasured = Reading.unavailable(reason);
    return new Pressure(unmeasured, unmeasured, unmeasured, unmeasured, unmeasured, unmeasured);
  }
}
