package io.auroraresponder.lab.account;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What CloudWatch shows of a minute, by the rules of the Aurora User Guide: capacity is what it was, utilisation and CPU are relative
 * to max, free memory is as if at max, and a paused instance publishes three zeros and nothing else.
 *
 * <p>Where AWS gives no rule the values are modest inventions, so that a short world file is enough: 1 ACU is 2 GiB and a quarter of a
 * vCPU, work beyond the capacity queues.
 */
final class DerivedMetrics {
  private static final double BYTES_PER_ACU = 2.0 * 1024 * 1024 * 1024;
  private static final double ACU_PER_VCPU = 4;
  private static final double LOCAL_STORAGE_BYTES = 30.0 * 1024 * 1024 * 1024;
  private static final double COMMITS_PER_ACU = 40;
  private static final double READS_PER_ACU = 30;
  private static final Set<String> WHILE_PAUSED = Set.of("ServerlessDatabaseCapacity", "ACUUtilization", "CPUUtilization");
  private static final Set<String> ONLY_SERVERLESS = Set.of("ServerlessDatabaseCapacity", "ACUUtilization");
  private static final Set<String> ONLY_WITH_INSIGHTS = Set.of("DBLoad", "DBLoadCPU", "DBLoadNonCPU");

  private DerivedMetrics() {}

  /** The values of one minute under each statistic. */
  record Sample(double average, double minimum, double maximum) {
    static Sample of(double value) {
      return new Sample(value, value, value);
    }
  }

  /** The minute's datapoint, empty where nothing is published. */
  static Optional<Sample> of(String metric, World.Member member, Minute minute, Duration offset) {
    if (!member.serverless() && ONLY_SERVERLESS.contains(metric)) {
      return Optional.empty();
    }
    if (ONLY_WITH_INSIGHTS.contains(metric) && !member.performanceInsights()) {
      return Optional.empty();
    }
    if (!minute.awake()) {
      return WHILE_PAUSED.contains(metric) ? Optional.of(Sample.of(0)) : Optional.empty();
    }
    Curve own = member.metrics().get(metric);
    return own == null ? derived(metric, member, minute, offset) : known(own.at(offset));
  }

  private static Optional<Sample> derived(String metric, World.Member member, Minute minute, Duration offset) {
    World.Load load = member.load();
    double capacity = minute.capacity();
    return switch (metric) {
      case "ServerlessDatabaseCapacity" -> Optional.of(new Sample(capacity, minute.lowest(), minute.highest()));
      case "ACUUtilization" -> {
        double percent = 100 / minute.maxAcu();
        yield Optional.of(new Sample(capacity * percent, minute.lowest() * percent, minute.highest() * percent));
      }
      case "CPUUtilization" -> known(100 * Math.min(load.acu().at(offset) * load.cpuShare().at(offset), capacity) / minute.maxAcu());
      case "FreeableMemory" -> known(freeBytes(load.memory().at(offset), minute));
      case "DatabaseConnections" -> known(Math.rint(load.connections().at(offset)));
      case "ConnectionAttempts" -> known(Math.rint(load.attempts().at(offset)) + minute.attempts());
      case "DBLoad" -> underLoad(cpuSessions(member, capacity, offset) + waiting(member, capacity, offset));
      case "DBLoadCPU" -> underLoad(cpuSessions(member, capacity, offset));
      case "DBLoadNonCPU" -> underLoad(waiting(member, capacity, offset));
      case "BufferCacheHitRatio" -> known(hitRatio(load.memory().at(offset), capacity));
      case "AuroraReplicaLag" -> minute.writer() ? Optional.empty() : known(20 * Math.pow(queue(load, capacity, offset), 4));
      case "EngineUptime" -> known(Math.max(0, Duration.between(minute.startedAt(), minute.to()).toMillis() / 1000.0));
      case "CommitThroughput" -> known(minute.writer() ? COMMITS_PER_ACU * Math.min(load.acu().at(offset), capacity) : 0);
      case "CommitLatency" -> known(4 * queue(load, capacity, offset));
      case "ReadLatency" -> known(0.001 * queue(load, capacity, offset));
      case "WriteLatency" -> known(0.002 * queue(load, capacity, offset));
      // The user guide's table does not give it for Serverless v2.
      case "FreeLocalStorage" -> member.serverless() ? Optional.empty() : known(LOCAL_STORAGE_BYTES);
      case "Deadlocks" -> known(0);
      case "ReadIOPS", "WriteIOPS" -> known(READS_PER_ACU * Math.min(load.acu().at(offset), capacity));
      case "MaximumUsedTransactionIDs" -> known(150_000_000);
      default -> Optional.empty();
    };
  }

  private static double freeBytes(double memoryAcu, Minute minute) {
    double used = Math.min(memoryAcu, 0.98 * minute.capacity());
    return (minute.maxAcu() - used) * BYTES_PER_ACU;
  }

  private static double hitRatio(double memoryAcu, double capacity) {
    return memoryAcu <= capacity ? 99.8 : Math.max(60, 99.8 - 60 * (1 - capacity / memoryAcu));
  }

  /** How much longer work takes when it wants more than there is: the square of the overload, 1 without one. */
  private static double queue(World.Load load, double capacity, Duration offset) {
    double overload = load.acu().at(offset) / capacity;
    return overload <= 1 ? 1 : overload * overload;
  }

  static double cpuSessions(World.Member member, double capacity, Duration offset) {
    if (!member.waits().isEmpty()) {
      return sessions(member, offset, true);
    }
    World.Load load = member.load();
    return load.acu().at(offset) * load.cpuShare().at(offset) / ACU_PER_VCPU * queue(load, capacity, offset);
  }

  static double waiting(World.Member member, double capacity, Duration offset) {
    if (!member.waits().isEmpty()) {
      return sessions(member, offset, false);
    }
    World.Load load = member.load();
    return load.acu().at(offset) * (1 - load.cpuShare().at(offset)) / ACU_PER_VCPU * queue(load, capacity, offset);
  }

  private static double sessions(World.Member member, Duration offset, boolean onCpu) {
    return member.waits().stream()
        .filter(wait -> wait.type().equals("CPU") == onCpu)
        .mapToDouble(wait -> wait.sessions().at(offset))
        .filter(value -> !Double.isNaN(value))
        .sum();
  }

  private static Optional<Sample> underLoad(double sessions) {
    return sessions > 0.005 ? known(sessions) : Optional.empty();
  }

  private static Optional<Sample> known(double value) {
    return Double.isNaN(value) ? Optional.empty() : Optional.of(Sample.of(value));
  }
}
