package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.DatabaseLimit;
import io.auroraresponder.database.WaitClass;
import io.auroraresponder.database.WaitProfile;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;

/** Do more sessions want to run than there are vCPUs? Then they queue for the CPU, whatever their statements are. */
final class CpuShortCheck extends SlowQueryCheck<WaitProfile> {
  /** 1 ACU is about 2 GiB, and the memory-optimized classes have 8 GiB a vCPU (db.r6g), as in the capacity runbook. */
  private static final double VCPU_PER_ACU = 0.25;

  CpuShortCheck(SlowQueryThresholds limits) {
    super(limits, (evidence, unused) -> evidence.database().waits());
  }

  @Override
  public Cause cause() {
    return Cause.CPU_SHORT;
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Reading.Known<WaitProfile> known) {
    Reading<Double> capacity = evidence.minutes(limits()).recent(Metric.CAPACITY, 1);
    if (!(capacity instanceof Reading.Known<Double> acu)) {
      return open(evidence, (Reading.Unavailable<Double>) capacity);
    }
    double vcpu = acu.value() * VCPU_PER_ACU;
    double onCpu = known.value().of(WaitClass.CPU);
    Phrase seen =
        Phrase.of(
            "{} sessions on CPU for {}", evidence.probed().number("sessions on CPU, average", onCpu, ""),
            evidence.probed().number("vCPU of the capacity", vcpu, "vCPU"));
    Phrase limit =
        Phrase.of("more sessions on CPU than vCPU, of at least {} active", DatabaseLimit.ACTIVE_SESSIONS.at(evidence.at()));
    boolean queue = DatabaseLimit.ACTIVE_SESSIONS.reached(known.value().active()) && onCpu >= Math.max(1, vcpu);
    return queue
        ? result(Severity.WARNING, seen, limit, evidence.probed().at(),
            Advice.of("Look at the top statements; the capacity runbook says whether a higher max helps."))
        : result(Severity.OK, seen, limit, evidence.probed().at());
  }
}
