package io.auroraresponder.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.fake.FaultyTable;
import io.auroraresponder.fake.HandClock;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.Reading;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerCheckTest {
  private static final String ID = "cluster-ABC";

  private final HandClock clock = new HandClock(Instant.parse("2026-11-24T10:15:30Z"));
  private final FaultyTable table = new FaultyTable(clock);
  private final AtomicLong ids = new AtomicLong();
  private final Ledger ledger = new Ledger(table, clock, () -> "write-" + ids.incrementAndGet());

  @BeforeEach
  void threeEntries() {
    var unused = ledger.begin();
    for (int i = 0; i < 3; i++) {
      Head head = ((Reading.Known<Head>) ledger.head(ID, new ClusterId("orders-db"))).value();
      assertThat(ledger.write(head.draft(), EntryKind.REFUSED, new EntryBody().with("n", i))).isInstanceOf(Ledger.Written.Done.class);
    }
    ledger.tell(ID, 2);
  }

  @Test
  void aSoundLedgerIsConsistentAndTellsItsEnd() {
    LedgerCheck.Found found = LedgerCheck.of(table);

    assertThat(found.breaks()).isEmpty();
    assertThat(found.entries()).isEqualTo(3);
    assertThat(found.ends()).singleElement().asString().startsWith("orders-db 3 ");
  }

  @Test
  void theLastEntryMayStandInTheHeadAlone() {
    table.drop(ChainItem.key(ID, 3));

    assertThat(LedgerCheck.of(table).breaks()).isEmpty();
  }

  @Test
  void anAlteredEntryIsNamed() {
    altered(2, Map.of("body", "{\"n\":\"7\"}"));

    assertThat(LedgerCheck.of(table).breaks()).first().asString().startsWith("orders-db: entry 2 was altered");
  }

  @Test
  void aMissingEntryIsNamed() {
    table.drop(ChainItem.key(ID, 2));

    assertThat(LedgerCheck.of(table).breaks()).containsExactly("orders-db: entry 2 is missing");
  }

  @Test
  void anotherLastEntryThanTheHeadsIsNamed() {
    altered(3, Map.of("hash", "0".repeat(64)));

    assertThat(LedgerCheck.of(table).breaks()).contains("orders-db: entry 3 is another one than the head knows");
  }

  @Test
  void entriesThatNoHeadAccountsForAreNamed() {
    Table.Item second = table.peek(ChainItem.key(ID, 2)).orElseThrow();
    table.poke(new Table.Item(ChainItem.key(ID, 9), second.texts(), Map.of("seq", 9L)));
    table.poke(new Table.Item(ChainItem.key("cluster-XYZ", 1), second.texts(), Map.of("seq", 1L)));

    assertThat(LedgerCheck.of(table).breaks())
        .contains("orders-db: entry 9 stands after the last one that the head knows, 3", "there are entries of cluster-XYZ and no head");
  }

  @Test
  void aHeadThatIsNoneOrOfAnotherTableIsNamed() {
    table.becomes("table-2");
    assertThat(LedgerCheck.of(table).breaks()).containsExactly("orders-db: the head was written in another table, table-1");

    Table.Item head = table.peek(HeadItem.key(ID)).orElseThrow();
    Map<String, String> texts = new HashMap<>(head.texts());
    texts.put("head", "{}");
    table.poke(new Table.Item(head.key(), texts, head.numbers()));
    assertThat(LedgerCheck.of(table).breaks()).singleElement().asString().startsWith("the head of cluster-ABC cannot be understood");
  }

  private void altered(long seq, Map<String, String> with) {
    Table.Item item = table.peek(ChainItem.key(ID, seq)).orElseThrow();
    Map<String, String> texts = new HashMap<>(item.texts());
    texts.putAll(with);
    table.poke(new Table.Item(item.key(), texts, item.numbers()));
  }
}
