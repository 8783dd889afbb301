package io.auroraresponder.ledger;

import java.util.Map;

/** A head as an item: what conditions and people look at stands at the top, and the whole of it as one text. */
final class HeadItem {
  static final String PARTITION = "HEAD";
  static final String VER = "ver";
  static final String UPKEEP = "upkeepId";

  /** The fleet head shares the partition of the heads. */
  static final String FLEET = "FLEET";

  private static final String WRITE_ID = "writeId";
  private static final String WHOLE = "head";

  private HeadItem() {}

  static Table.Key key(String resourceId) {
    return new Table.Key(PARTITION, resourceId);
  }

  static Table.Item write(Head head) {
    return new Table.Item(
        key(head.resourceId()),
        Map.of(
            "cluster", head.cluster().value(), WRITE_ID, head.writeId(), UPKEEP, head.upkeepId(), "tableId", head.tableId(), "at",
            head.at().toString(), WHOLE, RecordJson.write(head)),
        Map.of(VER, head.ver(), "changeNo", head.changeNo()));
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws RuntimeException when the item is not a head: what cannot be understood must not be acted on
   */
  static Head read(Table.Item item) {
    ItemFields fields = new ItemFields(item);
    Head head = RecordJson.read(fields.text(WHOLE), Head.class);
    if (head.ver() != fields.number(VER) || !head.upkeepId().equals(fields.text(UPKEEP)) || !head.resourceId().equals(item.key().sk())) {
      throw new IllegalStateException("item " + item.key() + " contradicts itself");
    }
    return head;
  }

  static String writeId(Table.Item item) {
    return new ItemFields(item).text(WRITE_ID);
  }

  static Table.Item write(FleetHead fleet) {
    return new Table.Item(
        key(FLEET),
        Map.of(WRITE_ID, fleet.writeId(), "tableId", fleet.tableId(), "at", fleet.at().toString(), WHOLE, RecordJson.write(fleet)),
        Map.of(VER, fleet.ver()));
  }

  static FleetHead fleet(Table.Item item) {
    ItemFields fields = new ItemFields(item);
    FleetHead fleet = RecordJson.read(fields.text(WHOLE), FleetHead.class);
    if (fleet.ver() != fields.number(VER)) {
      throw new IllegalStateException("item " + item.key() + " contradicts itself");
    }
    return fleet;
  }
}
