package io.auroraresponder.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
  private static final Instant AT = Instant.parse("2026-11-24T10:15:30Z");
  private static final String RESOURCE = "cluster-ABC";

  @Test
  void observesAndIsOptedOutWithoutAnyTag() {
    Policy policy = read(Map.of());

    assertThat(policy.mode()).isEqualTo(Policy.Mode.OBSERVE);
    assertThat(policy.optedOut()).isTrue();
    assertThat(policy.troubles()).isEmpty();
  }

  @Test
  void actsWhenTheTagNamesThisVeryCluster() {
    Policy policy = read(Map.of("mode", "act", "cluster", RESOURCE));

    assertThat(policy.mode()).isEqualTo(Policy.Mode.ACT);
    assertThat(policy.optedOut()).isFalse();
  }

  @Test
  void observesWhenARestoredClusterCarriesItsParentsTags() {
    Policy policy = read(Map.of("mode", "act", "cluster", "cluster-PARENT"));

    assertThat(policy.mode()).isEqualTo(Policy.Mode.OBSERVE);
    assertThat(policy.troubles()).singleElement().asString().contains("cluster-PARENT", RESOURCE);
  }

  @Test
  void observesWhenModeActLacksTheClusterTag() {
    assertThat(read(Map.of("mode", "act")).mode()).isEqualTo(Policy.Mode.OBSERVE);
    assertThat(read(Map.of("mode", "act")).troubles()).singleElement().asString().contains("aurora-responder:cluster", RESOURCE);
  }

  @Test
  void proposesWithoutTheClusterTag() {
    assertThat(read(Map.of("mode", "propose")).mode()).isEqualTo(Policy.Mode.PROPOSE);
  }

  @Test
  void observesAndStaysOptedInWhenTagsCannotBeRead() {
    Policy policy = Policy.read(cluster(Reading.unavailable("the answer carried no tag list")), HardLimits.DEFAULTS);

    assertThat(policy.mode()).isEqualTo(Policy.Mode.OBSERVE);
    assertThat(policy.optedOut()).isFalse();
    assertThat(policy.troubles()).singleElement().asString().contains("tag list");
  }

  @Test
  void tightensEveryLimit() {
    Policy policy =
        act(
            Map.of(
                "max-acu", "12.5", "min-acu", "2", "step", "1.25", "lease-hours", "0.5", "budget-acu-hours-per-day", "20",
                "cooldown-minutes", "45", "freeze", "daily 22:00-23:00", "actions", "raise-max", "owner", " team-orders "));

    assertThat(policy.mode()).isEqualTo(Policy.Mode.ACT);
    assertThat(policy.maxAcu()).isEqualTo(12.5);
    assertThat(policy.minAcu()).isEqualTo(2);
    assertThat(policy.step()).isEqualTo(1.25);
    assertThat(policy.lease()).isEqualTo(Duration.ofMinutes(30));
    assertThat(policy.budgetAcuHours()).isEqualTo(20);
    assertThat(policy.cooldown()).isEqualTo(Duration.ofMinutes(45));
    assertThat(policy.freeze()).hasSize(1);
    assertThat(policy.actions()).containsExactly("raise-max");
    assertThat(policy.owner()).isEqualTo("team-orders");
  }

  @Test
  void loosensNoLimit() {
    Policy policy =
        act(
            Map.of(
                "max-acu", "128", "min-acu", "64", "step", "4", "lease-hours", "100", "budget-acu-hours-per-day", "5000",
                "cooldown-minutes", "1"));

    assertThat(policy.maxAcu()).isEqualTo(HardLimits.DEFAULTS.maxAcu());
    assertThat(policy.minAcu()).isEqualTo(HardLimits.DEFAULTS.minAcu());
    assertThat(policy.step()).isEqualTo(HardLimits.DEFAULTS.step());
    assertThat(policy.lease()).isEqualTo(HardLimits.DEFAULTS.lease());
    assertThat(policy.budgetAcuHours()).isEqualTo(HardLimits.DEFAULTS.budgetAcuHours());
    assertThat(policy.cooldown()).isEqualTo(HardLimits.DEFAULTS.cooldown());
    assertThat(policy.mode()).isEqualTo(Policy.Mode.ACT);
  }

  @ParameterizedTest
  @CsvSource({
    "max-acu, sixteen", "max-acu, 0.5", "min-acu, -1", "step, 1", "step, 0", "lease-hours, 0", "lease-hours, 4h",
    "budget-acu-hours-per-day, 1e9", "cooldown-minutes, ''", "freeze, weekends", "actions, raise-everything", "mode, yes",
    "max_acu, 8", "mode, ''"
  })
  void observesAndSaysSoWhenATagIsNotUnderstood(String name, String value) {
    Policy policy = act(Map.of(name, value));

    assertThat(policy.mode()).isEqualTo(Policy.Mode.OBSERVE);
    assertThat(policy.troubles()).isNotEmpty();
    assertThat(policy.troubles().getFirst().text()).contains("aurora-responder:" + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Aurora-Responder:max-acu", "aurora_responder:max-acu", " aurora-responder:max-acu", "AuroraResponder/max-acu",
      "aurora-responder.max-acu"})
  void observesWhenAKeyIsOursButForItsSpelling(String key) {
    Map<String, String> tags = Map.of("aurora-responder:mode", "propose", key, "2");

    Policy policy = Policy.read(cluster(Reading.known(tags, AT)), HardLimits.DEFAULTS);

    assertThat(policy.mode()).isEqualTo(Policy.Mode.OBSERVE);
    assertThat(policy.troubles().getFirst().text()).contains("there is no tag", key.strip());
  }

  @Test
  void everyTagHasItsLineInTheOperatorsPage() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "operations", "tags.md"));
    List<String> rows = page.lines().filter(line -> line.startsWith("| `")).map(line -> line.split("\\|", -1)[1]).toList();

    assertThat(rows.stream().flatMap(row -> Pattern.compile("`([a-z-]+)`").matcher(row).results()).map(found -> found.group(1)))
        .containsExactlyInAnyOrderElementsOf(PolicyTags.NAMES);
  }

  @Test
  void saysWhatTheTagsOfModeActWouldReallyAllow() {
    HardLimits limits = HardLimits.DEFAULTS;

    assertThat(Policy.ifTaggedToAct(tagged(Map.of("mode", "observe", "cluster", "cluster-PARENT")), limits).mode())
        .isEqualTo(Policy.Mode.ACT);
    assertThat(Policy.ifTaggedToAct(tagged(Map.of("mode", "observe", "step", "?")), limits).mode()).isEqualTo(Policy.Mode.OBSERVE);
    assertThat(Policy.ifTaggedToAct(cluster(Reading.unavailable("no tag list")), limits).mode()).isEqualTo(Policy.Mode.OBSERVE);
  }

  @Test
  void staysOffWhenATagIsNotUnderstood() {
    assertThat(read(Map.of("mode", "off", "step", "?")).mode()).isEqualTo(Policy.Mode.OFF);
    assertThat(read(Map.of("mode", "off")).optedOut()).isTrue();
  }

  @Test
  void givesAnotherDigestWhenAnyLimitDiffers() {
    assertThat(act(Map.of("max-acu", "8")).digest()).isNotEqualTo(act(Map.of("max-acu", "9")).digest());
    assertThat(act(Map.of("max-acu", "8")).digest()).isEqualTo(act(Map.of("max-acu", "8.0", "owner", "x")).digest());
  }

  @Property(seed = "42", tries = 200)
  void neverThrowsAndNeverGoesBeyondTheLimits(@ForAll String name, @ForAll String value) {
    for (String tag : List.of("max-acu", "min-acu", "step", "lease-hours", "budget-acu-hours-per-day", "cooldown-minutes", "freeze",
        "actions", "mode", name)) {
      Policy policy = act(Map.of(tag, value));

      assertThat(policy.maxAcu()).isLessThanOrEqualTo(HardLimits.DEFAULTS.maxAcu());
      assertThat(policy.minAcu()).isLessThanOrEqualTo(HardLimits.DEFAULTS.minAcu());
      assertThat(policy.step()).isGreaterThan(1).isLessThanOrEqualTo(HardLimits.DEFAULTS.step());
      assertThat(policy.lease()).isPositive().isLessThanOrEqualTo(HardLimits.DEFAULTS.lease());
      assertThat(policy.budgetAcuHours()).isLessThanOrEqualTo(HardLimits.DEFAULTS.budgetAcuHours());
      assertThat(policy.cooldown()).isGreaterThanOrEqualTo(HardLimits.DEFAULTS.cooldown());
    }
  }

  private static Policy act(Map<String, String> more) {
    Map<String, String> tags = new HashMap<>(Map.of("mode", "act", "cluster", RESOURCE));
    tags.putAll(more);
    return read(tags);
  }

  private static Policy read(Map<String, String> tags) {
    return Policy.read(tagged(tags), HardLimits.DEFAULTS);
  }

  private static ClusterState tagged(Map<String, String> tags) {
    Map<String, String> prefixed = new HashMap<>(Map.of("team", "not ours"));
    tags.forEach((name, value) -> prefixed.put("aurora-responder:" + name, value));
    return cluster(Reading.known(prefixed, AT));
  }

  private static ClusterState cluster(Reading<Map<String, String>> tags) {
    return new ClusterState(
        new ClusterId("orders-db"), "arn:aws:rds:eu-west-1:111122223333:cluster:orders-db", RESOURCE, "111122223333", "eu-west-1",
        "aurora-postgresql", "16.6", "provisioned", "available", Reading.known(ScalingRange.of(0.5, 8), AT), List.of(), tags, "aurora", "3",
        Reading.unavailable("not looked up"), "", 5432, List.of(), AT);
  }
}
