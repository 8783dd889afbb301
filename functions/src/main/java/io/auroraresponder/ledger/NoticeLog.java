package io.auroraresponder.ledger;

import io.auroraresponder.ledger.Table.Condition;
import io.auroraresponder.ledger.Table.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What each channel shows of an incident. One run at a time works on a channel's item; each write is made on the condition that nobody
 * wrote since it was read, so that two runs never tell the same thing.
 *
 * <p>Every method throws {@link Table.TableUnavailableException} where the table did not answer.
 */
public final class NoticeLog {
  private static final Duration LIFE = Duration.ofDays(90);
  private static final String VERSION = "ver";

  /** In the place of a channel. */
  private static final String LEAD = "LEAD";

  /**
   * An item as it was read or written.
   *
   * @param version 0 where there is none
   * @param owner the run that works on it, empty where none does
   * @param until when its claim ends at the latest
   * @param shown what the channel shows, in the caller's own form; empty before the first
   */
  public record Notice(String incident, String channel, long version, String owner, Instant until, String shown) {
    boolean isFreeFor(String other, Instant now) {
      return owner.isEmpty() || owner.equals(other) || !now.isBefore(until);
    }
  }

  private final Table table;

  public NoticeLog(Table table) {
    this.table = table;
  }

  public Notice read(String incident, String channel) {
    return table.get(key(incident, channel)).map(item -> read(incident, channel, item)).orElse(none(incident, channel));
  }

  /** What is read before the first write. */
  public static Notice none(String incident, String channel) {
    return new Notice(incident, channel, 0, "", Instant.EPOCH, "");
  }

  /** Takes the channel's item for work; empty where another run has it, or wrote it since it was read. */
  public Optional<Notice> claim(Notice seen, String owner, Instant until, Instant now) {
    return seen.isFreeFor(owner, now) ? write(seen, owner, until, seen.shown(), now) : Optional.empty();
  }

  /** Keeps what the channel shows by now; empty where the claim was lost, and then another run tells what is left. */
  public Optional<Notice> keep(Notice claimed, String shown, Instant now) {
    return write(claimed, claimed.owner(), claimed.until(), shown, now);
  }

  /** Gives the item free as it was written last; one that was lost meanwhile is another's, and stays so. */
  public void release(Notice held, Instant now) {
    var unused = write(held, "", Instant.EPOCH, held.shown(), now);
  }

  /** The look that leads the incident's story, in the caller's own form; empty before the first. */
  public Optional<String> lead(String incident) {
    return table.get(key(incident, LEAD)).map(item -> new ItemFields(item).text("look"));
  }

  /** Keeps the look that leads from now on; ignored where a later one was kept meanwhile. */
  public void keepLead(String incident, String look, Instant at, Instant now) {
    Item item =
        new Item(
            key(incident, LEAD), Map.of("look", look),
            Map.of("at", at.toEpochMilli(), IncidentLogItems.TIME_TO_LIVE, now.plus(LIFE).getEpochSecond()));
    var unused = table.put(item, new Condition.AbsentOrNumberBelow("at", at.toEpochMilli()));
  }

  private Optional<Notice> write(Notice seen, String owner, Instant until, String shown, Instant now) {
    Notice next = new Notice(seen.incident(), seen.channel(), seen.version() + 1, owner, until, shown);
    Item item =
        new Item(
            key(seen.incident(), seen.channel()), Map.of("owner", owner, "until", until.toString(), "shown", shown),
            Map.of(VERSION, next.version(), IncidentLogItems.TIME_TO_LIVE, now.plus(LIFE).getEpochSecond()));
    Condition unchanged = seen.version() == 0 ? Condition.ABSENT : new Condition.NumberIs(VERSION, seen.version());
    return table.put(item, unchanged) ? Optional.of(next) : Optional.empty();
  }

  private static Notice read(String incident, String channel, Item item) {
    ItemFields fields = new ItemFields(item);
    return new Notice(incident, channel, fields.number(VERSION), fields.text("owner"), fields.time("until"), fields.text("shown"));
  }

  private static Table.Key key(String incident, String channel) {
    return new Table.Key("NOTICE#" + incident, channel);
  }
}
