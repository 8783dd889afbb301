package io.auroraresponder.runbook;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.observation.HealthyLook.MemberShape;
import io.auroraresponder.observation.HealthyLook.Shape;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a cluster differs from what it was: range, versions, storage, members and what is switched on. What was not read differs in nothing.
 */
final class ShapeChanges {
  private static final String CLUSTER = "rds:DescribeDBClusters ";
  private static final String INSTANCE = "rds:DescribeDBInstances ";

  private final Shape before;
  private final ClusterState now;
  private final RangeAuthor author;
  private final List<Phrase> found = new ArrayList<>();

  private ShapeChanges(Shape before, ClusterState now, RangeAuthor author) {
    this.before = before;
    this.now = now;
    this.author = author;
  }

  /**
   * All differences, the range first.
   *
   * @param author who set the range that is live
   */
  static List<Phrase> of(Shape before, ClusterState now, RangeAuthor author) {
    ShapeChanges changes = new ShapeChanges(before, now, author);
    changes.range();
    changes.word("engine version", "EngineVersion", before.engineVersion(), now.engineVersion());
    changes.word("platform version", "ServerlessV2PlatformVersion", before.platformVersion(), now.platformVersion());
    changes.word("storage", "StorageType", storage(before.storageType()), storage(now.storageType()));
    changes.members();
    changes.switchedOn();
    return List.copyOf(changes.found);
  }

  private void range() {
    if (!(before.range() instanceof Reading.Known<ScalingRange> then) || !(now.range() instanceof Reading.Known<ScalingRange> live)) {
      return;
    }
    ScalingRange was = then.value();
    ScalingRange is = live.value();
    if (was.minHalves() != is.minHalves()) {
      found.add(differs("min", acu("MinCapacity", before.at(), was.minAcu()), acu("MinCapacity", now.at(), is.minAcu()))
          .and("", author.words()));
    }
    if (was.maxHalves() != is.maxHalves()) {
      found.add(differs("max", acu("MaxCapacity", before.at(), was.maxAcu()), acu("MaxCapacity", now.at(), is.maxAcu()))
          .and("", author.words()));
    }
    if (was.pauseSeconds() != is.pauseSeconds() && was.mayPause() && is.mayPause()) {
      String field = CLUSTER + "SecondsUntilAutoPause";
      found.add(differs("pause after", Fact.count(field, before.at(), was.pauseSeconds(), "s"),
          Fact.count(field, now.at(), is.pauseSeconds(), "s")));
    }
  }

  private static Fact acu(String field, Instant at, double value) {
    return Fact.of(CLUSTER + field, at, value, "ACU");
  }

  private void members() {
    Optional<MemberShape> was = before.writer();
    Optional<Member> is = now.writer();
    if (was.isPresent() && is.isPresent() && !was.get().id().equals(is.get().id())) {
      found.add(differs("writer", word(CLUSTER + "IsClusterWriter", before.at(), was.get().id()),
          word(CLUSTER + "IsClusterWriter", now.at(), is.get().id())));
    }
    for (MemberShape one : before.members()) {
      if (now.members().stream().noneMatch(member -> member.id().equals(one.id()))) {
        found.add(Phrase.of("member {} is gone", word(CLUSTER + "DBClusterMembers", before.at(), one.id())));
      }
    }
    now.members().forEach(this::member);
  }

  private void member(Member member) {
    Optional<MemberShape> was = before.member(member.id());
    if (was.isEmpty()) {
      found.add(Phrase.of("member {} is new", word(CLUSTER + "DBClusterMembers", now.at(), member.id())));
      return;
    }
    if (was.get().promotionTier() != member.promotionTier()) {
      String field = CLUSTER + "PromotionTier " + member.id();
      found.add(
          differs("tier of " + member.id(), Fact.count(field, before.at(), was.get().promotionTier(), ""),
          Fact.count(field, now.at(), member.promotionTier(), "")));
    }
    word("class of " + member.id(), INSTANCE + "DBInstanceClass " + member.id(), was.get().instanceClass(), member.instanceClass());
    word("parameters of " + member.id(), INSTANCE + "ParameterApplyStatus " + member.id(), was.get().parameterStatus(),
        member.parameterStatus());
  }

  private void switchedOn() {
    now.blockers().stream()
        .filter(one -> !before.blockers().contains(one))
        .forEach(one -> found.add(Phrase.of("new: {}", word(CLUSTER + "blockers", now.at(), one))));
    before.blockers().stream()
        .filter(one -> !now.blockers().contains(one))
        .forEach(one -> found.add(Phrase.of("no longer: {}", word(CLUSTER + "blockers", before.at(), one))));
  }

  private void word(String what, String field, String was, String is) {
    if (!was.isBlank() && !is.isBlank() && !was.equals(is)) {
      String source = field.contains(":") ? field : CLUSTER + field;
      found.add(differs(what, word(source, before.at(), was), word(source, now.at(), is)));
    }
  }

  private static Fact word(String source, Instant at, String value) {
    return Fact.word(source, at, value);
  }

  private static Phrase differs(String what, Fact was, Fact is) {
    return Phrase.of(what + " {}, now {}", was, is);
  }

  private static String storage(String type) {
    return type.isBlank() ? "aurora" : type;
  }
}
