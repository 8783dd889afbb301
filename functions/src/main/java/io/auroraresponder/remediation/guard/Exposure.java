package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.Charge;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a wider range may cost at worst, over what the base may cost. */
public final class Exposure {
  private static final Duration DAY = Duration.ofDays(1);

  /** Sums of thousandths of an ACU hour are off by less. */
  static final double ROUNDING = 1e-9;

  private Exposure() {}

  /**
   * ACU that one member may use more at {@code to} than at {@code base}, whatever the load: the larger of what max and what min
   * grew by, since the same demand is clamped into either range. Never negative.
   */
  public static double acuPerMember(ScalingRange base, ScalingRange to) {
    return Math.max(0, Math.max(to.maxAcu() - base.maxAcu(), to.minAcu() - base.minAcu()));
  }

  /** ACU hours that count against a cluster's budget now: what was charged, and what its lease takes past its end. */
  public static double spent(Head head, Instant now) {
    return head.window().stream().filter(charge -> charge.isHeld(now)).mapToDouble(Charge::acuHours).sum()
        + head.lease().map(lease -> overTime(lease, now)).orElse(0.0);
  }

  /** When so many ACU hours of what was charged are a day old; empty where all of it is not enough. */
  static Optional<Instant> freeAt(Collection<Charge> charges, double acuHours, Instant now) {
    List<Charge> oldest = charges.stream().filter(charge -> charge.isHeld(now)).sorted(Comparator.comparing(Charge::at)).toList();
    double left = acuHours;
    for (Charge charge : oldest) {
      left -= charge.acuHours();
      if (left <= ROUNDING) {
        return Optional.of(charge.ends());
      }
    }
    return Optional.empty();
  }

  /** What a lease has cost at worst since its end, of the last day: its charges cover no more than its time. */
  public static double overTime(Lease lease, Instant now) {
    Instant from = lease.until().isBefore(now.minus(DAY)) ? now.minus(DAY) : lease.until();
    return from.isBefore(now) ? acuHours(lease.base(), lease.current(), lease.members(), Duration.between(from, now)) : 0;
  }

  /**
   * As {@link #overTime}, as a charge of its own that stands whole when the range has gone back or the lease has closed; empty where that
   * was within its time.
   */
  public static Optional<Charge> overTimeCharge(Lease lease, Instant now) {
    double over = overTime(lease, now);
    return over == 0 ? Optional.empty()
        : Optional.of(new Charge(now, overTimeId(lease), over, Duration.between(lease.until(), now), false));
  }

  /** What that charge is called. */
  public static String overTimeId(Lease lease) {
    return "over " + lease.id();
  }

  /** The time that a raise's charge covers: a step with a shorter lease lasts as long as the lease that it steps. */
  public static Duration time(Optional<Lease> open, Duration planned, Instant now) {
    Duration rest = open.map(lease -> Duration.between(now, lease.until())).orElse(Duration.ZERO);
    return rest.compareTo(planned) > 0 ? rest : planned;
  }

  /** ACU hours of all members over a time, rounded up to thousandths so that sums never fall short. */
  public static double acuHours(ScalingRange base, ScalingRange to, int members, Duration time) {
    double hours = time.toMillis() / 3_600_000.0;
    return Math.ceil(acuPerMember(base, to) * members * hours * 1000 - 1e-6) / 1000;
  }
}
