package io.auroraresponder.runbook.scaling;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.runbook.MemberMinutes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The evidence of one Serverless v2 cluster, for all checks. */
record ScalingPicture(ScalingEvidence evidence, ClusterState cluster, ScalingRange range) {

  /** Empty where there is no Serverless v2 capacity to look at. */
  static Optional<ScalingPicture> of(ScalingEvidence evidence) {
    if (!(evidence.cluster() instanceof Reading.Known<ClusterState> known)
        || !(known.value().range() instanceof Reading.Known<ScalingRange> range)
        || known.value().serverlessMembers().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new ScalingPicture(evidence, known.value(), range.value()));
  }

  String name() {
    return cluster.id().value();
  }

  Instant at() {
    return evidence.at();
  }

  List<Member> members() {
    return cluster.serverlessMembers();
  }

  /** Members whose capacity is their own: a reader in tier 0 or 1 mirrors the writer. */
  List<Member> leading() {
    List<Member> own = members().stream().filter(member -> !member.followsWriter()).toList();
    return own.isEmpty() ? members() : own;
  }

  /** A serverless reader whose capacity is not the writer's. */
  static boolean scalesAlone(Member member) {
    return member.serverless() && !member.writer() && !member.followsWriter();
  }

  MemberMinutes minutes(Member member) {
    Metrics all = evidence.metrics().orElse(new Metrics(Map.of(), at(), at()));
    return new MemberMinutes(member.id(), all, at());
  }

  Reading<MemberDay> day(Member member) {
    return MemberDay.of(member, range, minutes(member));
  }

  /** The days of all leading members; unavailable where one is. */
  Reading<List<MemberDay>> days() {
    Reading<List<MemberDay>> all = Reading.known(List.of(), at());
    for (Member member : leading()) {
      all = all.flatMap(before -> day(member).map(one -> Stream.concat(before.stream(), Stream.of(one)).toList()));
    }
    return all;
  }

  // ------------------------------------------------------------------ facts

  Fact min() {
    return Fact.of("rds:DescribeDBClusters MinCapacity", cluster.at(), range.minAcu(), "ACU");
  }

  Fact max() {
    return Fact.of("rds:DescribeDBClusters MaxCapacity", cluster.at(), range.maxAcu(), "ACU");
  }

  Fact capacity(MemberDay day, double value, String unit) {
    return minutes(day.member()).fact(Metric.CAPACITY, day.to(), value, unit);
  }

  /**
   * The command that would set another range; never sent by us. Both ends are always named, and a pause time is sent again while min
   * stays 0, because RDS may drop it otherwise.
   */
  Phrase command(Fact newMin, Fact newMax) {
    Phrase base =
        Phrase.of(
            "aws rds modify-db-cluster --db-cluster-identifier " + name()
                + " --apply-immediately --serverless-v2-scaling-configuration MinCapacity={#},MaxCapacity={#}",
            newMin, newMax);
    boolean keepsPause = newMin.value().equals("0") && range.pauseSeconds() > 0;
    return keepsPause
        ? base.and(",", Phrase.of("SecondsUntilAutoPause={#}",
        Fact.count("rds:DescribeDBClusters SecondsUntilAutoPause", cluster.at(), range.pauseSeconds(), "s")))
        : base;
  }

  /** What {@code acu} more or less on every member comes to, for a sentence; empty where no price is known. */
  Phrase price(String template, double acu) {
    return switch (evidence.rate()) {
      case Reading.Known<AcuRate.Rate> known -> Phrase.of(template,
          known.value().perHour("range x members x rate", at(), acu * members().size()));
      case Reading.Unavailable<AcuRate.Rate> gap -> Phrase.EMPTY;
    };
  }
}
