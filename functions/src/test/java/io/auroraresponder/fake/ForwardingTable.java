package io.auroraresponder.fake;

import io.auroraresponder.ledger.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A table that hands everything on; who needs one thing otherwise overrides that one. */
public abstract class ForwardingTable implements Table {
  private final Table items;

  protected ForwardingTable(Table items) {
    this.items = items;
  }

  @Override
  public Optional<Item> get(Key key) {
    return items.get(key);
  }

  @Override
  public boolean put(Item item, Condition condition) {
    return items.put(item, condition);
  }

  @Override
  public void delete(Key key) {
    items.delete(key);
  }

  @Override
  public List<Item> query(String pk) {
    return items.query(pk);
  }

  @Override
  public List<Item> all() {
    return items.all();
  }

  @Override
  public String id() {
    return items.id();
  }

  @Override
  public Instant date() {
    return items.date();
  }
}
