package io.auroraresponder.runbook.capacity;

import io.auroraresponder.database.DatabaseLimit;
import io.auroraresponder.database.WaitClass;
import io.auroraresponder.database.WaitProfile;
import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.MemberMinutes;
import io.auroraresponder.runbook.Vcpu;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A member of a fixed class, judged as what it is: by its own CPU and sessions. No range makes it larger. */
final class Provisioned {
  private Provisioned() {}

  /** Empty where the signal speaks of no provisioned member. */
  static Optional<Explanation> of(CapacityEvidence evidence) {
    List<Member> members = evidence.cluster().map(ClusterState::members).orElse(List.of());
    return members.stream()
        .filter(member -> member.id().equals(evidence.member()) && !member.serverless())
        .findFirst()
        .map(member -> judged(evidence, member));
  }

  private static Explanation judged(CapacityEvidence evidence, Member member) {
    MemberMinutes minutes = evidence.minutes();
    Fact type = Fact.word("rds:DescribeDBInstances DBInstanceClass", evidence.at(), member.instanceClass());
    Phrase who = Phrase.of(evidence.incident().cluster().value() + ": " + (member.writer() ? "the writer " : "the reader ") + member.id()
        + " is provisioned ({}), so its size does not follow the range", type);
    Reading<Double> cpu = minutes.recent(Metric.CPU, CapacityLimit.PRESENT_MINUTES.count());
    if (!(cpu instanceof Reading.Known<Double>(Double percent, Instant from, Instant to))) {
      return Explanation.told(Cause.NONE, Severity.WARNING, who.and("; ", Phrase.of("its CPU is not known.")),
          "Unknown until the checks succeed.", advice(evidence, member));
    }
    Phrase says = who.and("; ", Phrase.of("its CPU is at {}",
        minutes.judged(Metric.CPU, to, percent, Metric.CPU.unit(), CapacityLimit.CPU_LIMIT)))
        .and(", ", queue(evidence, minutes, member))
        .sentence();
    if (percent < CapacityLimit.CPU_LIMIT.value()) {
      return Explanation.told(Cause.NONE, Severity.INFO, says, "None found: it is not short of CPU.", List.of());
    }
    boolean queues = queues(evidence, minutes, member);
    return Explanation.told(
        Cause.NONE, queues ? Severity.CRITICAL : Severity.WARNING, says,
        queues ? "Every statement on it waits for the CPU." : "Statements on it are slower than usual.", advice(evidence, member));
  }

  private static Phrase queue(CapacityEvidence evidence, MemberMinutes minutes, Member member) {
    return evidence.database().waits() instanceof Reading.Known<WaitProfile> profile
        && Vcpu.of(member, minutes) instanceof Reading.Known<Double> vcpu
        ? Phrase.of("{} on CPU for {}", evidence.probed().number("sessions on CPU, average", profile.value().of(WaitClass.CPU), "sessions"),
            Fact.of("rds:DescribeDBInstances DBInstanceClass " + member.id(), vcpu.to(), vcpu.value(), "vCPU"))
        : Phrase.EMPTY;
  }

  /** Users feel it where more sessions want to run than there are processors. */
  private static boolean queues(CapacityEvidence evidence, MemberMinutes minutes, Member member) {
    double vcpu = Vcpu.of(member, minutes).orElse(Double.MAX_VALUE);
    return evidence.database().profile()
        .filter(profile -> DatabaseLimit.ACTIVE_SESSIONS.reached(profile.active()) && profile.of(WaitClass.CPU) >= vcpu)
        .isPresent();
  }

  private static List<Advice> advice(CapacityEvidence evidence, Member member) {
    List<Advice> all = new ArrayList<>();
    all.add(
        new Advice(
            Phrase.of("See which statements use its CPU; that reads statistics alone:"),
            Phrase.quoting("advice", evidence.at(),
            "SELECT query_id, count(*) AS sessions, max(clock_timestamp() - query_start) AS longest, min(left(query, 100)) AS "
            + "query "
                + "FROM pg_stat_activity WHERE state = 'active' AND wait_event IS NULL AND pid <> pg_backend_pid() GROUP BY query_id "
                + "ORDER BY sessions DESC LIMIT 5;")));
    takeover(evidence, member).ifPresent(all::add);
    return all;
  }

  /** A serverless reader can take the writer's place and then grows by itself. */
  private static Optional<Advice> takeover(CapacityEvidence evidence, Member member) {
    String cluster = evidence.incident().cluster().value();
    return evidence.cluster().map(ClusterState::serverlessMembers).orElse(List.of()).stream()
        .filter(one -> member.writer() && !one.writer() && one.status().equals("available"))
        .findFirst()
        .map(reader -> new Advice(
            Phrase.of("If the work is wanted, let the serverless " + reader
            .id() + " be the writer, within the range; it is no help "
                + "where it is the smaller of the two at its max:"),
            Phrase.of("aws rds failover-db-cluster --db-cluster-identifier " + cluster + " --target-db-instance-identifier " + reader
            .id())))
        .or(() -> Optional.of(
            new Advice(
                Phrase.of("If the work is wanted, choose a larger class; the instance restarts for it, which takes minutes. These can be "
                    + "ordered:"),
                Phrase.of("aws rds describe-orderable-db-instance-options --engine aurora-postgresql --query "
                    + "'OrderableDBInstanceOptions[].DBInstanceClass' --output text"))));
  }
}
