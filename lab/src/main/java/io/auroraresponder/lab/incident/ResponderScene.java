package io.auroraresponder.lab.incident;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.intake.OwnAccount;
import io.auroraresponder.intake.RoutingTable;
import io.auroraresponder.lab.account.RecordedCall;
import io.auroraresponder.lab.account.SimulatedAccount;
import io.auroraresponder.lab.account.SimulatedClock;
import io.auroraresponder.lab.account.World;
import io.auroraresponder.lab.people.SlackServer;
import io.auroraresponder.lab.postgres.BackendMemory;
import io.auroraresponder.lab.postgres.InstanceEndpoint;
import io.auroraresponder.lab.postgres.LabDatabase;
import io.auroraresponder.lab.postgres.LabException;
import io.auroraresponder.lab.postgres.LabPostgres;
import io.auroraresponder.lab.postgres.SessionCensus;
import io.auroraresponder.lab.postgres.SessionsAtWork;
import io.auroraresponder.lab.postgres.SimulatedAgesProbe;
import io.auroraresponder.lab.postgres.SimulatedTime;
import io.auroraresponder.lab.postgres.Workload;
import io.auroraresponder.lambda.AnswerJson;
import io.auroraresponder.lambda.DeployedFunction;
import io.auroraresponder.lambda.Wiring;
import io.auroraresponder.ledger.LeaseNote;
import io.auroraresponder.ledger.Ledger;
import io.auroraresponder.notify.Channel;
import io.auroraresponder.notify.Story;
import io.auroraresponder.postgres.DatabaseLogin;
import io.auroraresponder.postgres.JdbcProbe;
import io.auroraresponder.postgres.ProbeSettings;
import io.auroraresponder.probe.DatabaseProbe;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.remediation.SlackApprovals;
import io.auroraresponder.response.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The responder in a simulated account, with the sessions' database behind its clusters. */
public final class ResponderScene implements Scene {
  private static final Pattern PAGE = Pattern.compile("pages/.*/([^/]+)\\.html");

  private final Script script;
  private final SimulatedClock accountTime;
  private final MovableClock clock;
  private final SimulatedAccount account;
  private final Installation installation;
  private final Production production;
  private final Ledger ledger;
  private final Wiring wiring;
  private final Audience audience;
  private final UnreachableDatabase deadEnd;
  private final List<AutoCloseable> doors = new ArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger statements = new AtomicInteger();
  private volatile Duration statementDelay = Duration.ZERO;
  private final Optional<ScalingRange> begun;
  private final DatabaseProbe direct;
  private final InstantSource realTime;
  private volatile Busy busy;
  private final String cluster;
  private final BackendMemory memory = new BackendMemory();

  private ResponderScene(Script script, Options options, Optional<SessionsAtWork> work, InstantSource realTime, Optional<Path> jar) {
    this.script = script;
    World world = inMode(script.world(), options.mode());
    this.accountTime = new SimulatedClock(world.now(), realTime);
    this.clock = new MovableClock(accountTime);
    this.account = new SimulatedAccount(world, accountTime);
    this.deadEnd = UnreachableDatabase.of(script.database());
    this.cluster = world.clusters().getFirst().id();
    this.begun = range();
    this.realTime = realTime;
    UnaryOperator<DatabaseProbe> around = real -> probe(real, work);
    this.direct = new JdbcProbe(DatabaseLogin.trusted(), ProbeSettings.defaults(), clock);
    OwnAccount home = OwnAccount.fixed(world.account(), world.region());
    // Who begins at rest has sessions behind no cluster.
    this.busy = busy(script.database() instanceof Script.Database.Absent ? "" : cluster, work);
    boolean answers = script.afterwards().changes().stream().anyMatch(change -> change instanceof Script.Change.Pressed);
    SlackApprovals approvals = answers ? Audience.APPROVERS : SlackApprovals.NONE;
    this.wiring =
        Deployment.into(
            account, counted(this::behind), home, clock, new Deployment.Entry(first(), login()), approvals);
    this.ledger = wiring.ledger();
    this.audience = Audience.of(account, clock, approvals);
    doors.add(audience);
    this.installation = jar.<Installation>map(file -> inContainers(file, around, work))
        .orElseGet(() -> new InProcess(wiring, account, clock, audience));
    this.production = new Production(account, installation);
  }

  /** Makes scenes that map real time by the given source; everything runs in this process. */
  public static Maker maker(InstantSource realTime) {
    return (script, options, work) -> new ResponderScene(script, options, work, realTime, Optional.empty());
  }

  /** The same; the event is answered at once and alone, and {@code heard} gets what that took. */
  public static Maker maker(InstantSource realTime, Duration call, Duration statement, Consumer<Response> heard) {
    return (script, options, work) -> {
      ResponderScene scene = new ResponderScene(script, options, work, realTime, Optional.empty());
      heard.accept(scene.respond(script.event(), call, statement));
      return scene;
    };
  }

  /**
   * The same once more by hand: {@code person} gets what the runbook's commands take under the same delays.
   *
   * @param between two samples of the database's counters
   */
  public static Maker maker(
      InstantSource realTime, Duration call, Duration statement, Consumer<Response> heard, Duration between,
      Consumer<Duration> person) {
    return (script, options, work) -> {
      ResponderScene scene = (ResponderScene) maker(realTime, call, statement, heard).make(script, options, work);
      work.ifPresent(sessions -> {
        scene.account.delay(call);
        try {
          person.accept(ByHand.follow(scene.account, sessions.database(), scene.cluster, between, statement));
        } finally {
          scene.account.delay(Duration.ZERO);
        }
      });
      return scene;
    };
  }

  /** The same without any event; {@code heard} gets what the probe sees at its beginning. */
  public static Maker maker(InstantSource realTime, Consumer<Storm.Seen> heard) {
    return (script, options, work) -> {
      ResponderScene scene = new ResponderScene(script, options, work, realTime, Optional.empty());
      heard.accept(scene.seen());
      return scene;
    };
  }

  private Storm.Seen seen() {
    Deadline deadline = Deadline.after(Duration.ofSeconds(30));
    ProbeRequest request = new ProbeRequest("127.0.0.1", 5432, first(), login(), "", account.world().region());
    LabDatabase resting = RestingServer.with(first());
    Look pressed = busy.probe().look(request, deadline);
    return new Storm.Seen(pressed, direct.look(request.at(resting.host(), resting.port()), deadline), accountTime.instant());
  }

  /** The same with the deployed jar in containers. */
  public static Maker maker(InstantSource realTime, Path jar) {
    return (script, options, work) -> new ResponderScene(script, options, work, realTime, Optional.of(jar));
  }

  /** Names lead to this machine, the port to what stands there; a name of nobody leads nowhere. */
  private Containers inContainers(Path jar, UnaryOperator<DatabaseProbe> around, Optional<SessionsAtWork> work) {
    Set<String> names = account.hostNames();
    Optional<UnreachableDatabase.Address> real = address(work);
    Optional<InstanceEndpoint> endpoint =
        real.filter(UnreachableDatabase.Address::speaks)
            .map(behind -> InstanceEndpoint.before(new InstanceEndpoint.Behind(behind.host(), behind.port()), names, clock));
    endpoint.ifPresent(doors::add);
    Optional<Integer> port = endpoint.map(InstanceEndpoint::port).or(() -> real.map(UnreachableDatabase.Address::port));
    Deployment.Inside inside =
        new Deployment.Inside(
            "aurora-responder-" + DeployedFunction.PROBE.id(), first(), login(),
            endpoint.map(door -> door.roots().toString()).orElse(""));
    Containers.Databases databases =
        new Containers.Databases(
            inside, real.filter(UnreachableDatabase.Address::hasName).map(behind -> names).orElse(Set.of()),
            container -> counted(around.apply((request, deadline) ->
            container.look(port.map(open -> request.at(request.host(), open)).orElse(request), deadline))), audience.environment());
    Containers containers = Containers.in(account, shown -> shown.run(clock.instant()), jar, databases);
    doors.addFirst(containers);
    containers.wake(EnumSet.of(DeployedFunction.PROBE, DeployedFunction.REMEDIATION));
    return containers;
  }

  private static World inMode(World world, Optional<String> mode) {
    if (mode.isEmpty()) {
      return world;
    }
    return world.with(world.clusters().stream().map(cluster -> cluster.tagged("aurora-responder:mode", mode.get())).toList());
  }

  /** RDS tells endpoints as it always does; what stands behind them is on this machine. */
  private Optional<UnreachableDatabase.Address> address(Optional<SessionsAtWork> work) {
    return work.map(sessions -> new UnreachableDatabase.Address(sessions.database().host(), sessions.database().port(), true))
        .or(deadEnd::address);
  }

  /** Where the responder's first connection goes. */
  private String first() {
    return switch (script.database()) {
      case Script.Database.Real real -> real.first();
      case Script.Database.Broken broken when broken.way() == Script.Way.NO_LOGIN -> Workload.atRest().database();
      case Script.Database.Broken broken -> LabPostgres.FIRST;
      case Script.Database.Refusing refusing -> LabPostgres.FIRST;
      case Script.Database.Absent absent -> LabPostgres.FIRST;
    };
  }

  private String login() {
    boolean stranger = script.database() instanceof Script.Database.Broken broken && broken.way() == Script.Way.NO_LOGIN;
    return stranger ? "nobody_here" : LabPostgres.RESPONDER;
  }

  /** What a look at the cluster of the present sessions meets. */
  private record Busy(String cluster, DatabaseProbe probe) {}

  private Busy busy(String of, Optional<SessionsAtWork> work) {
    Optional<UnreachableDatabase.Address> address = address(work);
    return new Busy(
        of, probe((request, deadline) -> direct.look(address.map(real -> request.at(real.host(), real.port())).orElse(request), deadline),
        work));
  }

  @Override
  public void work(String of, SessionsAtWork sessions) {
    if (!(installation instanceof InProcess)) {
      throw new LabException("Sessions that begin while time goes on can be played in this process alone, not with the deployed jar.");
    }
    busy = busy(of, Optional.of(sessions));
  }

  /** Where sessions work behind one cluster, the others have a server at rest. */
  private Look behind(ProbeRequest request, Deadline deadline) {
    Busy now = busy;
    boolean everywhere = script.database() instanceof Script.Database.Real real && real.everywhere();
    if (!script.hasSessions() || everywhere || account.clusterOf(request.instanceId()).filter(now.cluster()::equals).isPresent()) {
      return now.probe().look(request, deadline);
    }
    LabDatabase resting = RestingServer.with(request.database());
    return direct.look(request.at(resting.host(), resting.port()), deadline);
  }

  private DatabaseProbe probe(DatabaseProbe real, Optional<SessionsAtWork> work) {
    SimulatedTime later =
        new SimulatedTime() {
          @Override
          public Instant instant() {
            return accountTime.instant();
          }

          @Override
          public Instant simulated(Instant moment) {
            return accountTime.simulated(moment);
          }
        };
    return work.<DatabaseProbe>map(
                sessions ->
                    new SimulatedAgesProbe(memory.watching(real, sessions.database()), sessions.timeline().followedBy(later),
                        SessionCensus.of(sessions.database()), realTime))
            .orElse(real);
  }

  private DatabaseProbe counted(DatabaseProbe aged) {
    return (request, deadline) -> {
      connections.incrementAndGet();
      String member = account.behind(request.host(), request.instanceId());
      account.countConnection(member);
      Look look = aged.look(request, deadline);
      if (!(look instanceof Look.Seen(Snapshot snapshot))) {
        return look;
      }
      statements.addAndGet(snapshot.cost().statements());
      delayed(snapshot.cost().statements());
      // One server stands behind all members: which of them answers, and in which role, is the account's word.
      return new Look.Seen(snapshot.answeredBy(member, !account.writes(member)));
    };
  }

  /**
   * One response alone, without what production does around it.
   *
   * @param clock real time that passed
   * @param calls of AWS, oldest first
   * @param statements of SQL
   * @param reports what people were told
   * @param heard by the channel's word, when it had taken its first message, from the beginning; empty where nothing was published
   */
  public record Response(Duration clock, List<RecordedCall> calls, int statements, List<Report> reports, Map<String, Duration> heard) {
    public Response {
      calls = List.copyOf(calls);
      reports = List.copyOf(reports);
      heard = Collections.unmodifiableMap(new LinkedHashMap<>(heard));
    }

    /** Calls to the ledger that follow each other up to the report; what evidence is read from it is asked beside other sources. */
    public int journal() {
      return (int) calls.stream().takeWhile(call -> !call.action().equals("sns:Publish"))
          .filter(call -> call.action().startsWith("dynamodb:")).filter(call -> !isEvidence(call)).count();
    }

    private static boolean isEvidence(RecordedCall call) {
      boolean reads = call.action().equals("dynamodb:GetItem") || call.action().equals("dynamodb:Query");
      return reads && call.caller().equals(Rights.THINKING) && !call.request().toString().contains("INCIDENT#");
    }
  }

  /**
   * Answers an event and tells people while each call of AWS, Slack and PagerDuty and each statement of SQL takes the time given; what
   * comes later takes none. A topic's message reaches the function that tells them at once.
   *
   * <p>Statements of a look follow each other on one connection, so their delay is taken at its end.
   */
  public Response respond(String event, Duration call, Duration statement) {
    int before = account.callCount();
    int said = statements.get();
    int published = account.published().size();
    account.delay(call);
    statementDelay = statement;
    Instant start = accountTime.instant();
    long begun = System.nanoTime();
    try {
      Answer answer = installation.deliver(event, new Caller(RoutingTable.CAPACITY, "alone"));
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      List<RecordedCall> calls = account.calls(before);
      int statementsSaid = statements.get() - said;
      Map<String, Duration> heard = new LinkedHashMap<>();
      account.published().stream().skip(published).findFirst().ifPresent(message -> {
        Duration mail = Duration.between(start, message.at());
        heard.put(Channel.MAIL.word(), mail);
        audience.told(message, call).forEach((channel, after) -> heard.put(channel, mail.plus(after)));
      });
      return new Response(took, calls, statementsSaid, answer.handled().stream().flatMap(one -> one.report().stream()).toList(), heard);
    } finally {
      account.delay(Duration.ZERO);
      statementDelay = Duration.ZERO;
    }
  }

  private void delayed(int said) {
    try {
      Thread.sleep(statementDelay.multipliedBy(said));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Meanwhile deliver(String event) {
    return production.deliver(event);
  }

  @Override
  public Meanwhile goOn(Duration time) {
    Meanwhile all = Meanwhile.NOTHING;
    Instant end = accountTime.instant().plus(time);
    while (accountTime.instant().isBefore(end)) {
      Duration left = Duration.between(accountTime.instant(), end);
      accountTime.advance(left.compareTo(Production.MINUTE) < 0 ? left : Production.MINUTE);
      all = all.and(production.minute());
    }
    return all;
  }

  /** One minute of production, of which {@code passed} has gone by in real time. */
  Meanwhile minute(Duration passed) {
    accountTime.advance(Production.MINUTE.minus(passed));
    return production.minute();
  }

  /** Invokes a function as somebody in the account does; empty where there is none of that name. */
  Optional<byte[]> invoked(String function, byte[] payload) {
    String name = function.replaceFirst("^.*:function:", "").replaceFirst(":[^:]*$", "").replaceFirst("^aurora-responder-", "");
    if (RoutingTable.RUNBOOKS.contains(name)) {
      Answer answer = installation.deliver(new String(payload, StandardCharsets.UTF_8), new Caller(name, "served"));
      return Optional.of(AnswerJson.of(answer).getBytes(StandardCharsets.UTF_8));
    }
    if (name.equals(DeployedFunction.REMEDIATION.id())) {
      int told = installation.sweep().size();
      return Optional.of(("{\"told\":" + told + "}").getBytes(StandardCharsets.UTF_8));
    }
    return Optional.empty();
  }

  @Override
  public void change(Script.Change change) {
    switch (change) {
      case Script.Change.RangeSet set ->
          account.changeRange(set.cluster(), ScalingRange.of(set.min(), set.max(), set.min() > 0 ? 0 : pause(set.cluster())), set.by());
      case Script.Change.TagsSet set -> account.changeTags(set.cluster(), set.tags());
      case Script.Change.Renamed renamed -> account.rename(renamed.cluster(), renamed.to());
      case Script.Change.SwitchedOver switched -> account.switchOver(switched.cluster());
      case Script.Change.Said said -> Deployment.say(account, said);
      case Script.Change.ClockSet set -> clock.move(set.by());
      case Script.Change.SwitchSet set -> installation.turn(set.run(), "as the incident file says");
      case Script.Change.Pressed pressed -> press(pressed.yes() ? "approve" : "refuse");
      case Script.Change.EventAgain again -> throw new IllegalStateException("an event is delivered, not made");
      case Script.Change.OtherEvent other -> throw new IllegalStateException("an event is delivered, not made");
      case Script.Change.SessionsBegin begin -> throw new IllegalStateException("sessions are not the scene's");
      case Script.Change.SessionsEnd end -> throw new IllegalStateException("sessions are not the scene's");
      case Script.Change.DatabaseDies dies -> throw new IllegalStateException("the server is not the scene's");
    }
  }

  private void press(String button) {
    if (!(installation instanceof InProcess)) {
      throw new LabException("Buttons in Slack can be pressed in this process alone, not with the deployed jar.");
    }
    int status = audience.press(button, SlackServer.USER);
    if (status != 200) {
      throw new LabException("The function that takes answers refused a press of " + button + " with status " + status + ".");
    }
  }

  private int pause(String of) {
    return account.scales(of) ? account.range(of).pauseSeconds() : 0;
  }

  SimulatedAccount account() {
    return account;
  }

  @Override
  public Footprint footprint() {
    List<ScalingRange> requests =
        account.calls("rds:ModifyDBCluster").stream()
            .map(call -> (software.amazon.awssdk.services.rds.model.ModifyDbClusterRequest) call.request())
            .map(request -> request.serverlessV2ScalingConfiguration())
            .map(wanted -> ScalingRange.of(wanted.minCapacity(), wanted.maxCapacity(), wanted.secondsUntilAutoPause() == null ? 0
            : wanted.secondsUntilAutoPause()))
            .toList();
    return new Footprint(cluster, begun, range(), requests, connections.get(), lease(), account.published(), production.looks(),
        memory.most(),
        account.calls().size() + statements.get(),
        Rights.undeclared(account.calls(), production.receivers()));
  }

  @Override
  public Heard heard() {
    return new Heard(audience.slack().taken(), audience.pager().taken(), account.busEvents(), audience.slack().refusals(), audience.after(),
        story(), pages());
  }

  /** By the incident's id, which ends with its time: the clusters' own first. */
  private Map<String, String> pages() {
    Map<String, String> pages = new TreeMap<>(Comparator.comparing((String id) -> !id.startsWith(cluster + "-")).thenComparing(id -> id));
    account.objects(Deployment.BUCKET).forEach((key, html) -> {
      Matcher page = PAGE.matcher(key);
      if (page.matches()) {
        pages.put(page.group(1), html);
      }
    });
    return pages;
  }

  private Optional<Story> story() {
    return account.byTheLab(() -> audience.story(cluster, wiring, clock));
  }

  private Optional<ScalingRange> range() {
    return account.scales(cluster) ? Optional.of(account.range(cluster)) : Optional.empty();
  }

  private String lease() {
    if (!(account.byTheLab(() -> ledger.lease(account.resourceId(cluster))) instanceof Reading.Known<LeaseNote> known)) {
      return "unreadable";
    }
    return switch (known.value()) {
      case LeaseNote.None none -> "none";
      case LeaseNote.Open open -> open.overdue() ? "overdue" : "held";
      case LeaseNote.Closed closed -> closed.lease().end().name().toLowerCase(Locale.ROOT).replace('_', '-');
    };
  }

  @Override
  public void close() {
    try {
      for (AutoCloseable door : doors) {
        door.close();
      }
    } catch (Exception late) {
      throw new IllegalStateException("what stood at the scene could not be closed", late);
    } finally {
      deadEnd.close();
    }
  }

  /** The responder's own clock: follows the account's, and may be set wrong. */
  private static final class MovableClock extends Clock {
    private final SimulatedClock right;
    private volatile Duration wrong = Duration.ZERO;

    MovableClock(SimulatedClock right) {
      this.right = right;
    }

    void move(Duration by) {
      wrong = wrong.plus(by);
    }

    @Override
    public Instant instant() {
      return right.instant().plus(wrong);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("the responder's clock is in UTC");
    }
  }
}
