package io.auroraresponder.lab.torture;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.ledger.Table;
import io.auroraresponder.policy.HardLimits;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judges a history by the laws of the protocol. It sees what was written, what was called and what is true, each when it happens, and asks
 * the code under test nothing: heads and entries are read as the JSON that stands in the table.
 */
final class Laws {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final double ROUNDING = 1e-6;
  /** The send window, a suspension of the machine between the last look at the clocks and the call, and rounding. */
  private static final long SEND_WINDOW = 13_500;
  /** The function's time-out and its margin: what a stop allows to be still on its way. */
  private static final long STOP_SETTLES = 35_000;
  /** Nothing due stays silent for longer. */
  private static final long PATIENCE = 10 * MINUTE;
  private static final long ORDER_ENDS = 15 * MINUTE;
  private static final long RENEWAL_LEAD = 6 * MINUTE;
  /** Clocks may be wrong by a minute; a machine's own between two looks by some seconds more. */
  private static final long SKEW = 65_000;

  private final World world;
  private final HardLimits limits;
  private final boolean readsAreBounded;
  private final Map<Law, Long> judged = new EnumMap<>(Law.class);
  private final Map<String, Long> happened = new java.util.TreeMap<>();
  private final Map<String, Case> cases = new HashMap<>();
  private final Map<String, Intent> intents = new HashMap<>();
  private final Map<String, Integer> effects = new HashMap<>();
  private final Map<String, Given> orders = new HashMap<>();
  private Optional<Broken> broken = Optional.empty();

  /** A law that was broken, and how. */
  record Broken(Law law, String how) {}

  /** What the judge has to know of the world beside the clusters. */
  interface World {
    long now();

    /** When what arrives now left its machine: a slow network brings it later. */
    long sentAt();

    Instant instant();

    List<WorldCluster> clusters();

    String tableId();

    /** The stop that stands, empty for none; and since when. */
    Optional<Stopped> stopped();

    /** The table of which changes are allowed, and since when. */
    Optional<Stopped> allowed();

    /** Since when the ledger's table answers nobody; empty where it answers. */
    Optional<Long> ledgerDeadSince();

    /** Since when nothing goes wrong. */
    long calmSince();

    /** What of the world keeps news from being told, or did a moment ago. */
    long topicSince();
  }

  /** Something of the switch. */
  record Stopped(String id, long at) {}

  /** What an intent says, and what was seen of it. */
  private static final class Intent {
    private final ScalingRange from;
    private final ScalingRange to;
    private final String remedy;
    private final String wish;
    private final String stop;
    private final long writtenAt;
    private int calls;

    private Intent(JsonObject change, long writtenAt) {
      JsonObject plan = change.getAsJsonObject("plan");
      this.from = range(plan.getAsJsonObject("from"));
      this.to = range(plan.getAsJsonObject("to"));
      this.remedy = plan.get("remedy").getAsString();
      this.wish = plan.get("wish").getAsString();
      this.stop = change.get("stop").getAsString();
      this.writtenAt = writtenAt;
    }

    private boolean raises() {
      return remedy.startsWith("RAISE");
    }
  }

  /** One cluster as the judge knows it. */
  private static final class Case {
    private final WorldCluster truth;
    private Optional<JsonObject> head = Optional.empty();
    private final Map<Long, String> chain = new HashMap<>();
    private final Set<Long> altered = new HashSet<>();
    private final Map<String, ScalingRange> bases = new HashMap<>();
    private final List<double[]> held = new ArrayList<>();
    private final Map<Long, Long> unheard = new java.util.TreeMap<>();
    private boolean yielded;
    private long ver = -1;
    private long easySince;
    private long refusedAt = -24 * HOUR;
    private long acceptedFrom;
    private int counted;
    private long membersSince;

    private Case(WorldCluster truth) {
      this.truth = truth;
    }

    private Optional<JsonObject> part(String name) {
      return head.flatMap(json -> Laws.part(json, name));
    }
  }

  /** An order as it was given. */
  private static final class Given {
    private final String resourceId;
    private final long at;
    private long takenAt = -1;

    private Given(String resourceId, long at) {
      this.resourceId = resourceId;
      this.at = at;
    }
  }

  Laws(World world, HardLimits limits, boolean readsAreBounded) {
    this.world = world;
    this.limits = limits;
    this.readsAreBounded = readsAreBounded;
    world.clusters().forEach(each -> cases.put(each.resourceId(), new Case(each)));
  }

  Optional<Broken> broken() {
    return broken;
  }

  /** How often each law was put to the test. */
  Map<Law, Long> judged() {
    return judged;
  }

  /** What happened, counted by its word. */
  Map<String, Long> happened() {
    return happened;
  }

  void count(String word) {
    happened.merge(word, 1L, Long::sum);
  }

  private void judge(Law law, boolean holds, java.util.function.Supplier<String> how) {
    judged.merge(law, 1L, Long::sum);
    if (!holds && broken.isEmpty()) {
      broken = Optional.of(new Broken(law, History.clock(world.now()) + " " + how.get()));
    }
  }

  /** Laws that rest on what reads show say nothing where reads are later than the protocol allows for. */
  private void judgeRead(Law law, boolean holds, java.util.function.Supplier<String> how) {
    if (readsAreBounded) {
      judge(law, holds, how);
    }
  }

  private static Optional<JsonObject> part(JsonObject json, String name) {
    JsonElement found = json.get(name);
    return found == null || !found.isJsonArray() || found.getAsJsonArray().isEmpty() ? Optional.empty()
        : Optional.of(found.getAsJsonArray().get(0).getAsJsonObject());
  }

  private static ScalingRange range(JsonObject json) {
    return new ScalingRange(json.get("minHalves").getAsInt(), json.get("maxHalves").getAsInt(), json.get("pauseSeconds").getAsInt());
  }

  private long time(JsonElement text) {
    return Duration.between(History.START, Instant.parse(text.getAsString())).toMillis();
  }

  private static String text(JsonObject json, String name) {
    return json.get(name).getAsString();
  }

  private static String text(Table.Item item, String name) {
    return item.texts().getOrDefault(name, "");
  }

  private static long version(Table.Item item) {
    return item.numbers().getOrDefault("ver", -1L);
  }

  private static long seq(Table.Item item) {
    return item.numbers().getOrDefault("seq", 0L);
  }

  private Case of(String resourceId) {
    return Optional.ofNullable(cases.get(resourceId)).orElseThrow(() -> new IllegalStateException(resourceId + " is no cluster"));
  }

  /** What stands in the ledger now; after a restore or when it was emptied, anew. */
  void ledgerIs(List<Table.Item> items) {
    cases.values().forEach(each -> {
      each.head = Optional.empty();
      each.ver = -1;
      each.chain.clear();
      each.altered.clear();
      each.bases.clear();
      each.unheard.clear();
      each.yielded = false;
      each.held.clear();
      each.acceptedFrom = world.now();
      each.easySince = world.now();
    });
    orders.clear();
    effects.clear();
    for (Table.Item item : items) {
      Case of = cases.get(item.key().sk());
      if (item.key().pk().equals("HEAD") && of != null) {
        of.head = Optional.of(JsonParser.parseString(item.texts().get("head")).getAsJsonObject());
      } else if (item.key().pk().startsWith("CHAIN#") && item.texts().containsKey("hash")) {
        Case chained = of(item.key().pk().substring("CHAIN#".length()));
        chained.chain.put(seq(item), text(item, "hash"));
        if (!sha256(said(item)).equals(text(item, "hash"))) {
          // Whoever altered an entry altered the copies that were made since.
          chained.altered.add(seq(item));
        }
      }
    }
  }

  /** Whether a sweep would find anything to do. */
  boolean anythingOpen() {
    return cases.values().stream().anyMatch(each -> each.head.filter(head ->
        !head.get("tableId").getAsString().equals(world.tableId())
        || part(head, "change").isPresent() || part(head, "lease").isPresent() || part(head, "order").isPresent()
        || part(head, "unclaimed").isPresent() || !head.getAsJsonArray("lateCalls").isEmpty()).isPresent() || !each.unheard.isEmpty());
  }

  Optional<JsonObject> head(String resourceId) {
    Case of = cases.get(resourceId);
    return of == null ? Optional.empty() : of.head;
  }

  /** Somebody alters an entry. */
  void altered(String resourceId, long seq) {
    of(resourceId).altered.add(seq);
  }

  /** An item of the ledger was written. */
  void written(Table.Item item, long skew) {
    String pk = item.key().pk();
    String resource = pk.equals("HEAD") ? item.key().sk() : pk.startsWith("CHAIN#") ? pk.substring("CHAIN#".length()) : "FLEET";
    boolean known = cases.containsKey(resource);
    judge(Law.I23, known || resource.equals("FLEET"), () -> "there is a record of " + resource + ", which is no cluster");
    if (pk.equals("HEAD")) {
      judge(Law.I21, Math.abs(skew) <= SKEW, () -> "a machine whose clock is " + skew / 1000 + " s off wrote " + item.key().sk());
      if (known && of(resource).ver != version(item)) {
        of(resource).ver = version(item);
        head(of(resource), JsonParser.parseString(text(item, "head")).getAsJsonObject());
      }
    } else if (known && pk.startsWith("CHAIN#") && item.texts().containsKey("hash")) {
      chain(of(resource), item);
    }
  }

  private void head(Case of, JsonObject head) {
    Optional<JsonObject> before = of.head;
    of.head = Optional.of(head);
    Optional<JsonObject> tail = part(head, "tail");
    boolean isEntry = !tail.map(each -> each.get("seq")).equals(before.flatMap(json -> part(json, "tail")).map(each -> each.get("seq")));
    if (isEntry && tail.isPresent()) {
      entry(of, head, before, tail.get());
    }
    part(head, "lease").ifPresent(lease -> {
      ScalingRange base = range(lease.getAsJsonObject("base"));
      ScalingRange first = of.bases.computeIfAbsent(text(lease, "id"), unseen -> base);
      judge(Law.I5, first.equals(base), () -> "lease " + text(lease, "id") + " had base " + first + ", has " + base);
    });
  }

  private void entry(Case of, JsonObject head, Optional<JsonObject> before, JsonObject tail) {
    String kind = text(tail, "kind");
    JsonObject body = JsonParser.parseString(text(tail, "body")).getAsJsonObject();
    count("entry " + kind);
    Optional<JsonObject> changed = before.flatMap(json -> part(json, "change"));
    if (kind.equals("INTENT")) {
      judge(Law.I3, changed.isEmpty(), () -> "an intent of " + of.truth.id() + " while another change stands");
      intent(of, head);
    } else if (changed.isPresent() && part(head, "change").isEmpty()) {
      boolean resolves = Set.of("APPLIED", "NOT_APPLIED", "DEFERRED", "SUPERSEDED", "ABANDONED", "RESTORED").contains(kind);
      judge(Law.I3, resolves, () -> "a change of " + of.truth.id() + " goes with " + kind);
    }
    if (kind.equals("YIELDED")) {
      of.yielded = true;
    }
    if (Set.of("KEPT", "LEFT", "UNCLAIMED", "RESTORED").contains(kind)) {
      // What was said to people, or by them, of the range that stands: from here on it is theirs.
      of.acceptedFrom = world.now();
      of.held.clear();
    }
    if (kind.equals("ADOPTED")) {
      of.yielded = false;
    }
    if (body.has("order")) {
      Given given = orders.get(text(body, "order"));
      if (given != null) {
        given.takenAt = given.takenAt < 0 ? world.now() : given.takenAt;
      }
    }
    if (body.has("said")) {
      of.unheard.put(tail.get("seq").getAsLong(), world.now());
    }
    if (kind.equals("NOT_APPLIED")) {
      of.refusedAt = world.now();
    }
  }

  private void intent(Case of, JsonObject head) {
    JsonObject change = part(head, "change").orElseThrow();
    Intent intent = new Intent(change, world.now());
    boolean known = intents.putIfAbsent(key(of, text(change, "intent")), intent) != null;
    judge(Law.I1, !known, () -> "intent " + text(change, "intent") + " is written twice");
    if (intent.raises()) {
      of.yielded = false;
      boolean max = intent.remedy.equals("RAISE_MAX");
      ScalingRange from = intent.from;
      ScalingRange to = intent.to;
      int risen = max ? to.maxHalves() : to.minHalves();
      int was = max ? from.maxHalves() : from.minHalves();
      boolean step = risen > was && risen <= Math.max(was + 1, (int) Math.floor(was * limits.step() + 1e-9));
      boolean other = max ? from.minHalves() == to.minHalves() : from.maxHalves() == to.maxHalves();
      boolean pause = from.pauseSeconds() == to.pauseSeconds();
      // The side that does not move is as a person left it.
      boolean ceiling = max ? to.maxAcu() <= limits.maxAcu() + ROUNDING : to.minAcu() <= limits.minAcu() + ROUNDING;
      judge(Law.I4, step && other && pause && ceiling, () -> "an intent from " + from + " to " + to);
      judge(Law.I4, rate(head) <= limits.ratePerDay(), () -> "raise " + rate(head) + " of a day");
      judge(Law.I4, charged(head) <= limits.budgetAcuHours() + 0.01, () -> charged(head) + " ACU-h are charged in a day");
    }
  }

  private static String key(Case of, String intent) {
    return of.truth.resourceId() + " " + intent;
  }

  private long rate(JsonObject head) {
    return window(head).filter(charge -> charge.get("raise").getAsBoolean()).count();
  }

  private double charged(JsonObject head) {
    return window(head).mapToDouble(charge -> charge.get("acuHours").getAsDouble()).sum();
  }

  private java.util.stream.Stream<JsonObject> window(JsonObject head) {
    JsonArray window = head.getAsJsonArray("window");
    return java.util.stream.StreamSupport.stream(window.spliterator(), false).map(JsonElement::getAsJsonObject)
        .filter(charge -> time(charge.get("at")) + 24 * HOUR > world.now() + SKEW);
  }

  private void chain(Case of, Table.Item item) {
    long seq = seq(item);
    String hash = text(item, "hash");
    String kind = text(item, "kind");
    String prev = text(item, "prev");
    judge(Law.I10, sha256(said(item)).equals(hash), () -> "the hash of entry " + seq + " of " + of.truth.id() + " does not fit");
    String there = of.chain.put(seq, hash);
    judge(Law.I10, there == null || there.equals(hash), () -> "entry " + seq + " of " + of.truth.id() + " was written over");
    String before = seq == 1 ? "" : of.chain.get(seq - 1);
    boolean fits = prev.equals(before) || (of.altered.contains(seq - 1) && kind.equals("FORK"));
    judge(Law.I10, fits, () -> "entry " + seq + " of " + of.truth.id() + " (" + kind + ") does not follow the one before");
  }

  /** The text of an entry, of which its hash is made. */
  private static String said(Table.Item item) {
    return "{\"at\":\"" + text(item, "at") + "\",\"body\":" + text(item, "body") + ",\"kind\":\"" + text(item, "kind") + "\",\"prev\":\""
        + text(item, "prev") + "\",\"seq\":\"" + seq(item) + "\"}";
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("every Java platform has SHA-256", absent);
    }
  }

  /**
   * A change is about to be sent.
   *
   * @return the intent by which it is sent, empty where there is none
   */
  String called(WorldCluster cluster, ScalingRange range, boolean mayHaveEffect) {
    Case of = of(cluster.resourceId());
    long now = world.now();
    long sent = world.sentAt();
    count("calls");
    world.ledgerDeadSince().ifPresent(since -> judge(Law.I13, sent - since <= SEND_WINDOW, () -> "a call while the ledger is dead"));
    if (world.ledgerDeadSince().isEmpty()) {
      judge(Law.I13, true, () -> "");
    }
    Optional<JsonObject> change = of.part("change");
    Optional<Intent> found = change.map(json -> intents.get(key(of, text(json, "intent"))));
    judge(Law.I2, found.isPresent(), () -> "a call on " + cluster.id() + " and no change in its head");
    if (found.isEmpty()) {
      return "unknown";
    }
    Intent intent = found.get();
    judge(Law.I2, intent.to.equals(range) && sent - intent.writtenAt <= SEND_WINDOW && text(change.get(), "phase").equals("SENDING"),
        () -> "a call on " + cluster.id() + " to " + range + ", " + (sent - intent.writtenAt) + " ms after an intent to " + intent.to);
    judge(Law.I1, ++intent.calls == 1, () -> "call " + intent.calls + " for one intent of " + cluster.id());
    if (mayHaveEffect && !intent.wish.isEmpty()) {
      int effect = effects.merge(intent.wish, 1, Integer::sum);
      judge(Law.I8, effect == 1, () -> "a wish for " + cluster.id() + " acts " + effect + " times");
    }
    stopped(cluster, intent, now);
    allowed(cluster, intent, now);
    yours(cluster, intent, now);
    judge(Law.I7, !of.yielded || intent.raises(), () -> "a " + intent.remedy + " on " + cluster.id() + " after it yielded");
    if (intent.remedy.equals("GIVE_BACK")) {
      judge(Law.I12, quiet(cluster, intent.to.maxAcu() * 0.7, now), () -> cluster.id() + " is given back to " + intent.to
          + " and does more than that");
    }
    return text(change.get(), "intent");
  }

  private void stopped(WorldCluster cluster, Intent intent, long now) {
    boolean stops = world.stopped().filter(stop -> now - stop.at() > STOP_SETTLES)
        .filter(stop -> !(intent.remedy.equals("UNDO") && intent.stop.equals(stop.id()))).isPresent();
    judge(Law.I11, !stops, () -> "a " + intent.remedy + " on " + cluster.id() + " while all is stopped");
    boolean table = world.allowed().filter(run -> run.id().equals(world.tableId()) || now - run.at() < STOP_SETTLES).isPresent();
    judge(Law.I11, table, () -> "a " + intent.remedy + " on " + cluster.id() + ", and changes are allowed for another table");
  }

  private void allowed(WorldCluster cluster, Intent intent, long now) {
    boolean settled = now - cluster.taggedSince() > SEND_WINDOW;
    boolean may = intent.remedy.equals("UNDO") || cluster.mode().equals("act")
        || (cluster.mode().equals("propose") && !intent.raises());
    judge(Law.I18, may || !settled, () -> "a " + intent.remedy + " on " + cluster.id() + " with mode '" + cluster.mode() + "'");
  }

  /** What somebody else set stays, unless it was set so late that no read could have shown it. */
  private void yours(WorldCluster cluster, Intent intent, long now) {
    WorldCluster.Stand stand = cluster.stand();
    boolean seen = now - stand.from() > History.READ_LAG + SEND_WINDOW;
    judgeRead(Law.I19, !seen || stand.range().equals(intent.from), () ->
        "a " + intent.remedy + " on " + cluster.id() + " from " + intent.from
        + " while " + stand.range() + " stands since " + History.clock(stand.from()));
    boolean theirs = !stand.ours() && stand.from() > 0 && seen && intent.remedy.equals("GIVE_BACK")
        && stand.from() > of(cluster.resourceId()).acceptedFrom;
    judgeRead(Law.I19, !theirs, () -> "a range that a person set on " + cluster.id() + " is given back");
  }

  /** Some quarter of an hour that metrics could show lately was low for every member. */
  private static boolean quiet(WorldCluster cluster, double acu, long now) {
    int minute = (int) (now / MINUTE);
    for (int end = minute; end >= minute - 7; end--) {
      if (cluster.low(end - 15, end, acu)) {
        return true;
      }
    }
    return false;
  }

  /** A wish was decided by an invocation that did or did not call. */
  void decided(String outcome, boolean called) {
    count("decision " + outcome);
    boolean refuses = Set.of("REFUSED", "PROPOSED", "DRY_RUN", "NOT_NEEDED").contains(outcome);
    judge(Law.I9, !refuses || !called, () -> "a call was made and the answer is " + outcome);
  }

  void ordered(String id, String resourceId) {
    count("orders");
    orders.put(id, new Given(resourceId, world.now()));
  }

  /** People heard of an entry. */
  void told(String resourceId, long seq) {
    Case of = cases.get(resourceId);
    if (of != null) {
      of.unheard.remove(seq);
    }
  }

  /** A sweep ended, and said of itself whether everything was read and told. */
  void swept(boolean sound) {
    if (!sound) {
      count("sweeps that failed");
    }
  }

  /** Every minute, whatever happened in it. */
  void minute() {
    cases.values().forEach(this::minute);
    orders.entrySet().removeIf(each -> answered(each.getKey(), each.getValue()));
  }

  private void minute(Case of) {
    WorldCluster truth = of.truth;
    long now = world.now();
    long calm = world.calmSince();
    boolean ours = of.head.filter(head -> text(head, "tableId").equals(world.tableId())).isPresent();
    if (!truth.exists() || !ours) {
      // What begins after that has not been easy before it began.
      of.easySince = now;
      return;
    }
    JsonObject head = of.head.orElseThrow();
    boolean calmNow = now - calm > PATIENCE;
    part(head, "change").ifPresent(change -> {
      if (calmNow && text(change, "phase").equals("SENDING")) {
        judge(Law.I6, now - time(change.get("sendBy")) < 90_000 + PATIENCE + SKEW, () -> truth.id() + " is SENDING and nobody sees to it");
      }
      boolean readable = truth.available() && truth.tagsAreReadable();
      if (text(change, "phase").equals("UNSURE") && now - calm > 2 * PATIENCE && readable) {
        judgeRead(Law.I6, now - time(change.get("since")) < 2 * PATIENCE + HOUR, () -> truth.id() + " is UNSURE and nothing keeps it so");
      }
      if (calmNow && text(change, "phase").equals("UNSURE")) {
        boolean said = time(change.get("toldAt")) > 0 || now - time(change.get("since")) < 30 * MINUTE + PATIENCE + SKEW;
        judge(Law.I6, said, () -> truth.id() + " is UNSURE and people do not hear of it");
      }
    });
    part(head, "lease").ifPresent(lease -> {
      JsonObject marks = lease.getAsJsonObject("marks");
      boolean marked = !marks.getAsJsonArray("overdueSince").isEmpty() || !marks.getAsJsonArray("pausedSince").isEmpty();
      if (calmNow) {
        judge(Law.I6, marked || now - time(lease.get("until")) < PATIENCE + SKEW,
            () -> "lease " + text(lease, "id") + " of " + truth.id() + " is over its end and silent");
      }
    });
    easy(of, head, now);
    heard(of, now);
    exposed(of, head, now);
  }

  /** Nothing hinders, nothing is needed: whatever is open closes. */
  private void easy(Case of, JsonObject head, long now) {
    WorldCluster truth = of.truth;
    int minute = (int) (now / MINUTE);
    ScalingRange base = part(head, "lease").map(lease -> range(lease.getAsJsonObject("base"))).orElse(truth.stand().range());
    boolean running = world.stopped().isEmpty() && world.allowed().filter(run -> run.id().equals(world.tableId())).isPresent();
    boolean acts = truth.mode().equals("act") && truth.tagsAreReadable() && truth.available();
    boolean low = truth.low(minute - 1, minute + 1, base.maxAcu() * 0.65);
    boolean awake = truth.members().stream().allMatch(each -> each.capacity(minute) > 0);
    boolean whole = !truth.gapAround(minute - 25, minute);
    boolean members = truth.members().size() == of.counted;
    of.membersSince = members ? of.membersSince : now;
    of.counted = truth.members().size();
    // A writer that started under the raise has another max_connections, of which nobody has looked here: that waits for a person.
    boolean older = part(head, "lease").map(lease -> time(lease.get("openedAt"))).orElse(now) > (truth.writerStarted() + 5) * MINUTE;
    boolean still = now - truth.stand().from() > 2 * MINUTE || !truth.stand().ours();
    if (!(running && acts && low && awake && whole && members && still && older && part(head, "unclaimed").isEmpty())) {
      of.easySince = now;
    }
    long since = Math.max(of.easySince, world.calmSince());
    boolean refused = now - of.refusedAt < 3 * HOUR;
    if (now - since > 50 * MINUTE && !refused) {
      judgeRead(Law.I6, part(head, "lease").isEmpty() && part(head, "change").isEmpty() && part(head, "order").isEmpty(),
          () -> truth.id() + " has something open for " + (now - since) / MINUTE + " easy minutes: " + open(head));
      left(of);
    }
  }

  private static String open(JsonObject head) {
    return part(head, "lease").map(lease -> "lease " + text(lease, "id") + " " + text(lease, "phase")).orElse("")
        + part(head, "change").map(change -> " change " + text(change, "phase")).orElse("")
        + part(head, "order").map(order -> " order").orElse("");
  }

  /** A range of ours stands, no lease is open, nobody was told that it stays. */
  private void left(Case of) {
    WorldCluster.Stand stand = of.truth.stand();
    boolean back = !stand.ours() || theirs(of).contains(stand.range()) || stand.from() <= of.acceptedFrom
        || of.truth.stands().stream().anyMatch(each -> each.from() <= of.acceptedFrom && each.range().equals(stand.range()));
    judgeRead(Law.I20, back, () -> of.truth.id() + " stands at " + stand.range() + " since " + History.clock(stand.from())
        + " by a call of ours, and nothing is open");
  }

  /** What a person set last; and before, where a call of ours that had looked before took it away unseen. */
  private static Set<ScalingRange> theirs(Case of) {
    Set<ScalingRange> ranges = new HashSet<>();
    List<WorldCluster.Stand> stands = of.truth.stands();
    long ours = Long.MAX_VALUE;
    for (int i = stands.size() - 1; i >= 0; i--) {
      if (stands.get(i).ours()) {
        ours = stands.get(i).from();
      } else {
        ranges.add(stands.get(i).range());
        // Of several that were set one after the other none was seen.
        boolean unseen = ours - stands.get(i).from() <= History.READ_LAG + SEND_WINDOW + MINUTE;
        if (!unseen) {
          return ranges;
        }
      }
    }
    return ranges;
  }

  private void heard(Case of, long now) {
    of.unheard.forEach((seq, at) -> {
      boolean calm = now - Math.max(Math.max(at, world.calmSince()), world.topicSince()) > PATIENCE + 2 * MINUTE;
      judge(Law.I22, !calm, () -> "entry " + seq + " of " + of.truth.id() + " is not told");
    });
  }

  /** What a range of ours cost more than the one before, held against what was charged. */
  private void exposed(Case of, JsonObject head, long now) {
    of.held.removeIf(each -> each[0] + 24 * HOUR <= now);
    Optional<JsonObject> lease = part(head, "lease");
    WorldCluster.Stand stand = of.truth.stand();
    if (lease.isEmpty() || !stand.ours()) {
      return;
    }
    ScalingRange base = range(lease.get().getAsJsonObject("base"));
    int members = Math.min(lease.get().get("members").getAsInt() + (now - of.membersSince > 90 * MINUTE ? 9 : 0), of.counted);
    double more = more(base, stand.range());
    of.held.add(new double[] {now, more * members / 60});
    double sum = of.held.stream().mapToDouble(each -> each[1]).sum();
    double over = Math.max(0, now - Math.max(time(lease.get().get("until")), now - 24 * HOUR)) / (double) HOUR
        * more(base, range(lease.get().getAsJsonObject("current"))) * lease.get().get("members").getAsInt();
    double charged = charged(head) + over;
    judgeRead(Law.I14, sum <= charged + 0.3 + more * members * 0.05 + margin(head), () -> of.truth.id() + " held "
        + Math.round(sum * 100) / 100.0 + " ACU-h, charged are " + Math.round(charged * 100) / 100.0);
  }

  private static double more(ScalingRange base, ScalingRange range) {
    return Math.max(0, Math.max(range.maxAcu() - base.maxAcu(), range.minAcu() - base.minAcu()));
  }

  /** Charges that are about to leave the day's window are not counted, what was held under them still is. */
  private double margin(JsonObject head) {
    JsonArray window = head.getAsJsonArray("window");
    double sum = 0;
    for (JsonElement each : window) {
      JsonObject charge = each.getAsJsonObject();
      long at = time(charge.get("at"));
      long end = at + Duration.parse(text(charge, "span")).toMillis();
      // A renewal is charged some minutes before the time that it pays for.
      boolean leaves = at + 24 * HOUR <= world.now() + SKEW && end + RENEWAL_LEAD + 24 * HOUR > world.now();
      sum += leaves ? charge.get("acuHours").getAsDouble() : 0;
    }
    return sum;
  }

  private boolean answered(String id, Given given) {
    Case of = of(given.resourceId);
    long now = world.now();
    if (!of.truth.exists() || of.head.isEmpty() || !text(of.head.get(), "tableId").equals(world.tableId())) {
      return true;
    }
    long since = Math.max(given.at, world.calmSince());
    if (given.takenAt < 0) {
      boolean late = now - since > PATIENCE;
      judge(Law.I15, !late, () -> "an order for " + of.truth.id() + " is not answered");
      return late;
    }
    if (now - Math.max(given.takenAt, world.calmSince()) <= ORDER_ENDS) {
      return false;
    }
    // Another one stands in its place: its giver has heard so.
    Optional<JsonObject> standing = of.part("order").filter(order -> text(order.getAsJsonObject("order"), "id").equals(id));
    boolean held = standing.filter(order -> !text(order, "told").isEmpty()).isPresent();
    boolean unsure = of.part("change").isPresent();
    boolean refused = now - of.refusedAt < 3 * HOUR;
    judgeRead(Law.I15, standing.isEmpty() || held || unsure || refused || !of.truth.available(),
        () -> "an order for " + of.truth.id() + " stands, and nothing is said of what holds it");
    return true;
  }
}
