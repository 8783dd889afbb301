package io.auroraresponder.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.fake.Fate;
import io.auroraresponder.fake.FaultyTable;
import io.auroraresponder.fake.HandClock;
import io.auroraresponder.incident.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperatorsTableTest {
  private static final Instant AT = Instant.parse("2026-11-24T10:15:30Z");
  private static final String ANN = "AIDAANN";
  private static final String ID = "2026-11-24T10:15:30Z-1";
  private static final String LEDGER = "ledger-table-1";

  private final HandClock clock = new HandClock(AT);
  private final FaultyTable table = new FaultyTable(clock);
  private final OperatorsTable operators = new OperatorsTable(table, clock);

  @Test
  void readsWhatPeopleSaid() {
    Stop stop = new Stop("stop-1", "ann", AT, "migration");
    Run run = new Run("", LEDGER, true, "bob", AT, "begin");
    Order order = new Order(ID, ANN, Order.Kind.CLEAR_FORK, "orders-db", "", "stop-1");
    Order back = new Order(ID + "2", ANN, Order.Kind.BACK, "orders-db", "1584bf20", "");
    Approval yes = new Approval(ID + "3", "AROABOB", "a".repeat(64), true);
    Silence silence = new Silence(ID + "4", ANN, "orders-db", AT.plus(Duration.ofHours(3)), "known");
    operators.put(stop);
    operators.put(run);
    operators.put(back);
    operators.put(order);
    operators.put(yes, "AROABOB:session-of-his-choice");
    operators.put(silence);

    OperatorRecords said = known();

    assertThat(said.stop()).contains(stop);
    assertThat(said.run()).contains(run);
    assertThat(said.orders()).containsExactly(order, back);
    assertThat(said.approvals()).containsExactly(yes);
    assertThat(said.silences()).containsExactly(silence);
    assertThat(said.refused()).isEmpty();
  }

  @Test
  void sameItemIsNeverWrittenOver() {
    operators.put(new Order(ID, ANN, Order.Kind.BACK, "orders-db", "1584bf20", ""));
    operators.put(new Order(ID, ANN, Order.Kind.KEEP, "orders-db", "1584bf20", ""));

    assertThat(known().orders()).extracting(Order::kind).containsExactly(Order.Kind.BACK);
  }

  @Test
  void namesItemsThatAreNoneAndReadsTheRest() {
    operators.put(new Order(ID, ANN, Order.Kind.BACK, "orders-db", "1584bf20", ""));
    poke("no moment", Map.of("kind", "back", "cluster", "orders-db", "target", "1584bf20", "stop", ""));
    poke(ID + "a", Map.of("kind", "raise", "cluster", "orders-db", "target", "1584bf20", "stop", ""));
    poke(ID + "b", Map.of("kind", "back", "cluster", "orders-db", "target", "1584", "stop", ""));
    poke(ID + "c", Map.of("kind", "approve", "planHash", "short"));
    poke(ID + "d", Map.of("kind", "silence", "cluster", "orders-db", "until", "2026-11-26T10:15:30Z", "why", ""));
    poke(ID + "e", Map.of("cluster", "orders-db"));

    OperatorRecords said = known();

    assertThat(said.orders()).hasSize(1);
    assertThat(said.approvals()).isEmpty();
    assertThat(said.silences()).isEmpty();
    assertThat(said.refused()).hasSize(6).allSatisfy(sentence -> assertThat(sentence).startsWith("item AIDAANN / "));
  }

  @Test
  void wholePlanNamesAreTakenByTheirFirstEightCharacters() {
    poke(ID, Map.of("kind", "back", "cluster", "orders-db", "target", "1584bf20" + "c".repeat(56), "stop", ""));

    assertThat(known().orders()).extracting(Order::target).containsExactly("1584bf20");
  }

  @Test
  void switchRunsOnlyForTheTableThatRunNamesAndAgainstTheStopThatItLifts() {
    assertThat(position().running()).isFalse();
    assertThat(position().passes("")).isFalse();

    operators.put(new Run("", LEDGER, true, "bob", AT, "begin"));
    assertThat(position().running()).isTrue();
    assertThat(operators.killSwitch("restored-table")).extracting(each -> each.map(KillSwitch::running).orElse(true)).isEqualTo(false);
    assertThat(operators.killSwitch("restored-table").map(each -> each.passes("")).orElse(true)).isFalse();

    operators.put(new Stop("stop-1", "ann", AT, "incident"));
    assertThat(position().running()).isFalse();
    assertThat(position().passes("stop-1")).isTrue();
    assertThat(position().passes("")).isFalse();

    operators.put(new Run("stop-1", LEDGER, false, "bob", AT, "over"));
    assertThat(position().running()).isTrue();

    operators.put(new Stop("stop-2", "ann", AT, "again"));
    assertThat(position().running()).isFalse();
    assertThat(position().passes("stop-1")).isFalse();
  }

  @Test
  void ordersGivenUnderAStopAreHeldWhereNobodyAllowedChanges() {
    operators.put(new Stop("stop-1", "ann", AT, "incident"));

    assertThat(position().running()).isFalse();
    assertThat(position().passes("stop-1")).isFalse();
  }

  @Test
  void switchThatCannotBeReadOrUnderstoodIsUnavailable() {
    operators.put(new Run("", LEDGER, true, "bob", AT, "begin"));
    table.poke(new Table.Item(new Table.Key("STOP", "STOP"), Map.of("by", "ann"), Map.of()));
    assertThat(operators.killSwitch(LEDGER).isKnown()).isFalse();
    assertThat(operators.read().isKnown()).isFalse();

    table.drop(new Table.Key("STOP", "STOP"));
    assertThat(operators.killSwitch(LEDGER).isKnown()).isTrue();
    table.fates(call -> Fate.TIMEOUT_BEFORE);
    assertThat(operators.killSwitch(LEDGER).isKnown()).isFalse();
    assertThat(operators.read().isKnown()).isFalse();
    assertThatThrownBy(() -> operators.put(new Stop("stop-1", "ann", AT, ""))).isInstanceOf(Table.TableUnavailableException.class);
  }

  private KillSwitch position() {
    return ((Reading.Known<KillSwitch>) operators.killSwitch(LEDGER)).value();
  }

  private OperatorRecords known() {
    return ((Reading.Known<OperatorRecords>) operators.read()).value();
  }

  private void poke(String id, Map<String, String> texts) {
    table.poke(new Table.Item(new Table.Key(ANN, id), texts, Map.of()));
  }
}
