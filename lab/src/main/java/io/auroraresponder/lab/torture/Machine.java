package io.auroraresponder.lab.torture;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.diagnosis.Lever;
import io.auroraresponder.diagnosis.Pressure;
import io.auroraresponder.diagnosis.RangeQuestion;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metric;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.RdsEvent;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Series;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.intake.ClusterDirectory;
import io.auroraresponder.intake.Intake;
import io.auroraresponder.intake.OwnAccount;
import io.auroraresponder.lab.torture.Actors.Actor;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.Ledger;
import io.auroraresponder.ledger.OperatorsTable;
import io.auroraresponder.ledger.Table;
import io.auroraresponder.notify.News;
import io.auroraresponder.notify.Publisher;
import io.auroraresponder.observation.ControlPlane;
import io.auroraresponder.observation.MetricSource;
import io.auroraresponder.remediation.ClusterChanges;
import io.auroraresponder.remediation.Decision;
import io.auroraresponder.remediation.LeaseKeeper;
import io.auroraresponder.remediation.LeaseNews;
import io.auroraresponder.remediation.RaiseWish;
import io.auroraresponder.remediation.RangeChangeRequest;
import io.auroraresponder.remediation.RemediationModule;
import io.auroraresponder.remediation.RemediationPorts;
import io.auroraresponder.remediation.RemediationSettings;
import io.auroraresponder.remediation.Wish;
import io.auroraresponder.remediation.Wishes;
import io.auroraresponder.response.Answer;
import io.auroraresponder.response.Responder;
import io.auroraresponder.response.ResponseTimes;
import io.auroraresponder.response.Runbooks;
import io.auroraresponder.response.SignalHandler;
import io.auroraresponder.runbook.ClusterLook;
import io.auroraresponder.runbook.Evidence;
import io.auroraresponder.runbook.Runbook;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A machine on which the shipped code runs: response, remediation and ledger over ports that fail. Its clock may be off. Each call of a
 * port is a point at which others may go on, and at which it may die.
 */
final class Machine {
  private static final long MINUTE = 60_000;
  private static final Duration SWEEP = Duration.ofSeconds(28);
  private static final Duration RUN = Duration.ofSeconds(55);
  private static final ResponseTimes TIMES =
      new ResponseTimes(Duration.ofSeconds(60), Duration.ofMinutes(5), Duration.ofSeconds(15), Duration.ofHours(4));

  private final String name;
  private final long skew;
  private final History history;
  private final InstantSource clock = this::instant;
  private final RemediationModule module;
  private final IncidentLog incidents;
  private final SignalHandler handler;
  private long writes;

  Machine(String name, long skew, History history) {
    this.name = name;
    this.skew = skew;
    this.history = history;
    Ledger ledger = new Ledger(new View(false), clock, () -> name + "-" + ++writes);
    OperatorsTable operators = new OperatorsTable(new View(true), clock);
    RemediationSettings settings = RemediationSettings.defaults().with(history.limits());
    Aws aws = new Aws();
    module = RemediationModule.open(new RemediationPorts(ledger, operators, aws, aws, aws, clock, () -> history.now() * 1_000_000),
        settings);
    incidents = new IncidentLog(new View(false));
    Runbook<Given> capacity = new Runbook<>("capacity", (incident, deadline) -> look(aws, incident), List.of(), (given, results) ->
        given.diagnosis());
    Responder responder = new Responder(new Runbooks(List.of(capacity)), new Wishes(history.limits()), (wish, deadline) ->
        decide(wish), new Topic());
    Intake intake = new Intake(new Directory(), new Intake.Settings(OwnAccount.fixed("111122223333", "eu-west-2"), Set.of()), clock);
    handler = new SignalHandler(intake, responder, new SignalHandler.Ports(incidents, ledger, this::alarmStates, new Topic(), clock),
        TIMES);
  }

  private Instant instant() {
    return history.instant().plusMillis(skew);
  }

  long skew() {
    return skew;
  }

  /** The minute's sweep, as its function would run it. */
  void sweep() {
    LeaseKeeper.Tended tended = module.keeper().tend(this::tell, Deadline.after(SWEEP, () -> history.now() * 1_000_000));
    history.laws().swept(tended.isSound());
  }

  private void tell(LeaseNews news) {
    boolean lost = switch (history.actors().point("sns:Publish", news.cluster().value())) {
      case GO, SLOW, TWICE -> false;
      case ANSWER_LOST, CRASH_AFTER, CRASH_BEFORE, LOST, LATE, THROTTLED, REFUSED, NEVER_APPLIED -> true;
    };
    if (lost) {
      throw silent("sns:Publish");
    }
    history.laws().told(news.resourceId(), news.seq());
  }

  /** Hands back what is due, each in an invocation of its own. */
  void patrol() {
    try {
      incidents.due(clock.instant()).forEach(reminder -> history.start("resume-" + reminder.key() + "-" + history.now() / 1000, machine ->
          machine.resume(reminder.key())));
    } catch (Table.TableUnavailableException silent) {
      history.laws().count("rounds that failed");
    }
  }

  private void resume(String key) {
    var unused = handler.resume(key, Caller.any("resume-" + key + "-" + history.now()), deadline());
  }

  private Deadline deadline() {
    return Deadline.after(RUN, () -> history.now() * 1_000_000);
  }

  /** Whether the signal was taken: one that was not comes again. */
  boolean receive(String invocation, String event) {
    Answer answer = handler.receive(event.getBytes(StandardCharsets.UTF_8), Caller.any(invocation), deadline());
    return !answer.mustComeAgain();
  }

  /** The acting side, in an invocation of its own: it may die, and who waits for its answer may live. */
  Decision decide(Wish wish) {
    Optional<Actor> actor = Actors.current();
    actor.ifPresent(Actor::changedSince);
    if (wish instanceof RaiseWish raise) {
      history.wished(raise);
    }
    try {
      Decision decision = module.decider().decide(wish);
      history.laws().decided(decision.result().name(), actor.map(Actor::changedSince).orElse(false));
      return decision;
    } catch (Crash died) {
      if (wish instanceof RaiseWish raise && !history.isOver() && history.chance(2) == 0) {
        return Decision.unheard(raise, Decision.Result.UNCERTAIN, Phrase.of("no answer came"));
      }
      throw died;
    }
  }

  /** The same wish with one word of it altered, as somebody might who may call the function. */
  static RaiseWish forged(RaiseWish wish, double amount, Instant now, List<WorldCluster> clusters) {
    WorldCluster other = clusters.get((int) (amount * 1000) % clusters.size());
    ScalingRange seen = wish.seen();
    return switch ((int) (amount * 9)) {
      case 0 -> of(wish, other.resourceId(), wish.side(), wish.strength(), seen, now, now);
      case 1 -> of(wish, wish.resourceId(), RaiseWish.Side.MIN, wish.strength(), seen, now, now);
      case 2 -> of(wish, wish.resourceId(), wish.side(), RangeQuestion.Strength.ACT, seen, now, now);
      case 3 -> of(wish, wish.resourceId(), wish.side(), wish.strength(), ScalingRange.of(seen.minAcu() + 1, 200), now, now);
      case 4 -> of(wish, wish.resourceId(), wish.side(), wish.strength(), seen, now.plusSeconds(7200), now);
      case 5 -> of(wish, wish.resourceId(), wish.side(), wish.strength(), seen, now, now.plusSeconds(7200));
      case 6 -> of(wish, "cluster-UNKNOWN", wish.side(), wish.strength(), seen, now, now);
      case 7 -> of(wish, wish.resourceId(), wish.side(), wish.strength(), other.stand().range(), now, now);
      default -> of(wish, wish.resourceId(), wish.side(), wish.strength(), seen, now, now);
    };
  }

  private static RaiseWish of(
      RaiseWish wish, String resourceId, RaiseWish.Side side, RangeQuestion.Strength strength, ScalingRange seen, Instant lookedAt,
      Instant evidenceAt) {
    return new RaiseWish(
        wish.incident(), resourceId, side, wish.cause(), strength, wish.refused(), seen, lookedAt, evidenceAt, wish.member(),
        wish.baseline(), wish.proof(), wish.mode());
  }

  private Map<String, String> alarmStates(Set<String> names) {
    Map<String, String> states = new HashMap<>();
    history.clusters().stream().filter(WorldCluster::exists)
        .forEach(each -> states.put(each.id().value() + "-alarm", each.inAlarm() ? "ALARM" : "OK"));
    states.keySet().retainAll(names);
    return states;
  }

  /** What a runbook finds: a writer at its ceiling is out of capacity, and nothing else is looked for. */
  private record Given(ClusterLook asked, Diagnosis diagnosis) implements Evidence {}

  private Given look(Aws aws, Incident incident) {
    Reading<ClusterState> cluster;
    Reading<Metrics> metrics;
    Instant now = clock.instant();
    try {
      Optional<ClusterState> found = aws.cluster(incident.cluster());
      cluster = found.<Reading<ClusterState>>map(state -> Reading.known(state, now))
          .orElse(Reading.unavailable("there is no such cluster"));
      Instant to = now.truncatedTo(ChronoUnit.MINUTES);
      metrics = found.<Reading<Metrics>>map(state -> Reading.known(
          aws.read(state.members().stream().map(Member::id).toList(), Set.of(Metric.CAPACITY, Metric.DB_LOAD), to.minusSeconds(900), to),
          now)).orElse(Reading.unavailable("there is no such cluster"));
    } catch (DependencyException silent) {
      cluster = Reading.unavailable("RDS did not answer");
      metrics = Reading.unavailable("CloudWatch did not answer");
    }
    return new Given(
        new ClusterLook(now, incident, cluster, metrics, Reading.unavailable("nobody asks for events here"), List.of(), 2),
        diagnosis(cluster, metrics, now));
  }

  private Diagnosis diagnosis(Reading<ClusterState> cluster, Reading<Metrics> metrics, Instant now) {
    Optional<ClusterState> state = cluster instanceof Reading.Known<ClusterState> known ? Optional.of(known.value()) : Optional.empty();
    String writer = state.flatMap(ClusterState::writer).map(Member::id).orElse("");
    Reading<Double> capacity = latest(metrics, writer, Metric.CAPACITY);
    double max = state.flatMap(each -> each.range() instanceof Reading.Known<ScalingRange> range ? Optional.of(range.value().maxAcu())
        : Optional.empty()).orElse(1e9);
    boolean pressed = capacity instanceof Reading.Known<Double> known && known.value() >= 0.95 * max;
    if (!pressed) {
      return new Diagnosis(
          Severity.WARNING, Phrase.of("not understood"), Phrase.EMPTY, List.of(), Cause.UNKNOWN, List.of(), List.of(), Optional.empty());
    }
    Reading<Double> none = Reading.unavailable("not published");
    Pressure pressure = new Pressure(capacity, none, latest(metrics, writer, Metric.DB_LOAD), none, none, none);
    boolean floor = history.chance(12) == 0;
    RangeQuestion range =
        new RangeQuestion(
            floor ? Lever.RAISE_MIN : Lever.RAISE_MAX, RangeQuestion.Strength.ACT, List.of(),
            List.of(Fact.of("cloudwatch:GetMetricData ServerlessDatabaseCapacity", now, max, "ACU")), writer, now, pressure);
    return new Diagnosis(
        Severity.CRITICAL, Phrase.of("out of capacity"), Phrase.of("requests are slow"), List.of(),
        floor ? Cause.RAMP_LIMITED : Cause.LOAD_GROWTH, List.of(), List.of(), Optional.of(range));
  }

  private static Reading<Double> latest(Reading<Metrics> metrics, String member, Metric metric) {
    return metrics.flatMap(all -> all.of(member, metric)).flatMap(series -> series.latest()
        .<Reading<Double>>map(point -> Reading.known(point.value(), point.minute())).orElse(Reading.unavailable("nothing was published")));
  }

  /** An alarm's change as EventBridge brings it. */
  static String alarm(String cluster, boolean alarm, Instant at) {
    String state = alarm ? "ALARM" : "OK";
    return """
        {"version":"0","id":"%1$s-%2$s","detail-type":"CloudWatch Alarm State Change","source":"aws.cloudwatch","account":"111122223333",
        "time":"%2$s","region":"eu-west-2","resources":["arn:aws:cloudwatch:eu-west-2:111122223333:alarm:%1$s-alarm"],"detail":{
        "alarmName":"%1$s-alarm","state":{"value":"%3$s","reason":"crossed","reasonData":"{}","timestamp":"%2$s"},
        "previousState":{"value":"%4$s","reason":"was","timestamp":"%2$s"},"configuration":{"metrics":[{"id":"m1","metricStat":{"metric":
        {"namespace":"AWS/RDS","name":"ACUUtilization","dimensions":{"DBClusterIdentifier":"%1$s"}},"period":60,"stat":"Average"},
        "returnData":true}]}}}
        """
        .formatted(cluster, at.truncatedTo(ChronoUnit.SECONDS), state, alarm ? "OK" : "ALARM");
  }

  private static DependencyException silent(String call) {
    String service = call.substring(0, call.indexOf(':'));
    return new DependencyException(service, call.substring(service.length() + 1), "", true, "no answer", null);
  }

  private <T> T reading(String call, String about, Supplier<T> read, Supplier<RuntimeException> silence) {
    return switch (history.actors().point(call, about)) {
      case GO, SLOW, TWICE -> read.get();
      case CRASH_AFTER, CRASH_BEFORE -> throw new Crash();
      case LOST, ANSWER_LOST, LATE, THROTTLED, REFUSED, NEVER_APPLIED -> throw silence.get();
    };
  }

  /** Where messages go. */
  private final class Topic implements Publisher {
    @Override
    public void publish(Report report) {
      var unused = reading("sns:Publish", "", () -> "", () -> silent("sns:Publish"));
    }

    @Override
    public void publishNews(News news) {
      var unused = reading("sns:Publish", "", () -> "", () -> silent("sns:Publish"));
    }
  }

  /** RDS and CloudWatch as this machine reaches them. */
  private final class Aws implements ControlPlane, MetricSource, ClusterChanges {
    private <T> T read(String call, String about, Supplier<T> read) {
      return reading(call, about, read, () -> silent(call));
    }

    @Override
    public Optional<ClusterState> cluster(ClusterId id) {
      return read("rds:DescribeDBClusters", id.value(),
          () -> history.found(id.value()).map(each -> each.described(history.now() - history.lag(), clock.instant())));
    }

    @Override
    public OptionalInt optedIn() {
      return read("rds:DescribeDBClusters", "", () -> OptionalInt.of(history.clusters().size()));
    }

    @Override
    public List<String> blueGreenDeployments(ClusterState cluster) {
      return read("rds:DescribeBlueGreenDeployments", cluster.id().value(), List::of);
    }

    @Override
    public ClusterState.RangeLimits limits(ClusterState cluster) {
      return read("rds:DescribeDBEngineVersions", cluster.id().value(), () -> new ClusterState.RangeLimits(0, 256));
    }

    @Override
    public List<RdsEvent> events(ClusterState cluster, Instant from, Instant to) {
      return List.of();
    }

    @Override
    public Metrics read(Collection<String> members, Set<Metric> metrics, Instant from, Instant to) {
      return read("cloudwatch:GetMetricData", "", () -> {
        Map<String, Map<Metric, Reading<Series>>> all = new HashMap<>();
        // The minute that has just ended is not published yet.
        int published = (int) (history.now() / MINUTE) - 1;
        int first = minute(from);
        int last = Math.min(minute(to), published);
        for (String member : members) {
          String cluster = member.replaceFirst("-instance-.*", "");
          Map<Metric, Reading<Series>> readings = new HashMap<>();
          metrics.forEach(metric -> readings.put(metric, Reading.known(
              history.found(cluster).map(each -> each.series(member, metric, History.START, first, last)).orElse(Series.EMPTY), from, to)));
          all.put(member, readings);
        }
        return new Metrics(all, from, to);
      });
    }

    private static int minute(Instant at) {
      return (int) Math.floorDiv(Duration.between(History.START, at).toMillis(), MINUTE);
    }

    @Override
    public Outcome apply(RangeChangeRequest request) {
      history.sending();
      Fate fate = history.actors().point("rds:ModifyDBCluster", request.cluster().value());
      Optional<WorldCluster> found = history.found(request.cluster().value());
      boolean taken = found.filter(WorldCluster::available).isPresent();
      boolean mayHaveEffect = taken && fate != Fate.THROTTLED && fate != Fate.REFUSED;
      Actors.current().ifPresent(Actor::changes);
      if (found.isEmpty()) {
        return new Outcome.Refused("DBClusterNotFoundFault", "there is no such cluster");
      }
      WorldCluster cluster = found.get();
      String intent = history.laws().called(cluster, request.range(), mayHaveEffect);
      history.note(name, "ModifyDBCluster of " + cluster.id() + " to " + request.range() + (fate == Fate.GO ? "" : " " + fate));
      return switch (fate) {
        case GO, SLOW, TWICE -> taken ? accepted(cluster, request, intent) : notNow();
        case CRASH_AFTER -> {
          land(cluster, request, intent, taken, history.delay());
          throw new Crash();
        }
        case ANSWER_LOST -> {
          land(cluster, request, intent, taken, history.delay());
          yield new Outcome.Unsure("timed out");
        }
        case LATE -> {
          land(cluster, request, intent, taken, history.lateness());
          yield new Outcome.Unsure("timed out");
        }
        case NEVER_APPLIED -> taken ? new Outcome.Accepted("never") : notNow();
        case THROTTLED -> new Outcome.NotNow("Throttling", "rate exceeded");
        case REFUSED -> new Outcome.Refused("InvalidParameterValue", "not a valid range");
        case LOST -> new Outcome.Unsure("timed out");
        case CRASH_BEFORE -> throw new Crash();
      };
    }

    private Outcome notNow() {
      return new Outcome.NotNow("InvalidDBClusterStateFault", "the cluster is not available");
    }

    private Outcome accepted(WorldCluster cluster, RangeChangeRequest request, String intent) {
      land(cluster, request, intent, true, history.delay());
      return new Outcome.Accepted("request");
    }

    private void land(WorldCluster cluster, RangeChangeRequest request, String intent, boolean taken, long after) {
      if (!taken) {
        return;
      }
      if (after == 0) {
        cluster.set(history.now(), request.range(), intent);
        return;
      }
      history.later(after, () -> {
        cluster.set(history.now(), request.range(), intent);
        history.note("rds", cluster.id() + " is at " + request.range() + " now");
      });
    }
  }

  /** What intake looks up; it never fails here. */
  private final class Directory implements ClusterDirectory {
    @Override
    public Optional<ClusterState> cluster(ClusterId id) {
      return history.found(id.value()).map(each -> each.described(history.now(), clock.instant()));
    }

    @Override
    public Optional<ClusterId> clusterOfInstance(String instanceId) {
      return Optional.of(new ClusterId(instanceId.replaceFirst("-instance-.*", "")));
    }

    @Override
    public Optional<String> instanceOfResource(String dbiResourceId) {
      return Optional.empty();
    }

    @Override
    public boolean standsAlone(String instanceId) {
      return false;
    }

    @Override
    public Optional<ClusterId> clusterOfSnapshot(String snapshotId) {
      return Optional.empty();
    }

    @Override
    public List<AlarmDefinition> alarms(List<String> names) {
      return names.stream().map(each -> new AlarmDefinition(
          each, List.of(new Measured("AWS/RDS", "ACUUtilization", Map.of("DBClusterIdentifier", each.replaceFirst("-alarm$", "")))), ""))
          .toList();
    }

    @Override
    public List<ClusterState> clusters() {
      return history.clusters().stream().filter(WorldCluster::exists).map(each -> each.described(history.now(), clock.instant())).toList();
    }
  }

  /** A table as this machine reaches it. */
  private final class View implements Table {
    private final boolean operators;

    private View(boolean operators) {
      this.operators = operators;
    }

    private WorldTable table() {
      return operators ? history.operatorsTable() : history.ledger();
    }

    private static RuntimeException noAnswer(String call) {
      return new TableUnavailableException("timed out", new IllegalStateException(call));
    }

    private <T> T read(String call, String about, Supplier<T> read) {
      return reading(operators ? "operators:" + call : "table:" + call, about, read, () -> noAnswer(call));
    }

    @Override
    public Optional<Item> get(Key key) {
      return read("get", key.pk(), () -> table().get(key));
    }

    @Override
    public boolean put(Item item, Condition condition) {
      return switch (history.actors().point("table:put", item.key().pk())) {
        case GO, SLOW -> write(item, condition);
        case TWICE -> {
          var unused = write(item, condition);
          yield write(item, condition);
        }
        case CRASH_AFTER -> {
          var unused = write(item, condition);
          throw new Crash();
        }
        case ANSWER_LOST -> {
          var unused = write(item, condition);
          throw noAnswer("put");
        }
        case LATE -> {
          String of = table().id();
          history.later(100 + history.chance(20_000), () -> {
            if (of.equals(table().id())) {
              var unused = write(item, condition);
            }
          });
          throw noAnswer("put");
        }
        case CRASH_BEFORE -> throw new Crash();
        case LOST, THROTTLED, REFUSED, NEVER_APPLIED -> throw noAnswer("put");
      };
    }

    private boolean write(Item item, Condition condition) {
      history.writes(skew);
      return table().put(item, condition);
    }

    @Override
    public void delete(Key key) {
      read("delete", key.pk(), () -> {
        table().delete(key);
        return "";
      });
    }

    @Override
    public List<Item> query(String pk) {
      return read("query", pk, () -> table().query(pk));
    }

    @Override
    public List<Item> all() {
      return read("scan", "", () -> table().all());
    }

    @Override
    public String id() {
      return read("id", "", () -> table().id());
    }

    @Override
    public Instant date() {
      return table().date();
    }
  }
}
