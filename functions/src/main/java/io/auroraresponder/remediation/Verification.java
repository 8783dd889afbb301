package io.auroraresponder.remediation;

import io.auroraresponder.diagnosis.Pressure;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Numbers;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Series;
import io.auroraresponder.ledger.Lease;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Did the raise help? Asks whether capacity went where it could not go before, and whether the pressure got better; the alarm's
 * ratio to max is never asked, since raising max lowers it with the same load.
 */
record Verification(CapacityView view, Lease lease) {

  sealed interface Found {
    record Verdict(Lease.Verdict verdict, Phrase text) implements Found {}

    /** Metrics are missing: no verdict yet. */
    record Missing(String reason) implements Found {}
  }

  private record Signal(String name, double before, double after, String unit) {}

  Found judge() {
    Optional<Member> writer = view.cluster().writer();
    if (writer.isEmpty()) {
      return new Found.Missing("the cluster has no writer");
    }
    // The writer of now: after a failover the old one says nothing of what requests meet.
    String member = writer.get().id();
    return switch (view.fresh(member, Metric.CAPACITY)) {
      case Reading.Unavailable<Series> gap -> new Found.Missing(gap.reason());
      case Reading.Known<Series> known -> judge(member, since(known.value()));
    };
  }

  private Found judge(String member, Series capacity) {
    LeaseThresholds limits = view.thresholds();
    Series latest = CapacityView.last(capacity, limits.verifyMinutes());
    if (latest.points().size() < limits.verifyMinutes()) {
      return new Found.Missing("too few complete minutes of capacity since the change");
    }
    double ceiling = limits.ceilingRatio() * lease.current().maxAcu();
    if (latest.count(value -> value >= ceiling) >= limits.ceilingMinutes()) {
      return verdict(Lease.Verdict.USED_UP, Phrase.of("at the new ceiling again, {} of {}", acu("now", latest.max().orElseThrow()),
          max("current", lease.current().maxAcu())));
    }
    double peak = capacity.max().orElseThrow();
    boolean higherMax = lease.current().maxHalves() > lease.former().maxHalves();
    boolean above = higherMax && peak > lease.former().maxAcu() + limits.aboveFormerAcu();
    return byPressure(signals(member), peak, higherMax, above);
  }

  /** The first row that fits: no raise helped while a signal is worse, and one that was never used did nothing. */
  private Found byPressure(List<Signal> signals, double peak, boolean higherMax, boolean above) {
    LeaseThresholds limits = view.thresholds();
    List<Signal> better = signals.stream().filter(signal -> signal.after() <= limits.better() * signal.before()).toList();
    List<Signal> worse = signals.stream().filter(signal -> !signal.name().equals("CPU")
        && signal.after() >= limits.worse() * signal.before()).toList();
    if (above) {
      Phrase used = Phrase.of("capacity reached {}, above the former max of {}", acu("peak", peak), max("former", lease.former().maxAcu()));
      return worse.isEmpty()
          ? verdict(Lease.Verdict.HELPED, used)
          : verdict(Lease.Verdict.USED, used.and("; but the pressure rose: ", words(worse)));
    }
    if (worse.isEmpty() && !better.isEmpty()) {
      return verdict(Lease.Verdict.HELPED, Phrase.of("the pressure fell: ").and("", words(better)));
    }
    if (!worse.isEmpty()) {
      return verdict(Lease.Verdict.NO_HELP, Phrase.of("the pressure rose: ").and("", words(worse)));
    }
    if (signals.isEmpty()) {
      return new Found.Missing("nothing to compare the pressure with");
    }
    return verdict(
        Lease.Verdict.NO_HELP,
        higherMax
            ? Phrase.of("capacity stayed at {}, never above the former max of {}, and the pressure is unchanged", acu("peak", peak),
                max("former", lease.former().maxAcu()))
            : Phrase.of("the pressure is unchanged: ").and("", words(signals)));
  }

  private Found verdict(Lease.Verdict verdict, Phrase text) {
    return new Found.Verdict(verdict, text);
  }

  /** Only minutes that lie wholly after the change. */
  private Series since(Series series) {
    Instant first = lease.changedAt().truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofMinutes(1));
    return series.between(first, view.now());
  }

  private List<Signal> signals(String member) {
    Pressure before = lease.baseline();
    List<Signal> signals = new ArrayList<>();
    compare(signals, "active sessions", before.activeSessions(), after(member, Metric.DB_LOAD, 1), "");
    compare(signals, "commit latency", before.commitLatencyMillis(), after(member, Metric.COMMIT_LATENCY, 1), "ms");
    // CPUUtilization is of max, so times the max in force it is work done: it falls only when there is less to do.
    compare(signals, "CPU", before.cpuAcu(), after(member, Metric.CPU, lease.current().maxAcu() / 100), "ACU");
    return signals;
  }

  private Reading<Double> after(String member, Metric metric, double factor) {
    return view.fresh(member, metric).flatMap(series -> {
      Series latest = CapacityView.last(since(series), view.thresholds().verifyMinutes());
      return latest.isEmpty() ? Reading.unavailable("no minute since the change")
          : Reading.known(latest.average().orElseThrow() * factor, view.now());
    });
  }

  private static void compare(List<Signal> signals, String name, Reading<Double> before, Reading<Double> after, String unit) {
    if (before instanceof Reading.Known<Double> was && was.value() > 0 && after instanceof Reading.Known<Double> is) {
      signals.add(new Signal(name, was.value(), is.value(), unit));
    }
  }

  private Phrase words(List<Signal> signals) {
    return Phrase.join(
        ", ",
        signals.stream()
            .map(
                signal ->
                    Phrase.of(
                        signal.name() + " {} to {}", new Fact("lease baseline", lease.changedAt(), Numbers.plain(signal.before()),
                        signal.unit()),
                        new Fact("cloudwatch:GetMetricData " + signal.name(), view.now(), Numbers.plain(signal.after()), signal.unit())))
            .toList());
  }

  private Fact acu(String what, double value) {
    return Fact.of("cloudwatch:GetMetricData ServerlessDatabaseCapacity " + what, view.now(), value, "ACU");
  }

  private Fact max(String which, double value) {
    return Fact.of("ledger lease " + which + " max", lease.changedAt(), value, "ACU");
  }
}
