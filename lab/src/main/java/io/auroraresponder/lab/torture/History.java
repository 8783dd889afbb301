package io.auroraresponder.lab.torture;

import com.google.gson.JsonObject;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.lab.torture.Actors.Actor;
import io.auroraresponder.ledger.OperatorsTable;
import io.auroraresponder.ledger.Order;
import io.auroraresponder.ledger.Run;
import io.auroraresponder.ledger.Stop;
import io.auroraresponder.ledger.Table;
import io.auroraresponder.policy.HardLimits;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.remediation.RaiseWish;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;

/**
 * One history: some clusters over some days, machines that sweep, look, decide and die, people who say and do things, and a judge. Time
 * and chance are the history's own, so the same seed gives the same history; leaving out a trouble or a fault leaves the others as they
 * were.
 */
final class History implements Laws.World {
  static final Instant START = Instant.parse("2026-11-24T00:00:00Z");
  /** How late a read may be by the protocol; some histories go beyond it. */
  static final long READ_LAG = 180_000;
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  /** Where nothing is open, a sweep finds nothing: then every tenth is played. */
  private static final int IDLE_SWEEP = 10;
  private static final long SWEEP_TIMEOUT = 30_000;
  private static final long RUNBOOK_TIMEOUT = 60_000;
  private static final int MACHINES = 3;

  private final long seed;
  private final SplittableRandom random;
  private final IntPredicate troublesKept;
  private final LongPredicate faultsKept;
  private final long length;
  private final long mostLag;
  private final long mostDelay;
  private final List<WorldCluster> clusters = new ArrayList<>();
  private final List<Trouble> troubles;
  private final PriorityQueue<Due> queue = new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
  private final List<Trouble> inside = new ArrayList<>();
  private final List<Machine> machines = new ArrayList<>();
  private final Actors actors = new Actors(this::next);
  private final List<String> decisions = new ArrayList<>();
  private final List<Long> faultsMade = new ArrayList<>();
  private final List<Integer> troublesMade = new ArrayList<>();
  private final Map<Trouble.Kind, Integer> under = new EnumMap<>(Trouble.Kind.class);
  private final Map<String, RaiseWish> wishes = new TreeMap<>();
  private final List<Copy> copies = new ArrayList<>();
  private final HardLimits limits;
  private final InstantSource trueClock = this::instant;
  private final WorldTable ledger;
  private final WorldTable operatorsTable;
  private final OperatorsTable operators;
  private final Laws laws;
  private long now;
  private long orderOfEvents;
  private long calmSince;
  private long topicSince;
  private long ledgerDeadSince = -1;
  private Optional<Laws.Stopped> stopped = Optional.empty();
  private Optional<Laws.Stopped> allowed = Optional.empty();
  private double roughness;
  private String lastStop = "";
  private long sentAt;
  private long sendingSince;
  private long lastOrderAt = -HOUR;
  private long writerSkew;
  private final Set<String> dying = new HashSet<>();
  private long said;
  private boolean over;

  /** Something that happens at its time. */
  private record Due(long at, long order, Runnable what) {}

  /** The ledger as it was. */
  private record Copy(long at, List<Table.Item> items) {}

  /**
   * How a history ended.
   *
   * @param broken the law that did not hold
   * @param decisions what was done to it, in its order
   * @param troubles the numbers of the troubles that came
   * @param faults the numbers of the faults that were injected
   */
  record Ended(
      long seed, int clusters, long millis, long faultsInjected, Map<Law, Long> judged, Map<String, Long> happened,
      Optional<Laws.Broken> broken, List<String> decisions, List<Integer> troubles, List<Long> faults) {}

  History(long seed) {
    this(seed, trouble -> true, fault -> true);
  }

  /** The same with a part of its troubles and faults. */
  History(long seed, IntPredicate troublesKept, LongPredicate faultsKept) {
    this.seed = seed;
    this.troublesKept = troublesKept;
    this.faultsKept = faultsKept;
    this.random = new SplittableRandom(seed);
    int count = 3 + random.nextInt(10);
    this.length = hours(seed) * HOUR;
    boolean beyond = random.nextInt(12) == 0;
    this.mostLag = beyond ? 10 * MINUTE : List.of(0L, 30_000L, 110_000L, 150_000L).get(random.nextInt(4));
    this.mostDelay = beyond ? 60_000 : Math.min(60_000, READ_LAG - 15_000 - mostLag);
    HardLimits defaults = HardLimits.DEFAULTS;
    this.limits = new HardLimits(
        defaults.defaultMode(), Policy.Mode.ACT, List.of(16, 32, 64).get(random.nextInt(3)), 4, 1.5,
        Duration.ofMinutes(List.of(30, 60, 240).get(random.nextInt(3))), List.of(48, 96, 200).get(random.nextInt(3)),
        Duration.ofMinutes(List.of(1, 10, 30).get(random.nextInt(3))), 4 + random.nextInt(5), Duration.ofHours(2), Duration.ofMinutes(5),
        Duration.ofMinutes(10), List.of(), defaults.actions());
    List<ScalingRange> ranges =
        List.of(ScalingRange.of(0.5, 8), ScalingRange.of(1, 4), ScalingRange.of(2, 12), ScalingRange.of(0, 8, 300),
        ScalingRange.of(0.5, 16));
    for (int i = 0; i < count; i++) {
      clusters.add(new WorldCluster(i, ranges.get(random.nextInt(ranges.size())), 1 + random.nextInt(3)));
    }
    this.troubles = Trouble.of(random.split(), count, length);
    this.laws = new Laws(this, limits, !beyond);
    this.ledger = new WorldTable("table-1", trueClock, this::written);
    this.operatorsTable = new WorldTable("operators", trueClock, item -> {});
    this.operators = new OperatorsTable(operatorsTable, trueClock);
    long[] skews = {0, 0, skew(random)};
    for (int i = 0; i < MACHINES; i++) {
      machines.add(new Machine("m" + i, skews[i], this));
    }
  }

  /**
   * A history's length: each from 25 to 72 hours as often as any other, and spread over consecutive seeds by the golden ratio, so that the
   * mean of a run does not hang on its seeds: 48 hours at least for any two hundred in a row.
   */
  static long hours(long seed) {
    return 25 + Math.unsignedMultiplyHigh(seed * 0x9E3779B97F4A7C15L, 48);
  }

  private static long skew(SplittableRandom random) {
    long sign = random.nextBoolean() ? 1 : -1;
    return switch (random.nextInt(8)) {
      case 0, 1 -> sign * random.nextLong(1_000, 50_000);
      case 2 -> sign * random.nextLong(90_000, 25 * HOUR);
      default -> 0;
    };
  }

  /** A history's time as people read it: days, then hours. */
  static String clock(long millis) {
    return String.format(Locale.ROOT, "%d+%02d:%02d:%02d", millis / (24 * HOUR), millis / HOUR % 24, millis / MINUTE % 60,
        millis / 1000 % 60);
  }

  Ended run() {
    note("begin", clusters.size() + " clusters, " + length / HOUR + " h, reads up to " + mostLag / 1000 + " s late, clock of one machine "
        + machines.getLast().skew() / 1000 + " s off");
    allow(true);
    troubles.stream().filter(each -> troublesKept.test(each.no())).forEach(each -> at(each.at(), () -> comes(each)));
    for (long minute = 0; minute * MINUTE < length; minute++) {
      long number = minute;
      at(minute * MINUTE, () -> minute((int) number));
    }
    actors.runAll();
    over = true;
    while (!actors.waiting().isEmpty()) {
      actors.runAll();
    }
    Optional<Laws.Broken> broken = laws.broken();
    if (broken.isEmpty() && !actors.defects().isEmpty()) {
      Throwable defect = actors.defects().getFirst();
      StackTraceElement[] trace = defect.getStackTrace();
      broken = Optional.of(new Laws.Broken(Law.I6, "a defect: " + defect + (trace.length == 0 ? "" : " at " + trace[0])));
    }
    laws.count("histories");
    return new Ended(seed, clusters.size(), now, faultsMade.size(), laws.judged(), laws.happened(), broken, decisions,
        troublesMade, faultsMade);
  }

  private void at(long when, Runnable what) {
    queue.add(new Due(Math.max(when, now), orderOfEvents++, what));
  }

  void later(long millis, Runnable what) {
    at(now + millis, what);
  }

  void note(String who, String what) {
    decisions.add(clock(now) + " " + who + ": " + what);
  }

  /** Who goes on; what the world does is done on the way. */
  private Optional<Actor> next() {
    while (true) {
      if (over || laws.broken().isPresent() || !actors.defects().isEmpty()) {
        over = true;
        // Who still stands somewhere dies there.
        Optional<Actor> last = actors.waiting().stream().findFirst();
        last.ifPresent(actor -> actor.fate(Fate.CRASH_BEFORE));
        return last;
      }
      Due due = queue.peek();
      if (due != null && (due.at() <= now || actors.waiting().isEmpty())) {
        now = Math.max(now, due.at());
        queue.poll().what().run();
      } else if (actors.waiting().isEmpty()) {
        return Optional.empty();
      } else {
        return Optional.of(chosen());
      }
    }
  }

  private Actor chosen() {
    List<Actor> waiting = actors.waiting();
    Actor actor = waiting.size() == 1 ? waiting.getFirst() : waiting.get(random.nextInt(waiting.size()));
    Optional<Actor> calling = waiting.stream().filter(each -> each.waitsFor().equals("rds:ModifyDBCluster")).findFirst();
    if (calling.isPresent() && (random.nextInt(3) > 0 || now - sendingSince > 2_000)) {
      // A machine can stand still between its last look at the clocks and the call, but not for long.
      actor = calling.get();
    }
    if (actor.waitsFor().equals("rds:ModifyDBCluster")) {
      comeInside(actor);
    } else {
      now += 2 + random.nextInt(20);
    }
    long limit = actor.name().startsWith("sweep") ? SWEEP_TIMEOUT : RUNBOOK_TIMEOUT;
    boolean dies = dying.remove(actor.name()) || now - actor.begunAt() > limit;
    Fate fate = dies ? Fate.CRASH_BEFORE : fate(actor);
    sentAt = now;
    if (fate == Fate.SLOW) {
      now += 500 + random.nextInt(8_000);
    }
    if (fate != Fate.GO) {
      calmSince = Math.max(calmSince, now);
    }
    actor.fate(fate);
    return actor;
  }

  @Override
  public long sentAt() {
    return sentAt;
  }

  /** Somebody has come to the point of sending. */
  void sending() {
    sendingSince = now;
  }

  private void comeInside(Actor actor) {
    for (Trouble each : List.copyOf(inside)) {
      if (each.cluster() < 0 || clusters.get(each.cluster()).id().value().equals(actor.about())) {
        inside.remove(each);
        happens(each);
        return;
      }
    }
  }

  /** By seed, invocation and number of the call alone, so that other faults stay when one is left out. */
  private Fate fate(Actor actor) {
    String call = actor.waitsFor();
    if (call.equals("start")) {
      return Fate.GO;
    }
    Fate dead = dead(call);
    if (dead != Fate.GO) {
      return dead;
    }
    if (roughness == 0) {
      return Fate.GO;
    }
    long number = ((long) actor.name().hashCode() << 20) | actor.calls();
    SplittableRandom own = new SplittableRandom(seed ^ (number * 0x9E3779B97F4A7C15L));
    boolean modify = call.equals("rds:ModifyDBCluster");
    if (own.nextDouble() >= (modify ? Math.min(0.5, roughness * 20) : roughness)) {
      return Fate.GO;
    }
    Fate[] fates = modify
        ? new Fate[] {Fate.SLOW, Fate.CRASH_BEFORE, Fate.CRASH_AFTER, Fate.LOST, Fate.ANSWER_LOST, Fate.LATE, Fate.THROTTLED, Fate.REFUSED,
            Fate.NEVER_APPLIED}
        : call.startsWith("table:put")
        ? new Fate[] {Fate.SLOW, Fate.CRASH_BEFORE, Fate.CRASH_AFTER, Fate.LOST, Fate.ANSWER_LOST, Fate.LATE, Fate.TWICE}
        : new Fate[] {Fate.SLOW, Fate.CRASH_BEFORE, Fate.CRASH_AFTER, Fate.LOST, Fate.LOST};
    Fate fate = fates[own.nextInt(fates.length)];
    if (!faultsKept.test(number)) {
      return Fate.GO;
    }
    faultsMade.add(number);
    note(actor.name(), call + (actor.about().isEmpty() ? "" : " of " + actor.about()) + " " + fate + " (f" + number + ")");
    return fate;
  }

  private Fate dead(String call) {
    boolean dies = (call.startsWith("table:") && is(Trouble.Kind.DEAD_LEDGER)) || (call.startsWith("rds:") && is(Trouble.Kind.DEAD_RDS))
        || (call.startsWith("sns:") && is(Trouble.Kind.DEAD_TOPIC));
    return dies ? Fate.LOST : Fate.GO;
  }

  private boolean is(Trouble.Kind kind) {
    return under.getOrDefault(kind, 0) > 0;
  }

  private void minute(int minute) {
    for (WorldCluster cluster : clusters) {
      if (cluster.minute(minute) && cluster.exists()) {
        alarm(cluster);
      }
    }
    if (minute % 30 == 0) {
      copies.add(new Copy(now, ledger.copy()));
      if (copies.size() > 16) {
        copies.removeFirst();
      }
    }
    laws.minute();
    if (minute % IDLE_SWEEP == 0 || laws.anythingOpen() || ordersWait()) {
      start("sweep-" + minute, machine -> machine.sweep());
    }
    if (!ledger.query("OPEN").isEmpty()) {
      start("patrol-" + minute, machine -> machine.patrol());
    }
  }

  private boolean ordersWait() {
    return now - lastOrderAt < 20 * MINUTE;
  }

  void start(String name, java.util.function.Consumer<Machine> work) {
    Machine machine = machines.get(random.nextInt(MACHINES));
    actors.start(name, now, () -> work.accept(machine));
    long delay = random.nextInt(900);
    now += delay / 100;
  }

  private void alarm(WorldCluster cluster) {
    String event = Machine.alarm(cluster.id().value(), cluster.inAlarm(), instant());
    int times = random.nextInt(3) == 0 ? 2 : 1;
    for (int i = 0; i < times; i++) {
      String name = "signal-" + cluster.id().value() + "-" + now / 1000 + "-" + i;
      later(random.nextInt(i == 0 ? 20_000 : 180_000), () -> deliver(name, event, 2));
    }
  }

  private void deliver(String name, String event, int again) {
    start(name, machine -> {
      boolean handled = machine.receive(name, event);
      if (!handled && again > 0) {
        later(MINUTE, () -> deliver(name + "'", event, again - 1));
      }
    });
  }

  private void comes(Trouble trouble) {
    if (trouble.inside()) {
      inside.add(trouble);
      later(2 * HOUR, () -> {
        if (inside.remove(trouble)) {
          happens(trouble);
        }
      });
    } else {
      happens(trouble);
    }
  }

  private void happens(Trouble trouble) {
    troublesMade.add(trouble.no());
    note("trouble", trouble.toString());
    laws.count("trouble " + trouble.kind());
    switch (trouble.kind()) {
      case SURGE -> surge(trouble);
      case CONSOLE -> console(trouble);
      case ORDER -> order(clusters.get(trouble.cluster()), trouble.amount());
      case DRAIN -> clusters.forEach(each -> orderAny(each, Order.Kind.BACK));
      case STOP -> stop(trouble);
      case TAG -> tag(trouble);
      case NO_TAGS -> during(trouble, cluster -> cluster.tagsReadable(false), cluster -> cluster.tagsReadable(true));
      case STATUS -> during(trouble, cluster -> cluster.status("backing-up"), cluster -> cluster.status("available"));
      case READER -> during(trouble, WorldCluster::join, WorldCluster::leave);
      case FAILOVER -> clusters.get(trouble.cluster()).failover();
      case GAP -> clusters.get(trouble.cluster()).gap((int) (now / MINUTE), (int) (trouble.lasts() / MINUTE));
      case ROUGH -> rough(trouble);
      case DEAD_LEDGER, DEAD_RDS, DEAD_TOPIC -> dead(trouble);
      case RESTORE -> restore(trouble);
      case EMPTIED -> emptied(trouble);
      case FORK -> fork(clusters.get(trouble.cluster()));
      case DELETED -> clusters.get(trouble.cluster()).delete();
      case FORGERY, REPLAY -> again(trouble);
    }
  }

  private void surge(Trouble trouble) {
    WorldCluster cluster = clusters.get(trouble.cluster());
    double max = cluster.stand().range().maxAcu();
    double before = trouble.amount() < 0.06 && cluster.stand().range().mayPause() ? 0 : max * 0.3;
    cluster.demand(max * (0.8 + trouble.amount() * 2));
    later(trouble.lasts(), () -> cluster.demand(before));
  }

  private void console(Trouble trouble) {
    WorldCluster cluster = clusters.get(trouble.cluster());
    if (!cluster.exists()) {
      return;
    }
    Optional<JsonObject> head = laws.head(cluster.resourceId());
    List<ScalingRange> late = head.stream().flatMap(json -> json.getAsJsonArray("lateCalls").asList().stream())
        .map(each -> range(each.getAsJsonObject().getAsJsonObject("to"))).toList();
    ScalingRange before = cluster.stand().range();
    double[] factors = {0.5, 0.75, 1.25, 1.5, 2};
    double max = Math.max(Math.max(1, before.minAcu()), before.maxAcu() * factors[(int) (trouble.amount() * factors.length)]);
    ScalingRange range = !late.isEmpty() && trouble.amount() * 10 % 1 < 0.3 ? late.getFirst()
        : ScalingRange.of(before.minAcu(), Math.min(128, max), before.pauseSeconds());
    ScalingRange wanted = range;
    // Who sets exactly what is on its way cannot be told from it by anybody.
    if (head.flatMap(json -> first(json, "change")).map(json -> range(json.getAsJsonObject("plan").getAsJsonObject("to")))
        .filter(wanted::equals).isPresent()) {
      range = ScalingRange.of(range.minAcu(), range.maxAcu() + 0.5, range.pauseSeconds());
    }
    cluster.set(now, range, "");
    note("console", cluster.id() + " is set to " + range);
  }

  static Optional<JsonObject> first(JsonObject json, String name) {
    return json.getAsJsonArray(name).isEmpty() ? Optional.empty() : Optional.of(json.getAsJsonArray(name).get(0).getAsJsonObject());
  }

  private static ScalingRange range(JsonObject json) {
    return new ScalingRange(json.get("minHalves").getAsInt(), json.get("maxHalves").getAsInt(), json.get("pauseSeconds").getAsInt());
  }

  private void order(WorldCluster cluster, double amount) {
    Order.Kind[] kinds = {Order.Kind.BACK, Order.Kind.BACK, Order.Kind.KEEP, Order.Kind.ADOPT, Order.Kind.LEAVE, Order.Kind.CLEAR_FORK};
    orderAny(cluster, kinds[(int) (amount * kinds.length)]);
  }

  /** Of what is open there, an order of that kind names one; where nothing fits, nothing is ordered. */
  private void orderAny(WorldCluster cluster, Order.Kind kind) {
    Optional<JsonObject> head = laws.head(cluster.resourceId());
    Optional<String> unclaimed = head.flatMap(json -> first(json, "unclaimed"))
        .map(json -> json.getAsJsonObject("call").get("planId").getAsString());
    Optional<String> lease = head.flatMap(json -> first(json, "lease")).map(json -> json.get("id").getAsString());
    Optional<String> change = head.flatMap(json -> first(json, "change"))
        .map(json -> json.getAsJsonObject("plan").get("planId").getAsString());
    boolean claims = kind == Order.Kind.ADOPT || kind == Order.Kind.LEAVE;
    Optional<String> target = claims ? unclaimed : unclaimed.or(() -> lease).or(() -> change);
    if (kind == Order.Kind.CLEAR_FORK) {
      target = head.flatMap(json -> first(json, "fork")).map(fork -> "");
    }
    target.ifPresent(id -> give(cluster, kind, id));
  }

  private void give(WorldCluster cluster, Order.Kind kind, String target) {
    String id = OperatorsTable.id(instant(), "o" + said++);
    String stop = stopped.map(Laws.Stopped::id).orElse("");
    String eight = target.length() > 8 ? target.substring(0, 8) : target;
    operators.put(new Order(id, "AIDAPERSON" + said % 3, kind, cluster.id().value(), eight, stop));
    lastOrderAt = now;
    laws.ordered(id, cluster.resourceId());
    note("person", kind + " " + eight + " of " + cluster.id());
  }

  private void stop(Trouble trouble) {
    String id = OperatorsTable.id(instant(), "s" + said++);
    operators.put(new Stop(id, "ann", instant(), "tortured"));
    stopped = Optional.of(new Laws.Stopped(id, now));
    lastStop = id;
    later(trouble.lasts(), () -> allow(false));
  }

  /** A person allows changes of the table that is there, and lifts whatever stop stands. */
  private void allow(boolean first) {
    operators.put(new Run(lastStop, ledger.id(), first, "ann", instant(), "tortured"));
    stopped = Optional.empty();
    allowed = Optional.of(new Laws.Stopped(ledger.id(), now));
    note("person", "allows changes of " + ledger.id());
  }

  private void tag(Trouble trouble) {
    WorldCluster cluster = clusters.get(trouble.cluster());
    String[] modes = {"", "off", "observe", "propose", ""};
    cluster.mode(now, modes[(int) (trouble.amount() * modes.length)]);
    // A tool that changes a tag's value takes it off for a moment.
    later(trouble.amount() < 0.2 ? 20_000 : trouble.lasts(), () -> cluster.mode(now, "act"));
  }

  private void during(Trouble trouble, java.util.function.Consumer<WorldCluster> begin, java.util.function.Consumer<WorldCluster> end) {
    WorldCluster cluster = clusters.get(trouble.cluster());
    begin.accept(cluster);
    later(trouble.lasts(), () -> end.accept(cluster));
  }

  private void rough(Trouble trouble) {
    double[] rates = {0.002, 0.01, 0.03};
    roughness = rates[(int) (trouble.amount() * rates.length)];
    calmSince = now + trouble.lasts();
    later(trouble.lasts(), () -> {
      roughness = 0;
      calmSince = now;
    });
  }

  private void dead(Trouble trouble) {
    under.merge(trouble.kind(), 1, Integer::sum);
    if (trouble.kind() == Trouble.Kind.DEAD_LEDGER && ledgerDeadSince < 0) {
      ledgerDeadSince = now;
    }
    later(trouble.lasts(), () -> {
      under.merge(trouble.kind(), -1, Integer::sum);
      calmSince = now;
      topicSince = trouble.kind() == Trouble.Kind.DEAD_TOPIC ? now : topicSince;
      if (!is(Trouble.Kind.DEAD_LEDGER)) {
        ledgerDeadSince = -1;
      }
    });
  }

  private void restore(Trouble trouble) {
    if (copies.isEmpty()) {
      return;
    }
    Copy copy = copies.get((int) (trouble.amount() * copies.size()));
    note("world", "the ledger is as it was at " + clock(copy.at()));
    replaced("table-" + (2 + said++), copy.items(), trouble.lasts());
  }

  private void emptied(Trouble trouble) {
    replaced(ledger.id(), List.of(), trouble.lasts());
  }

  /** Whoever works on the table dies with it: it does not answer while it is replaced. */
  private void replaced(String id, List<Table.Item> items, long until) {
    for (Actor each : actors.waiting()) {
      dying.add(each.name());
    }
    ledger.restore(id, items);
    copies.clear();
    laws.ledgerIs(items);
    calmSince = now;
    later(until, () -> allow(items.isEmpty()));
  }

  private void fork(WorldCluster cluster) {
    laws.head(cluster.resourceId()).flatMap(json -> first(json, "tail")).ifPresent(tail -> {
      long seq = tail.get("seq").getAsLong();
      Table.Key key = new Table.Key("CHAIN#" + cluster.resourceId(), String.format(Locale.ROOT, "%010d", seq));
      ledger.get(key).ifPresent(item -> {
        Map<String, String> texts = new HashMap<>(item.texts());
        texts.put("hash", "0".repeat(64));
        laws.altered(cluster.resourceId(), seq);
        ledger.poke(new Table.Item(key, texts, item.numbers()));
      });
    });
  }

  private void again(Trouble trouble) {
    RaiseWish wish = wishes.get(clusters.get(trouble.cluster()).id().value());
    if (wish == null) {
      return;
    }
    boolean forged = trouble.kind() == Trouble.Kind.FORGERY;
    RaiseWish said = forged ? Machine.forged(wish, trouble.amount(), instant(), clusters) : wish;
    start("wish-" + trouble.no(), machine -> machine.decide(said));
  }

  void wished(RaiseWish wish) {
    wishes.put(wish.incident().cluster().value(), wish);
  }

  WorldCluster cluster(String name) {
    return clusters.stream().filter(each -> each.id().value().equals(name)).findFirst().orElseThrow();
  }

  Optional<WorldCluster> found(String name) {
    return clusters.stream().filter(each -> each.id().value().equals(name) && each.exists()).findFirst();
  }

  Actors actors() {
    return actors;
  }

  Laws laws() {
    return laws;
  }

  WorldTable ledger() {
    return ledger;
  }

  WorldTable operatorsTable() {
    return operatorsTable;
  }

  HardLimits limits() {
    return limits;
  }

  boolean isOver() {
    return over;
  }

  /** How late the next read is. */
  long lag() {
    return mostLag == 0 ? 0 : random.nextLong(mostLag);
  }

  /** How long what RDS accepted takes to be in force. */
  long delay() {
    return mostDelay <= 0 || random.nextInt(3) > 0 ? 0 : random.nextLong(mostDelay);
  }

  /** How late a call lands whose caller has given up. */
  long lateness() {
    return random.nextLong(1_000, 12 * MINUTE);
  }

  int chance(int of) {
    return random.nextInt(of);
  }

  /** Somebody whose clock is so much off is about to write. */
  void writes(long skew) {
    writerSkew = skew;
  }

  private void written(Table.Item item) {
    laws.written(item, writerSkew);
  }

  @Override
  public long now() {
    return now;
  }

  @Override
  public Instant instant() {
    return START.plusMillis(now);
  }

  @Override
  public List<WorldCluster> clusters() {
    return clusters;
  }

  @Override
  public String tableId() {
    return ledger.id();
  }

  @Override
  public Optional<Laws.Stopped> stopped() {
    return stopped;
  }

  @Override
  public Optional<Laws.Stopped> allowed() {
    return allowed;
  }

  @Override
  public Optional<Long> ledgerDeadSince() {
    return ledgerDeadSince < 0 ? Optional.empty() : Optional.of(ledgerDeadSince);
  }

  @Override
  public long calmSince() {
    boolean dead = is(Trouble.Kind.DEAD_LEDGER) || is(Trouble.Kind.DEAD_RDS);
    return dead ? now : calmSince;
  }

  @Override
  public long topicSince() {
    return is(Trouble.Kind.DEAD_TOPIC) ? now : topicSince;
  }
}
