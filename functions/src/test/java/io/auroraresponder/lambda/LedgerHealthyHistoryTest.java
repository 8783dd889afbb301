package io.auroraresponder.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.database.HealthLimit;
import io.auroraresponder.fake.Fate;
import io.auroraresponder.fake.FaultyTable;
import io.auroraresponder.fake.InMemoryTable;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.Ledger;
import io.auroraresponder.ledger.SeenLimit;
import io.auroraresponder.ledger.Table;
import io.auroraresponder.observation.HealthyLook;
import io.auroraresponder.observation.HealthyLook.MemberShape;
import io.auroraresponder.observation.HealthyLook.Shape;
import io.auroraresponder.observation.HealthyLook.Statement;
import io.auroraresponder.observation.HealthyLook.Work;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;


class LedgerHealthyHistoryTest {
  private static final Instant AT = Instant.parse("2026-11-24T06:15:00Z");
  private static final String CLUSTER = "cluster-ABC";

  private final InMemoryTable table = new InMemoryTable(InstantSource.fixed(AT));
  private final LedgerHealthyHistory history = new LedgerHealthyHistory(table);

  private static Shape shape(Instant at, double max) {
    return new Shape(
        at, Reading.known(ScalingRange.of(0, max, 900), at), "16.6", "3", "aurora",
        List.of(new MemberShape("orders-db-1", true, 1, "db.serverless", "in-sync")),
        List.of("global database earth"));
  }

  private static Work work(Instant at, String text, int statements) {
    List<Statement> all = new ArrayList<>();
    for (int i = 0; i < statements; i++) {
      all.add(new Statement(at, "orders-db-1", Long.MIN_VALUE + i, text, Long.MAX_VALUE, 1.0 / 3, 1.0 / 7, 1.0 / 9));
    }
    return new Work(at, "orders-db-1", "17.5", 1670, List.of(new HealthyLook.Setting("work_mem", "role app", "64kB")), all);
  }

  private static HealthyLook look(Instant at, double max) {
    return new HealthyLook(Reading.known(shape(at, max), at), Reading.known(work(at, "select $1", 2), at));
  }

  @Test
  void keepsTheNewestLimitOfEachMemberForWhoeverGivesBack() {
    Ledger ledger = new Ledger(table, InstantSource.fixed(AT), () -> "write-1");

    history.keepLimit(CLUSTER, "orders-db-1", 1670, false, AT);
    history.keepLimit(CLUSTER, "orders-db-1", 3360, true, AT.plusSeconds(60));
    history.keepLimit(CLUSTER, "orders-db-1", 1, true, AT.plusSeconds(30));
    history.keep(CLUSTER, look(AT, 8));

    assertThat(ledger.limits(CLUSTER).orElse(List.of())).containsExactlyInAnyOrder(
        new SeenLimit("orders-db-1", 1670, false, AT), new SeenLimit("orders-db-1", 3360, true, AT.plusSeconds(60)));
    assertThat(ledger.limits("cluster-XYZ").orElse(List.of(new SeenLimit("", 0, true, AT)))).isEmpty();
    assertThat(history.last(CLUSTER)).isEqualTo(look(AT, 8));
  }

  @Test
  void readsBackWhatItKept() {
    history.keep(CLUSTER, look(AT, 8));

    assertThat(history.last(CLUSTER)).isEqualTo(look(AT, 8));
  }

  @Test
  void knowsNothingOfOtherClusters() {
    history.keep(CLUSTER, look(AT, 8));

    assertThat(history.last("cluster-XYZ").shape().isKnown()).isFalse();
    assertThat(history.last("cluster-XYZ").work().isKnown()).isFalse();
  }

  @Test
  void anUnknownPartLeavesWhatIsKept() {
    history.keep(CLUSTER, look(AT, 8));

    history.keep(CLUSTER, new HealthyLook(Reading.unavailable("a lease"),
        Reading.known(work(AT.plusSeconds(60), "", 0), AT.plusSeconds(60))));

    assertThat(history.last(CLUSTER).shape()).isEqualTo(look(AT, 8).shape());
    assertThat(history.last(CLUSTER).work().map(Work::at).orElse(AT)).isEqualTo(AT.plusSeconds(60));
  }

  @Test
  void anOlderLookDoesNotReplaceANewerOne() {
    history.keep(CLUSTER, look(AT, 8));

    history.keep(CLUSTER, look(AT.minusSeconds(1), 4));

    assertThat(history.last(CLUSTER)).isEqualTo(look(AT, 8));
  }

  @Test
  void itemsCarryTheTimeAtWhichTheTableDropsThem() {
    history.keep(CLUSTER, look(AT, 8));

    assertThat(table.query("HEALTHY#" + CLUSTER))
        .hasSize(2)
        .allSatisfy(item -> assertThat(item.numbers()).containsEntry("ttl", AT.plus(LedgerHealthyHistory.LIFE).getEpochSecond()));
  }

  @Test
  void theLargestLookStaysFarBelowTheSizeOfAnItem() {

    history.keep(CLUSTER, new HealthyLook(Reading.unavailable("none"),
        Reading.known(work(AT, "\u1F60".repeat(HealthLimit.TEXT_LENGTH.count()), HealthLimit.KEPT.count()), AT)));

    int bytes = table.query("HEALTHY#" + CLUSTER).getFirst().texts().getOrDefault("look", "").getBytes(StandardCharsets.UTF_8).length;
    assertThat(bytes).isBetween(10 * 1024, 100 * 1024);
  }

  @Test
  void anItemThatIsNotUnderstoodIsMissing() {
    table.put(new Table.Item(new Table.Key("HEALTHY#" + CLUSTER, "SHAPE"), Map.of("look", "{"), Map.of("at", 1L)), Table.Condition.NONE);

    assertThat(history.last(CLUSTER).shape()).isEqualTo(Reading.unavailable("the last healthy look is not readable"));
  }

  @Test
  void aSilentTableIsADependencyThatFailedAndKeepingGoesOn() {
    FaultyTable silent = new FaultyTable(InstantSource.fixed(AT));
    silent.fates(step -> Fate.TIMEOUT_BEFORE);
    LedgerHealthyHistory asked = new LedgerHealthyHistory(silent);

    assertThatCode(() -> asked.keep(CLUSTER, look(AT, 8))).doesNotThrowAnyException();
    assertThatThrownBy(() -> asked.last(CLUSTER)).isInstanceOf(DependencyException.class);
  }
}
