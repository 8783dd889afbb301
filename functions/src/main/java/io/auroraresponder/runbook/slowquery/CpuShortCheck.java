package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.DatabaseLimit;
import io.auroraresponder.database.Queries;
import io.auroraresponder.database.WaitClass;
import io.auroraresponder.database.WaitProfile;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.Calls;
import io.auroraresponder.runbook.CheckResult;
import java.time.Instant;

/** Do more sessions want to run than there are vCPUs? Then they queue for the CPU, whatever their statements are. */
final class CpuShortCheck extends SlowQueryCheck<WaitProfile> {
  CpuShortCheck() {
    super(evidence -> evidence.database().waits());
  }

  @Override
  public Cause cause() {
    return Cause.CPU_SHORT;
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Reading.Known<WaitProfile> known) {
    if (!(evidence.vcpu() instanceof Reading.Known<Double>(Double vcpu, Instant from, Instant to))) {
      return open(evidence, (Reading.Unavailable<Double>) evidence.vcpu());
    }
    double onCpu = known.value().of(WaitClass.CPU);
    Phrase seen = evidence.probed().sessionsOnCpu(onCpu, vcpu);
    Phrase limit =
        Phrase.of("more sessions on CPU than vCPU, of at least {} active", DatabaseLimit.ACTIVE_SESSIONS.at(evidence.at()));
    boolean queue = DatabaseLimit.ACTIVE_SESSIONS.reached(known.value().active()) && onCpu >= Math.max(1, vcpu);
    return queue
        ? result(Severity.WARNING, seen, limit, evidence.probed().at(),
            Queries.running("See which statements use the CPU", evidence.at()),
            Calls.look("The capacity runbook says whether a higher max helps", "capacity", evidence.name(), evidence.at()))
        : result(Severity.OK, seen, limit, evidence.probed().at());
  }
}
