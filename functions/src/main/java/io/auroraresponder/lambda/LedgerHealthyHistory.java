package io.auroraresponder.lambda;

import com.google.gson.JsonParseException;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.ledger.RecordJson;
import io.auroraresponder.ledger.SeenLimit;
import io.auroraresponder.ledger.Table;
import io.auroraresponder.observation.HealthyHistory;
import io.auroraresponder.observation.HealthyLook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Healthy looks in the ledger's table, one item a part, and the max_connections that looks found, under {@code HEALTHY#<resource id>}:
 * written by the runbook functions, which may
 * write no heads and no chain. DynamoDB removes them when nobody has renewed them for {@link #LIFE}.
 */
final class LedgerHealthyHistory implements HealthyHistory {
  static final Duration LIFE = Duration.ofDays(30);

  private static final Logger LOG = LoggerFactory.getLogger(LedgerHealthyHistory.class);
  private static final String SHAPE = "SHAPE";
  private static final String WORK = "WORK";
  private static final String LOOK = "look";
  private static final String AT = "at";

  private final Table table;

  LedgerHealthyHistory(Table table) {
    this.table = table;
  }

  @Override
  public HealthyLook last(String resourceId) {
    try {
      List<Table.Item> items = table.query(SeenLimit.partition(resourceId));
      return new HealthyLook(
          part(items, SHAPE, HealthyLook.Shape.class, "no healthy look of this cluster is kept yet"),
          part(items, WORK, HealthyLook.Work.class, "no healthy look of its database is kept yet"));
    } catch (Table.TableUnavailableException silent) {
      throw new DependencyException("ledger", "read", "", true, "the last healthy look could not be read", silent);
    }
  }

  private static <T> Reading<T> part(List<Table.Item> items, String sort, Class<T> type, String missing) {
    for (Table.Item item : items) {
      if (item.key().sk().equals(sort)) {
        return part(item, type);
      }
    }
    return Reading.unavailable(missing);
  }

  /** An item of another release of ours may not be readable any more; the next healthy look replaces it. */
  private static <T> Reading<T> part(Table.Item item, Class<T> type) {
    Instant at = Instant.ofEpochMilli(item.numbers().getOrDefault(AT, 0L));
    try {
      return Reading.known(RecordJson.read(item.texts().getOrDefault(LOOK, ""), type), at);
    } catch (JsonParseException unreadable) {
      return Reading.unavailable("the last healthy look is not readable");
    }
  }

  @Override
  public void keep(String resourceId, HealthyLook look) {
    keep(resourceId, SHAPE, look.shape());
    keep(resourceId, WORK, look.work());
  }

  private void keep(String resourceId, String sort, Reading<?> part) {
    if (!(part instanceof Reading.Known<?> known)) {
      return;
    }
    long at = known.to().toEpochMilli();
    Table.Item item =
        new Table.Item(
            new Table.Key(SeenLimit.partition(resourceId), sort), Map.of(LOOK, RecordJson.write(known.value())),
            Map.of(AT, at, "ttl", known.to().plus(LIFE).getEpochSecond()));
    try {
      table.put(item, new Table.Condition.AbsentOrNumberBelow(AT, at));
    } catch (Table.TableUnavailableException silent) {
      LOG.atWarn().setMessage("healthy look not kept").addKeyValue("reason", "ledger").addKeyValue("part", sort).log();
    }
  }

  @Override
  public void keepLimit(String resourceId, String member, int maxConnections, boolean leased, Instant at) {
    SeenLimit seen = new SeenLimit(member, maxConnections, leased, at);
    try {
      table.put(seen.item(resourceId, at.plus(LIFE).getEpochSecond()), new Table.Condition.AbsentOrNumberBelow(AT, at.toEpochMilli()));
    } catch (Table.TableUnavailableException silent) {
      LOG.atWarn().setMessage("max_connections not kept").addKeyValue("reason", "ledger").log();
    }
  }
}
