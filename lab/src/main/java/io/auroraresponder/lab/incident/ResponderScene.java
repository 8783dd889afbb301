package io.auroraresponder.lab.incident;

import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.intake.Caller;
import io.auroraresponder.intake.Home;
import io.auroraresponder.intake.Intake;
import io.auroraresponder.lab.account.Published;
import io.auroraresponder.lab.account.SimulatedAccount;
import io.auroraresponder.lab.account.SimulatedClock;
import io.auroraresponder.lab.account.World;
import io.auroraresponder.lab.account.WorldFile;
import io.auroraresponder.lab.postgres.LabPostgres;
import io.auroraresponder.lab.postgres.SessionCensus;
import io.auroraresponder.lab.postgres.SessionsAtWork;
import io.auroraresponder.lab.postgres.SimulatedAgesProbe;
import io.auroraresponder.lab.postgres.SimulatedTime;
import io.auroraresponder.lambda.Answer;
import io.auroraresponder.lambda.Wiring;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.LeaseNote;
import io.auroraresponder.postgres.DatabaseLogin;
import io.auroraresponder.postgres.JdbcProbe;
import io.auroraresponder.postgres.ProbeSettings;
import io.auroraresponder.probe.DatabaseProbe;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;
import io.auroraresponder.probe.Snapshot;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The deployed code, wired to a simulated account and to the sessions' database. */
public final class ResponderScene implements Scene {
  /** The runbook function's budget (docs/architecture.md, time budgets). */
  private static final Duration RUNBOOK = Duration.ofSeconds(60);

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Script script;
  private final SimulatedClock accountTime;
  private final MovableClock clock;
  private final SimulatedAccount account;
  private final Wiring wiring;
  private final DeadEnd deadEnd;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger statements = new AtomicInteger();
  private final List<News> news = new ArrayList<>();
  private final Optional<ScalingRange> begun;
  private final String cluster;
  private final Set<String> receivers = new HashSet<>();
  private int deliveries;

  private ResponderScene(Script script, Options options, Optional<SessionsAtWork> work, InstantSource realTime) {
    this.script = script;
    World world = inMode(WorldFile.world(script.world()), options.mode());
    this.accountTime = new SimulatedClock(world.now(), realTime);
    this.clock = new MovableClock(accountTime);
    this.account = new SimulatedAccount(world, accountTime);
    this.deadEnd = DeadEnd.of(script.database());
    this.cluster = world.clusters().getFirst().id();
    this.begun = range();
    this.wiring = wiring(world, work, realTime);
  }

  /** Makes scenes that map real time by the given source. */
  public static Maker maker(InstantSource realTime) {
    return (script, options, work) -> new ResponderScene(script, options, work, realTime);
  }

  private static World inMode(World world, Optional<String> mode) {
    if (mode.isEmpty()) {
      return world;
    }
    return world.with(world.clusters().stream().map(cluster -> cluster.tagged("aurora-responder:mode", mode.get())).toList());
  }

  /** RDS tells endpoints as it always does; what stands behind them is on this machine. */
  private ProbeRequest led(ProbeRequest request, Optional<SessionsAtWork> work) {
    return work.map(sessions -> new DeadEnd.Address(sessions.database().host(), sessions.database().port()))
        .or(deadEnd::address)
        .map(
            real ->
                request.at(real.host(), real.port()))
        .orElse(request);
  }

  private Wiring wiring(World world, Optional<SessionsAtWork> work, InstantSource realTime) {
    boolean stranger = script.database() instanceof Script.Database.Broken broken && broken.way() == Script.Way.NO_LOGIN;
    String database = work.map(sessions -> sessions.database().name()).orElse("postgres");
    return Deployment.into(
        account, probe(work, realTime), Home.fixed(world.account(), world.region()), clock, database,
        stranger ? "nobody_here" : LabPostgres.RESPONDER);
  }

  private DatabaseProbe probe(Optional<SessionsAtWork> work, InstantSource realTime) {
    DatabaseProbe real = new JdbcProbe(DatabaseLogin.trusted(), ProbeSettings.defaults(), clock);
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
    DatabaseProbe aged =
        work.<DatabaseProbe>map(
                sessions ->
                    new SimulatedAgesProbe(real, sessions.timeline().followedBy(later), SessionCensus.of(sessions.database()), realTime))
            .orElse(real);
    return (request, deadline) -> {
      connections.incrementAndGet();
      account.countConnection(request.instanceId());
      var look = aged.look(led(request, work), deadline);
      if (!(look instanceof Look.Seen(Snapshot snapshot))) {
        return look;
      }
      statements.addAndGet(snapshot.statementsRun());
      // One server stands behind all members: which of them answers, and in which role, is the account's word.
      return new Look.Seen(snapshot.answeredBy(request.instanceId(), !account.writes(request.instanceId())));
    };
  }

  @Override
  public List<Report> deliver(String event) {
    deliveries++;
    receivers.addAll(Intake.runbooks(event));
    Answer answer =
        wiring.reception().receive(event.getBytes(StandardCharsets.UTF_8), Caller.any("lab-" + deliveries), Deadline.after(RUNBOOK));
    answer.handled().stream()
        .filter(one -> one.report().isEmpty())
        .forEach(one -> news.add(new News(clock.instant(), one.result().word(), one.reason())));
    return answer.reports();
  }

  @Override
  public List<News> goOn(Duration time) {
    List<News> told = new ArrayList<>(news);
    news.clear();
    Instant end = accountTime.instant().plus(time);
    while (accountTime.instant().isBefore(end)) {
      Duration left = Duration.between(accountTime.instant(), end);
      accountTime.advance(left.compareTo(MINUTE) < 0 ? left : MINUTE);
      wiring
          .office()
          .keeper()
          .tend(
              heard -> {
                told.add(new News(heard.at(), word(heard.kind()), heard.said().text().text()));
                wiring.news().tell(heard);
              },
              Deadline.after(RUNBOOK));
    }
    return told;
  }

  private static String word(EntryKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  @Override
  public void change(Script.Change change) {
    switch (change) {
      case Script.Change.RangeSet set ->
          account.changeRange(cluster, ScalingRange.of(set.min(), set.max(), begun.map(ScalingRange::pauseSeconds).orElse(0)), set.by());
      case Script.Change.ClockSet set -> clock.move(set.by());
      case Script.Change.SwitchSet set -> setSwitch(set.run());
      case Script.Change.EventAgain again -> throw new IllegalStateException("an event is delivered, not made");
      case Script.Change.OtherEvent other -> throw new IllegalStateException("an event is delivered, not made");
      case Script.Change.SessionsEnd end -> throw new IllegalStateException("sessions are not the scene's");
      case Script.Change.DatabaseDies dies -> throw new IllegalStateException("the server is not the scene's");
    }
  }

  private void setSwitch(boolean run) {
    if (run) {
      wiring.office().operators().run("lab", "as the incident file says");
    } else {
      wiring.office().operators().stop("lab", "as the incident file says");
    }
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
            .map(wanted -> ScalingRange.of(wanted.minCapacity(), wanted.maxCapacity(), wanted.secondsUntilAutoPause() == null ? 0 : wanted.secondsUntilAutoPause()))
            .toList();
    List<String> told = account.published().stream().map(Published::message).toList();
    return new Footprint(cluster, begun, range(), requests, connections.get(), lease(), told, account.calls().size() + statements.get(), Rights.undeclared(account.calls(), receivers));
  }

  private Optional<ScalingRange> range() {
    return account.scales(cluster) ? Optional.of(account.range(cluster)) : Optional.empty();
  }

  private String lease() {
    if (!(wiring.ledger().lease(account.resourceId(cluster)) instanceof Reading.Known<LeaseNote> known)) {
      return "unreadable";
    }
    return switch (known.value()) {
      case LeaseNote.None none -> "none";
      case LeaseNote.Open open -> open.phase().name().toLowerCase(Locale.ROOT).replace('_', '-');
      case LeaseNote.Closed closed -> closed.lease().end().name().toLowerCase(Locale.ROOT).replace('_', '-');
    };
  }

  @Override
  public void close() {
    deadEnd.close();
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
