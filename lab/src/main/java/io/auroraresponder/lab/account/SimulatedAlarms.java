package io.auroraresponder.lab.account;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;

/**
 * The states of the account's alarms, by the rules of the CloudWatch User Guide ("Alarm evaluation", "Configuring how CloudWatch alarms
 * treat missing data").
 *
 * <p>Not safe for several threads; the account guards it.
 */
final class SimulatedAlarms {
  static final String OK = "OK";
  static final String ALARM = "ALARM";
  static final String INSUFFICIENT_DATA = "INSUFFICIENT_DATA";

  /** More periods than the alarm evaluates are looked at; CloudWatch's example looks at five for three and gives no rule. */
  private static final int BEYOND = 2;

  private static final String CREATED = "Unchecked: Initial alarm creation";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter POINT = DateTimeFormatter.ofPattern("dd/MM/yy HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final SimulatedAccount account;
  private final MetricStore store;
  private final Map<String, State> states = new LinkedHashMap<>();

  /** A state and since when it is so. */
  record State(String value, String reason, String data, Instant since) {}

  SimulatedAlarms(SimulatedAccount account) {
    this.account = account;
    this.store = new MetricStore(account);
  }

  /** Looks at every alarm now; metric alarms first, so that composite ones follow in the same minute. */
  List<AlarmChange> evaluate() {
    List<AlarmChange> changes = new ArrayList<>();
    List<World.Alarm> alarms = account.world().alarms();
    for (World.Alarm alarm : alarms) {
      alarm.watch().ifPresent(watch -> set(alarm, judged(alarm, watch), changes));
    }
    for (World.Alarm alarm : alarms) {
      if (alarm.watch().isEmpty()) {
        set(alarm, composite(alarm, changes), changes);
      }
    }
    return changes;
  }

  /** The alarm is in this state, whatever its metric says until it is evaluated next; nothing happens where there is no such alarm. */
  void tell(String name, String value, Instant at) {
    account.world().alarms().stream().filter(alarm -> alarm.name().equals(name)).findFirst()
        .filter(alarm -> !state(alarm.name()).value().equals(value))
        .ifPresent(alarm -> states.put(name, new State(value, "told by an event", "{}", at)));
  }

  State state(String name) {
    State state = states.get(name);
    return state == null ? new State(INSUFFICIENT_DATA, CREATED, "{}", account.world().now()) : state;
  }

  private void set(World.Alarm alarm, State now, List<AlarmChange> changes) {
    State before = state(alarm.name());
    if (!before.value().equals(now.value())) {
      changes.add(
          new AlarmChange(alarm, now.value(), now.reason(), now.data(), now.since(), before.value(), before.reason(), before.since()));
      states.put(alarm.name(), now);
    } else {
      states.putIfAbsent(alarm.name(), now);
    }
  }

  private State judged(World.Alarm alarm, World.Watch watch) {
    Instant end = MetricStore.aligned(account.now(), watch.period());
    Instant start = end.minus(watch.period().multipliedBy(watch.periods() + BEYOND));
    Map<Instant, Double> points = new LinkedHashMap<>();
    store.points(stat(watch), start, end).forEach(point -> points.put(point.at(), point.value()));
    List<Optional<Double>> range = new ArrayList<>();
    for (Instant at = start; at.isBefore(end); at = at.plus(watch.period())) {
      range.add(Optional.ofNullable(points.get(at)));
    }
    String value = value(watch, range, state(alarm.name()).value());
    return new State(value, reason(watch, points, value), data(watch, points, start), account.now());
  }

  private static MetricStat stat(World.Watch watch) {
    return MetricStore.stat("AWS/RDS", watch.metric(), watch.dimensions(), (int) watch.period().toSeconds(), watch.statistic());
  }

  /**
   * The state that datapoints make.
   *
   * @param range one a period of the evaluation range, oldest first; empty where there is none
   * @param current the state so far
   */
  static String value(World.Watch watch, List<Optional<Double>> range, String current) {
    int many = watch.periods();
    int enough = watch.datapoints();
    List<Double> real = range.stream().flatMap(Optional::stream).toList();
    List<Double> judged = real.subList(Math.max(0, real.size() - many), real.size());
    long breaching = judged.stream().filter(watch::breaches).count();
    int missing = many - judged.size();
    if (missing > 0 && watch.missing() == World.Missing.BREACHING) {
      return breaching + missing >= enough ? ALARM : OK;
    }
    if (breaching >= enough) {
      return ALARM;
    }
    if (missing == 0 || watch.missing() == World.Missing.NOT_BREACHING) {
      return OK;
    }
    if (real.isEmpty()) {
      return watch.missing() == World.Missing.IGNORE ? current : INSUFFICIENT_DATA;
    }
    if (real.size() < enough && isEarly(watch, range)) {
      return watch.missing() == World.Missing.IGNORE ? current : ALARM;
    }
    return OK;
  }

  /** The oldest breaching point of the evaluation periods is old enough, and all that came after it breach or are missing. */
  private static boolean isEarly(World.Watch watch, List<Optional<Double>> range) {
    List<Optional<Double>> periods = range.subList(Math.max(0, range.size() - watch.periods()), range.size());
    for (int i = 0; i < periods.size(); i++) {
      if (periods.get(i).filter(watch::breaches).isPresent()) {
        return periods.size() - i >= watch.datapoints()
            && periods.subList(i, periods.size()).stream().flatMap(Optional::stream).allMatch(watch::breaches);
      }
    }
    return false;
  }

  private static String reason(World.Watch watch, Map<Instant, Double> points, String value) {
    if (points.isEmpty() && value.equals(INSUFFICIENT_DATA)) {
      return "Insufficient Data: " + watch.periods() + (watch.periods() == 1 ? " datapoint was unknown." : " datapoints were unknown.");
    }
    boolean alarm = value.equals(ALARM);
    List<Map.Entry<Instant, Double>> newest = new ArrayList<>(points.entrySet());
    newest = newest.subList(Math.max(0, newest.size() - watch.periods()), newest.size()).reversed();
    List<String> shown =
        newest.stream().filter(point -> watch.breaches(point.getValue()) == alarm)
            .map(point -> point.getValue() + " (" + POINT.format(point.getKey()) + ")").toList();
    return "Threshold Crossed: " + shown.size() + " out of the last " + newest.size() + " datapoints [" + String.join(", ", shown) + "] "
        + (shown.size() == 1 ? "was " : "were ") + (alarm ? "" : "not ") + watch.comparison().words() + " the threshold ("
        + watch.threshold() + ") (minimum "
        + (alarm ? watch.datapoints() : watch.periods() - watch.datapoints() + 1) + " datapoints for "
        + (alarm ? "OK -> ALARM" : "ALARM -> OK") + " transition).";
  }

  private String data(World.Watch watch, Map<Instant, Double> points, Instant start) {
    JsonArray values = new JsonArray();
    List<Double> all = List.copyOf(points.values());
    all.subList(Math.max(0, all.size() - watch.periods()), all.size()).forEach(values::add);
    JsonObject data = new JsonObject();
    data.addProperty("version", "1.0");
    data.addProperty("queryDate", TIME.format(account.now()));
    data.addProperty("startDate", TIME.format(points.isEmpty() ? start : points.keySet().iterator().next()));
    data.addProperty("statistic", watch.statistic());
    data.addProperty("period", watch.period().toSeconds());
    data.add("recentDatapoints", values);
    data.addProperty("threshold", watch.threshold());
    return data.toString();
  }

  private State composite(World.Alarm alarm, List<AlarmChange> changes) {
    String value = AlarmRule.holds(alarm.rule(), name -> state(name).value()) ? ALARM : OK;
    Optional<AlarmChange> trigger = changes.stream().filter(change -> alarm.rule().contains(change.alarm().name())).findFirst();
    JsonArray triggering = new JsonArray();
    trigger.ifPresent(change -> {
      JsonObject state = new JsonObject();
      state.addProperty("value", change.state());
      state.addProperty("timestamp", TIME.format(change.at()));
      JsonObject one = new JsonObject();
      one.addProperty("arn", account.alarmArn(change.alarm().name()));
      one.add("state", state);
      triggering.add(one);
    });
    JsonObject data = new JsonObject();
    data.add("triggeringAlarms", triggering);
    String reason =
        trigger.map(change -> account.alarmArn(change.alarm().name()) + " transitioned to " + change.state() + " at " + change.at())
            .orElseGet(() -> alarm.name() + " was created and its alarm rule evaluates to " + value);
    return new State(value, reason, data.toString(), account.now());
  }
}
