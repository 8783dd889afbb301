package io.auroraresponder.ledger;

import io.auroraresponder.incident.Reading;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The table in which people say what they want, and nobody else: the switch, orders, approvals, silences.
 *
 * <p>No function of ours may write it (Slack's approvals apart). Items are flat texts, so that each can be put by hand with the AWS CLI:
 *
 * <ul>
 *   <li>{@code pk=STOP sk=STOP id by at why}
 *   <li>{@code pk=RUN sk=RUN lifts tableId first by at why}; {@code first} is {@code true} or {@code false}
 *   <li>{@code pk=<aws:userid> sk=<id> kind=back|keep|adopt|leave|clear-fork cluster target stop}
 *   <li>{@code pk=<aws:userid> sk=<id> kind=approve|refuse planHash}
 *   <li>{@code pk=SLACK#<team>:<user> sk=<id> kind=approve|refuse planHash app channel}, from the buttons in Slack
 *   <li>{@code pk=<aws:userid> sk=<id> kind=silence cluster until why}
 * </ul>
 *
 * <p>An id is the moment, {@code 2026-11-24T10:15:30Z}, followed by anything that makes it unique.
 */
public final class OperatorsTable {
  /** A silence lasts no longer; a longer one is refused. */
  public static final Duration LONGEST_SILENCE = Duration.ofHours(24);

  /** Items are taken off by the table after this long. */
  private static final Duration LIFE = Duration.ofDays(30);

  private static final Table.Key STOP = new Table.Key("STOP", "STOP");
  private static final Table.Key RUN = new Table.Key("RUN", "RUN");
  private static final String SILENCE = "silence";
  private static final int MOMENT = "2026-11-24T10:15:30Z".length();
  private static final int TARGET = 8;

  private final Table table;
  private final InstantSource clock;

  public OperatorsTable(Table table, InstantSource clock) {
    this.table = table;
    this.clock = clock;
  }

  /** Everything, strongly consistent; an item that is none of these is named and hides no other. */
  public Reading<OperatorRecords> read() {
    List<Table.Item> items;
    try {
      items = table.all();
    } catch (Table.TableUnavailableException silent) {
      return Reading.unavailable("the operators' table did not answer: " + silent.getMessage());
    }
    List<Order> orders = new ArrayList<>();
    List<Approval> approvals = new ArrayList<>();
    List<Silence> silences = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    Optional<Stop> stop = Optional.empty();
    Optional<Run> run = Optional.empty();
    for (Table.Item item : items) {
      try {
        if (item.key().equals(STOP)) {
          stop = Optional.of(stop(item));
        } else if (item.key().equals(RUN)) {
          run = Optional.of(run(item));
        } else {
          said(item, orders, approvals, silences);
        }
      } catch (IllegalStateException | IllegalArgumentException | DateTimeException wrong) {
        if (item.key().equals(STOP) || item.key().equals(RUN)) {
          // What stands there may be a stop: that it cannot be read must not allow anything.
          return Reading.unavailable("the switch cannot be understood: " + wrong.getMessage());
        }
        refused.add("item " + item.key().pk() + " / " + item.key().sk() + ": " + wrong.getMessage());
      }
    }
    orders.sort(Comparator.comparing(Order::id));
    approvals.sort(Comparator.comparing(Approval::id));
    silences.sort(Comparator.comparing(Silence::id));
    return Reading.known(new OperatorRecords(stop, run, orders, approvals, silences, refused), clock.instant());
  }

  /** Attributes of a silence; nothing else of the table is read for them. */
  public static final Set<String> OF_A_SILENCE = Set.of("kind", "cluster", "until", "why");

  /** Silences alone, oldest first; an item that cannot be read as one holds nothing back. */
  public Reading<List<Silence>> silences() {
    try {
      List<Silence> silences = new ArrayList<>();
      for (Table.Item item : table.all(OF_A_SILENCE)) {
        if (item.texts().getOrDefault("kind", "").equals(SILENCE)) {
          silence(item).ifPresent(silences::add);
        }
      }
      silences.sort(Comparator.comparing(Silence::id));
      return Reading.known(List.copyOf(silences), clock.instant());
    } catch (Table.TableUnavailableException silent) {
      return Reading.unavailable("the operators' table did not answer: " + silent.getMessage());
    }
  }

  private static Optional<Silence> silence(Table.Item item) {
    try {
      return Optional.of(readSilence(item));
    } catch (IllegalStateException | IllegalArgumentException | DateTimeException wrong) {
      return Optional.empty();
    }
  }

  private static Silence readSilence(Table.Item item) {
    ItemFields fields = new ItemFields(item);
    Silence silence = new Silence(item.key().sk(), item.key().pk(), fields.text("cluster"), fields.time("until"), fields.text("why"));
    if (silence.until().isAfter(silence.at().plus(LONGEST_SILENCE))) {
      throw new IllegalStateException("a silence lasts 24 hours at most");
    }
    return silence;
  }

  /**
   * The switch alone, for the last look before a call: two small reads in place of the whole table.
   *
   * @param tableId the id of the ledger's table that is worked on
   */
  public Reading<KillSwitch> killSwitch(String tableId) {
    try {
      Optional<Run> run = table.get(RUN).map(OperatorsTable::run);
      // Read last: a stop that is put in between must be seen.
      Optional<Stop> stop = table.get(STOP).map(OperatorsTable::stop);
      return Reading.known(KillSwitch.of(stop, run, tableId), clock.instant());
    } catch (Table.TableUnavailableException silent) {
      return Reading.unavailable("the operators' table did not answer: " + silent.getMessage());
    } catch (IllegalStateException | IllegalArgumentException | DateTimeException wrong) {
      return Reading.unavailable("the switch cannot be understood: " + wrong.getMessage());
    }
  }

  private static Stop stop(Table.Item item) {
    ItemFields fields = new ItemFields(item);
    String id = fields.text("id");
    if (id.isBlank()) {
      throw new IllegalStateException("a stop needs an id");
    }
    return new Stop(id, fields.text("by"), fields.time("at"), fields.text("why"));
  }

  private static Run run(Table.Item item) {
    ItemFields fields = new ItemFields(item);
    String first = fields.text("first");
    if (!first.equals("true") && !first.equals("false")) {
      throw new IllegalStateException("first is true or false, not '" + first + "'");
    }
    return new Run(
        fields.text("lifts"), fields.text("tableId"), first.equals("true"), fields.text("by"), fields.time("at"), fields.text("why"));
  }

  private void said(Table.Item item, List<Order> orders, List<Approval> approvals, List<Silence> silences) {
    ItemFields fields = new ItemFields(item);
    String kind = fields.text("kind");
    String id = item.key().sk();
    String by = item.key().pk();
    at(id);
    switch (kind) {
      case "approve", "refuse" -> {
        Optional<SlackAnswer> slack = by.startsWith(SlackAnswer.PARTITIONS) ? Optional.of(SlackAnswer.read(item)) : Optional.empty();
        String approver = slack.map(SlackAnswer::name).orElseGet(() -> by.split(":", 2)[0]);
        approvals.add(new Approval(id, approver, whole(fields.text("planHash")), kind.equals("approve"), slack));
      }
      case SILENCE -> silences.add(readSilence(item));
      default -> orders.add(new Order(id, by, kind(kind), fields.text("cluster"), target(kind, fields), fields.text("stop")));
    }
  }

  private static Order.Kind kind(String word) {
    return Arrays.stream(Order.Kind.values()).filter(kind -> word(kind).equals(word)).findFirst()
        .orElseThrow(() -> new IllegalStateException(
            "kind '" + word + "' is none of back, keep, adopt, leave, clear-fork, approve, refuse, silence"));
  }

  /** As it stands in the table and in commands: {@code clear-fork}. */
  public static String word(Order.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String target(String kind, ItemFields fields) {
    if (kind.equals("clear-fork")) {
      return "";
    }
    String target = fields.text("target");
    if (!target.matches("[0-9a-f]{8,64}")) {
      throw new IllegalStateException("target '" + target + "' is no lease, plan or unclaimed range: at least 8 characters of 0-9a-f");
    }
    return target.substring(0, TARGET);
  }

  private static String whole(String planHash) {
    if (!planHash.matches("[0-9a-f]{64}")) {
      throw new IllegalStateException("a plan's hash has 64 characters of 0-9a-f; this one does not");
    }
    return planHash;
  }

  /**
   * The moment that an id begins with.
   *
   * @throws IllegalArgumentException when it begins with none
   */
  public static Instant at(String id) {
    if (id.length() < MOMENT) {
      throw new IllegalArgumentException("'" + id + "' does not begin with a moment such as 2026-11-24T10:15:30Z");
    }
    try {
      return Instant.parse(id.substring(0, MOMENT));
    } catch (DateTimeException none) {
      throw new IllegalArgumentException("'" + id + "' does not begin with a moment such as 2026-11-24T10:15:30Z", none);
    }
  }

  /** An id for something that is said now. */
  public static String id(Instant now, String unique) {
    return now.truncatedTo(ChronoUnit.SECONDS) + "-" + unique;
  }

  /**
   * Stops all changes.
   *
   * @throws Table.TableUnavailableException when it is not known whether it was written: the operator must hear of it
   */
  public void put(Stop stop) {
    table.put(
        new Table.Item(STOP, Map.of("id", stop.id(), "by", stop.by(), "at", stop.at().toString(), "why", stop.why()), Map.of()),
        Table.Condition.NONE);
  }

  /**
   * Allows changes.
   *
   * @throws Table.TableUnavailableException when it is not known whether it was written
   */
  public void put(Run run) {
    table.put(
        new Table.Item(
            RUN,
            Map.of(
                "lifts", run.lifts(), "tableId", run.tableId(), "first", Boolean.toString(run.first()), "by", run.by(), "at",
                run.at().toString(), "why", run.why()),
            Map.of()),
        Table.Condition.NONE);
  }

  /**
   * Gives an order.
   *
   * @throws Table.TableUnavailableException when it is not known whether it was written
   */
  public void put(Order order) {
    Map<String, String> texts =
        Map.of("kind", word(order.kind()), "cluster", order.cluster(), "target", order.target(), "stop", order.stop());
    put(order.by(), order.id(), texts, order.at().plus(LIFE));
  }

  /**
   * Says yes or no to a plan.
   *
   * @param by the caller's whole {@code aws:userid}
   * @throws Table.TableUnavailableException when it is not known whether it was written
   */
  public void put(Approval approval, String by) {
    Map<String, String> texts = Map.of("kind", approval.yes() ? "approve" : "refuse", "planHash", approval.planHash());
    put(by, approval.id(), texts, approval.at().plus(LIFE));
  }

  /**
   * Says what somebody pressed in Slack; false where this very answer stands there already.
   *
   * @param id the moment at which Slack signed it, and what tells the request from every other
   * @throws Table.TableUnavailableException when it is not known whether it was written
   */
  public boolean answered(String id, SlackAnswer from, String planHash, boolean yes) {
    Map<String, String> texts =
        Map.of("kind", yes ? "approve" : "refuse", "planHash", planHash, "app", from.app(), "channel", from.channel());
    Table.Item item = new Table.Item(new Table.Key(from.partition(), id), texts, Map.of("ttl", at(id).plus(LIFE).getEpochSecond()));
    return table.put(item, Table.Condition.ABSENT);
  }

  /**
   * Silences a cluster.
   *
   * @throws Table.TableUnavailableException when it is not known whether it was written
   */
  public void put(Silence silence) {
    Map<String, String> texts = new HashMap<>();
    texts.put("kind", SILENCE);
    texts.put("cluster", silence.cluster());
    texts.put("until", silence.until().toString());
    texts.put("why", silence.why());
    // One that lifts others is needed for as long as any of them may last.
    put(silence.by(), silence.id(), texts, silence.lifts() ? silence.at().plus(LONGEST_SILENCE) : silence.until());
  }

  private void put(String by, String id, Map<String, String> texts, Instant end) {
    table.put(new Table.Item(new Table.Key(by, id), texts, Map.of("ttl", end.getEpochSecond())), Table.Condition.ABSENT);
  }
}
