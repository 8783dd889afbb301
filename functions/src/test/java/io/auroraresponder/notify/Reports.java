package io.auroraresponder.notify;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.incident.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Example reports: a raise that was done, a pile-up of locks that was refused, and what observe says of the raise. */
public final class Reports {
  public static final Instant NOW = Instant.parse("2026-11-24T10:15:40Z");
  public static final Instant BEGAN = Instant.parse("2026-11-24T10:09:00Z");
  private static final String ARN = "arn:aws:rds:eu-west-1:111122223333:cluster:orders-db";
  private static final String CLOUDWATCH = "cloudwatch:GetMetricData ";

  private Reports() {}

  /** The parts of a report as its makers hand them over. */
  public record Parts(
      Reading<ClusterState> cluster,
      Report.Verdict verdict,
      List<Finding> findings,
      List<Gap> gaps,
      List<Report.Link> links,
      Report.Timing timing,
      Optional<Report.Plan> reportedPlan,
      Report.Decision reportedDecision,
      List<Advice> advice)
      implements Report.Examined, Report.Planned {
    @Override
    public Optional<Report.Plan> reported() {
      return reportedPlan;
    }

    public Parts with(Advice more) {
      return new Parts(
          cluster, verdict, findings, gaps, links, timing, reportedPlan, reportedDecision, List.of(more));
    }

    public Report of(Incident incident) {
      return Report.of(incident, this, this, () -> reportedDecision);
    }
  }

  public static Report applied() {
    return raise(decision("act", "applied", "", maxRaised(), undo()));
  }

  public static Report observed() {
    Advice allow =
        new Advice(
            Phrase.of("to allow it, tag the cluster:"),
            Phrase.of("aws rds add-tags-to-resource --resource-name " + ARN + " --tags Key=aurora-responder:mode,Value=act"));
    return raise(decision("observe", "dry-run", "applied", Phrase.of("nothing was changed: mode is observe"), List.of(allow)));
  }

  public static Report refused() {
    Fact waiters = Fact.count("sql/lock_waits.sql", NOW, 41, "sessions");
    Fact pid = Fact.count("sql/lock_waits.sql", NOW, 8123, "");
    Fact held = Fact.word("sql/lock_waits.sql", NOW, "4 min 10 s");
    Fact start = Fact.word("sql/lock_waits.sql", NOW, "2026-11-24 09:58:01.22+00");
    Fact expected = Fact.of("capacity before the pile-up", BEGAN, 6, "ACU");
    Fact limit = Fact.count("setting locks.waiters", NOW, 5, "");
    Advice end =
        new Advice(
            Phrase.of("end the blocker, then expect about {}", expected),
            Phrase.of(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = {} AND backend_start = '{}'", pid, start));
    Finding locks =
        Finding.of(
                "LockWaits", Severity.CRITICAL,
                Phrase.of("{} queue behind pid {} (idle in transaction for {}, application billing-export)", waiters, pid, held),
                Phrase.of("{} wait", waiters), Phrase.of("{} waiters", limit), BEGAN)
            .with(end);
    Report.Plan plan =
        new Report.Plan(
            "", "", "none", Optional.empty(), Optional.empty(), "end-blocker",
            List.of(new Report.RefusedLever("raise-max", Phrase.of("waiting sessions use no CPU, so more capacity would not help"))),
            Optional.empty(),
            Optional.empty(), Phrase.EMPTY);
    Report.Verdict verdict =
        new Report.Verdict(
            Phrase.of("orders-db is waiting, not working: {} queue behind pid {}", waiters, pid),
            Phrase.of("checkouts hang"), Severity.CRITICAL, "lock-pileup", List.of("load-growth"));
    Report.Decision decision =
        new Report.Decision(
            "act", "refused", "", List.of(answer("cause", "refuse", Phrase.of("lock-pileup does not support raising max"))),
            Phrase.of("raising max: waiting sessions use no CPU, so more capacity would not help"), List.of(), 0, "");
    return parts(verdict, List.of(locks), List.of(), Optional.of(plan), decision).of(incident());
  }

  /** A report about a cluster that could not be read. */
  public static Report unread() {
    Report.Verdict verdict =
        new Report.Verdict(Phrase.of("orders-db could not be read"), Phrase.EMPTY, Severity.WARNING, "unknown", List.of());
    Gap gap =
        new Gap(
            "ClusterState", Phrase.of("rds:DescribeDBClusters was denied"),
            Phrase.of("allow rds:DescribeDBClusters on " + ARN));
    Report.Decision decision =
        new Report.Decision("observe", "refused", "", List.of(), Phrase.of("evidence is missing"), List.of(), 0, "");
    Parts parts = parts(verdict, List.of(), List.of(gap), Optional.empty(), decision);
    return new Parts(
            Reading.unavailable("denied"), parts.verdict(), parts.findings(), parts.gaps(), parts.links(), parts.timing(),
            Optional.empty(), decision, List.of())
        .of(incident());
  }

  public static Incident incident() {
    return incident("orders-db-acu-high", "Threshold Crossed: 1 out of the last 1 datapoints [97.0] was greater than 90.0");
  }

  public static Incident incident(String source, String reason) {
    Signal signal = new Signal("eventbridge-alarm", "0b3a1f52-0018-4c10-9a10-0000000000d8", source, reason, BEGAN);
    return new Incident(
        "orders-db-7f3a", "111122223333/eu-west-1/orders-db", new ClusterId("orders-db"), "111122223333", "eu-west-1", "capacity",
        "orders-db-instance-1", "", NOW.minusSeconds(10), signal);
  }

  /** The parts of {@link #applied()}, to be changed by a test. */
  public static Parts parts(
      Report.Verdict verdict, List<Finding> findings, List<Gap> gaps, Optional<Report.Plan> plan, Report.Decision decision) {
    return new Parts(
        Reading.known(cluster(), NOW), verdict, findings, gaps,
        List.of(new Report.Link("orders-db in the console", "https://eu-west-1.console.aws.amazon.com/rds/home?region=eu-west-1#x")),
        new Report.Timing(NOW, Duration.ofMillis(1204), 17), plan, decision, List.of());
  }

  public static Report.Decision decision(
      String mode, String result, String wouldBe, Phrase summary, List<Advice> commands) {
    Fact ceiling = Fact.of("tag aurora-responder:max-acu", NOW, 16, "ACU");
    return new Report.Decision(
        mode, result, wouldBe,
        List.of(answer("mode", "pass", Phrase.of("mode " + mode)), answer("ceiling", "pass", Phrase.of("ceiling {}", ceiling))),
        summary, commands, 12, "9c41d2aa90bb1177e2");
  }

  private static Report raise(Report.Decision decision) {
    Fact capacity = Fact.of(CLOUDWATCH + "ServerlessDatabaseCapacity orders-db-instance-1 Maximum", NOW, 8, "ACU");
    Fact minutes = Fact.count(CLOUDWATCH + "ServerlessDatabaseCapacity orders-db-instance-1 Maximum, 6 minutes", NOW, 6, "minutes");
    Fact ratio = Fact.of("limit member.ceilingRatio", NOW, 0.95, 2, "");
    Fact sessions = Fact.count("sql/wait_samples.sql", NOW, 31, "sessions");
    Finding ceiling =
        Finding.of(
            "AcuCeiling", Severity.CRITICAL, Phrase.of("at the ceiling for {}", minutes), Phrase.of("{} for {}", capacity, minutes),
            Phrase.of("{} x max", ratio), BEGAN);
    Finding locks =
        Finding.of("LockWaits", Severity.OK, Phrase.of("no session waits"), Phrase.of("none"), Phrase.EMPTY, NOW);
    Gap gap =
        new Gap(
            "PerformanceInsights", Phrase.of("off for orders-db-instance-1"),
            Phrase.of("turn on: aws rds modify-db-instance --db-instance-identifier orders-db-instance-1 --enable-performance-insights"));
    Report.Verdict verdict =
        new Report.Verdict(
            Phrase.of("orders-db is out of capacity: {} for {}, {} at work", capacity, minutes, sessions),
            Phrase.of("requests queue"), Severity.CRITICAL, "load-growth", List.of());
    return parts(verdict, List.of(ceiling, locks), List.of(gap), Optional.of(raisePlan()), decision).of(incident());
  }

  private static Report.Plan raisePlan() {
    Fact from = Fact.of("rds:DescribeDBClusters MaxCapacity", NOW, 8, "ACU");
    Fact to = Fact.of("plan", NOW, 12, "ACU");
    Fact perHour = Fact.of("price list eu-west-1", NOW, 0.96, 2, "USD/h");
    Fact worst = Fact.of("price list eu-west-1", NOW, 3.84, 2, "USD");
    Fact rate = Fact.of("price list eu-west-1", NOW, 0.12, 2, "USD per ACU hour");
    return new Report.Plan(
        "plan-51ac", "b0c9d8e7", "raise-max", Optional.of(ScalingRange.of(0.5, 8)), Optional.of(ScalingRange.of(0.5, 12)), "raise-max",
        List.of(), Optional.of(new Report.Lease("lease-7f3a", NOW.plus(Duration.ofHours(4)), NOW.plus(Duration.ofMinutes(5)))),
        Optional.of(new Report.Cost(perHour, worst, Fact.of("price list eu-west-1", NOW, 23.04, 2, "USD"), "USD", rate)),
        Phrase.of("max {#} → {}", from, to));
  }

  private static Phrase maxRaised() {
    Fact from = Fact.of("rds:DescribeDBClusters MaxCapacity", NOW, 8, "ACU");
    Fact to = Fact.of("plan", NOW, 12, "ACU");
    return Phrase.of("max raised {#} → {} until 14:15 UTC", from, to);
  }

  private static List<Advice> undo() {
    return List.of(
        new Advice(Phrase.of("to undo:"), Phrase.of("responder undo lease-7f3a")),
        new Advice(Phrase.of("to stop all changes:"), Phrase.of("responder stop")));
  }

  private static Report.GuardAnswer answer(String guard, String verdict, Phrase text) {
    return new Report.GuardAnswer(guard, verdict, text);
  }

  private static ClusterState cluster() {
    return new ClusterState(
        new ClusterId("orders-db"), ARN, "cluster-ABCDEFGHIJKLMNOPQRSTUVWXY0", "111122223333", "eu-west-1", "aurora-postgresql", "16.6",
        "provisioned", "available", Reading.known(ScalingRange.of(0.5, 8), NOW), List.of(), Reading.known(Map.of(), NOW), "aurora",
        "", Reading.unavailable("not looked up"), "", 5432, List.of(), NOW);
  }
}
